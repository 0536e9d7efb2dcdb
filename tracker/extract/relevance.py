"""How much the words of a text sound like a deal: most of what feeds bring does not.

A linear model over words, pairs of words and what stands around names, learned from labelled
passages by `pipelines.training.relevance` (`make weights`). It costs a few microseconds a word;
reading closer costs a hundred times that, so what is surely no deal is turned away here.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from tracker.model.errors import BadReference

WEIGHTS = Path(__file__).parent / "weights" / "relevance.tsv"
COMPANY, PRODUCT = "@company", "@product"  # what stands for any name that a list has
LONGEST = 80  # words of a stretch: one sentence of a long page may tell a deal
_STEP = LONGEST // 2
_WORD = re.compile(r"@?[a-z]+|0|[$€£¥₩₹]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_END = re.compile(r"(?<=[.!?])\s+|\n+|\s[•|]\s")
_SHORTEST = 12  # characters of a sentence
_CURRENCY = frozenset("$€£¥₩₹")
_TENS = 10  # a stretch is as long as so many words, and again so many
_BIAS = "(bias)"
_GRAMS = "(grams)"


def grams_of(words: Sequence[str]) -> set[str]:
    """The words and pairs of neighbours, each once; three with a name, and two around any word.

    Also how many names and sums there are, and how long the stretch is.
    """
    found = {*words, *map(" ".join, pairwise(words))}
    sums = 0
    for place, word in enumerate(words):
        if word in _CURRENCY:
            sums += words[place + 1 : place + 2] == ["0"]
        if word[0] != "@":
            continue
        before, after = words[max(0, place - 2) : place], words[place + 1 : place + 3]
        if len(before) == 2:
            found |= {f"{before[0]} {before[1]} {word}", f"{before[0]} _ {word}"}
        if len(after) == 2:
            found |= {f"{word} {after[0]} {after[1]}", f"{word} _ {after[1]}"}
        if before and after:
            found.add(f"{before[-1]} {word} {after[0]}")
    companies, products = words.count(COMPANY), words.count(PRODUCT)
    found |= {f"@companies {min(companies, 4)}", f"@products {min(products, 2)}"}
    return found | {f"@sums {min(sums, 3)}", f"@tens {min(len(words) // _TENS, 6)}"}


def stretches(text: str) -> Iterator[list[str]]:
    """The words of a text, those of a long one by stretches that overlap by half.

    Names that a list has are COMPANY and PRODUCT in it already (`gate.Marker.marked`).
    """
    words = words_of(text)
    yield words[:LONGEST]
    for start in range(_STEP, len(words) - _STEP, _STEP):
        yield words[start : start + LONGEST]


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence or line, as far as full stops tell; none if it is one."""
    parts = [part for part in _END.split(text) if len(part) >= _SHORTEST]
    if len(parts) > 1:
        yield from (words_of(part)[:LONGEST] for part in parts)


def parts_of(text: str) -> Iterator[list[str]]:
    """The stretches and the sentences of a marked text."""
    yield from stretches(text)
    yield from sentences(text)


def words_of(text: str) -> list[str]:
    """In small letters, figures all alike."""
    return _WORD.findall(_FIGURE.sub("0", text.lower()))


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
        """Log-odds that the likeliest stretch or sentence of a marked text tells a deal."""
        return max(map(self._score, parts_of(text)))

    def _score(self, words: Sequence[str]) -> float:
        weights = self._weights
        known = [weights[gram] for gram in grams_of(words) if gram in weights]
        return self._bias + sum(known) / math.sqrt(max(1, len(known)))


def written(weights: Mapping[str, float], bias: float) -> str:
    """The text of a file of weights."""
    rows = [(_GRAMS, f"{len(weights)}"), (_BIAS, f"{bias:.2f}")]
    rows += [(gram, f"{weight:.2f}") for gram, weight in sorted(weights.items())]
    return "".join(f"{gram}\t{weight}\n" for gram, weight in rows)
