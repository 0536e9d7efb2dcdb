"""`python -m pipelines.training.relevance`: learn which words speak of a deal.

A logistic regression over words and pairs of words of labelled passages. Prints, for several
thresholds, how many passages with a leg would be turned away and how many without one be read,
all by a model that had not seen them: those held out, and five folds of the rest.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer

from pipelines.training.encoder.examples import Passage, read_passages
from pipelines.training.sample import sample_passages
from tracker.extract.relevance import WEIGHTS, grams_of, stretches

OWN = Path(__file__).parent / "passages"
_FEWEST = 3  # stretches that a word has to be in
_STRENGTH = 10.0  # inverse of the penalty
_THRESHOLDS = (-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage, whether they tell a leg, and whether one that must be found."""

    source: str
    words: list[str]
    dealt: bool
    required: bool


def main(words: Sequence[str]) -> int:
    """0 when the weights are written."""
    asked = _parser().parse_args(words)
    held = set(asked.hold_out.split(","))
    sources: Mapping[str, Sequence[Passage]] = {
        path.stem: read_passages(path) for path in [*sorted(OWN.glob("*.jsonl")), *asked.gold]
    } | {"sample": list(sample_passages())}
    found = [s for name, passages in sources.items() for s in _stretches(name, passages)]
    learned = [s for s in found if s.source not in held]
    kept_back = [s for s in found if s.source in held]
    model = _model().fit([s.words for s in learned], [s.dealt for s in learned])
    print(f"{len(learned):,} stretches learned from, {len(kept_back):,} held out")
    print(_table("held out", kept_back, model.decision_function([s.words for s in kept_back])))
    folds = cross_val_predict(
        _model(), [s.words for s in learned], [s.dealt for s in learned], method="decision_function"
    )
    print(_table("five folds", learned, folds))
    _write(model, asked.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pipelines.training.relevance", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="labelled passages beside the own ones")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file of the weights")
    parser.add_argument("--hold-out", default="", help="sources that are only measured on")
    return parser


def _stretches(source: str, passages: Sequence[Passage]) -> Iterator[Stretch]:
    """Those that tell a leg or are of a passage without any; the rest of a page may be either."""
    for passage in passages:
        legs = passage["deals"]
        text = f"{passage.get('title') or ''}\n{passage['text']}"
        parts = list(stretches(text))
        if not legs or len(parts) == 1:
            required = any(not leg.get("optional") for leg in legs)
            yield from (Stretch(source, part, bool(legs), required) for part in parts)
            continue
        told = [
            next(stretches(words))
            for leg in legs
            if not leg.get("optional")
            for words in leg.get("evidence") or ()
        ]
        for part in parts:
            if any(_holds(part, words) for words in told):
                yield Stretch(source, part, True, True)


def _holds(part: Sequence[str], words: Sequence[str]) -> bool:
    return " ".join(words) in " ".join(part)


def _model() -> Pipeline:
    counts = CountVectorizer(analyzer=grams_of, min_df=_FEWEST, binary=True)
    return make_pipeline(counts, Normalizer(), LogisticRegression(C=_STRENGTH, max_iter=1_000))


def _table(title: str, found: Sequence[Stretch], scores: NDArray[Any]) -> str:
    dealt = np.array([s.required for s in found])
    quiet = np.array([not s.dealt for s in found])
    rows = [
        f"{title}: log-odds, {dealt.sum():,} with a leg turned away, {quiet.sum():,} without read"
    ]
    for least in _THRESHOLDS:
        lost, read = (scores[dealt] < least).sum(), (scores[quiet] >= least).mean()
        rows.append(f"{least:6.1f} {lost:5} ({lost / dealt.sum():.2%}) {read:7.0%}")
    return "\n".join(rows)


def _write(model: Pipeline, path: Path) -> None:
    counts, _, weighing = (step for _, step in model.steps)
    names = counts.get_feature_names_out()
    rows = [("(bias)", float(weighing.intercept_[0])), *zip(names, weighing.coef_[0], strict=True)]
    path.write_text("".join(f"{name}\t{weight:.2f}\n" for name, weight in rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
