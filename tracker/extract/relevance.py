"""How much the words of a text sound like a deal: most of what feeds bring does not.

A linear model over words and pairs of words, learned from labelled passages by
`pipelines.training.relevance` (`make weights`). It costs a microsecond a word; reading closer
costs four hundred, so what is surely no deal is turned away here.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from tracker.model.errors import BadReference

WEIGHTS = Path(__file__).parent / "weights" / "relevance.tsv"
LONGEST = 80  # words of a stretch: one sentence of a long page may tell a deal
_STEP = LONGEST // 2
_WORD = re.compile(r"[a-z]+|0|[$€£¥₩₹]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_BIAS = "(bias)"
_GRAMS = "(grams)"


def grams_of(words: Sequence[str]) -> set[str]:
    """The words and pairs of neighbours, each once."""
    return {*words, *map(" ".join, pairwise(words))}


def stretches(text: str) -> Iterator[list[str]]:
    """The words of a text, those of a long one by stretches that overlap by half."""
    words = _WORD.findall(_FIGURE.sub("0", text.lower()))
    yield words[:LONGEST]
    for start in range(_STEP, len(words) - _STEP, _STEP):
        yield words[start : start + LONGEST]


class Relevance:
    """Scores texts. Build one and keep it."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        """Raises BadReference in one line if the file cannot be read or is not whole."""
        try:
            content = path.read_bytes()
            rows = [line.split("\t") for line in content.decode("utf-8").splitlines()]
            weights = {gram: float(weight) for gram, weight in rows}
            count, self._bias = weights.pop(_GRAMS), weights.pop(_BIAS)
            finite = all(map(math.isfinite, (self._bias, *weights.values())))
            if len(weights) != count or not finite or not content.endswith(b"\n"):
                raise ValueError(f"{len(weights):,} of {count:,.0f} weights")
        except (OSError, ValueError, KeyError) as error:
            raise BadReference(
                f"{path.name}: no weights of words ({error}); make them with `make weights`"
            ) from error
        self._weights = weights
        self.version = f"words-{sha256(content).hexdigest()[:8]}"

    def of(self, text: str) -> float:
        """Log-odds that the likeliest stretch of the text tells a deal."""
        return max(map(self._score, stretches(text)))

    def _score(self, words: Sequence[str]) -> float:
        weights = self._weights
        known = [weights[gram] for gram in grams_of(words) if gram in weights]
        return self._bias + sum(known) / math.sqrt(max(1, len(known)))


def written(weights: Mapping[str, float], bias: float) -> str:
    """The text of a file of weights."""
    rows = [(_GRAMS, f"{len(weights)}"), (_BIAS, f"{bias:.2f}")]
    rows += [(gram, f"{weight:.2f}") for gram, weight in sorted(weights.items())]
    return "".join(f"{gram}\t{weight}\n" for gram, weight in rows)
