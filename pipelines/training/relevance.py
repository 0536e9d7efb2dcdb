"""`python -m pipelines.training.relevance`: learn which words speak of a deal.

A logistic regression over words and pairs of words of labelled passages. Prints, for several
thresholds, how many passages with a leg would be turned away and how many without one be read,
all by a model that had not seen them: those held out, and five folds of the rest.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer

from pipelines.training.labelled import is_held_out, sources
from pipelines.training.stretches import Stretch, pages_of, stretches_of
from tracker.extract.relevance import WEIGHTS, grams_of, stretches, written

_FEWEST = 3  # stretches that a word has to be in
_STRENGTH = 10.0  # inverse of the penalty
_THRESHOLDS = (-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0)


def main(words: Sequence[str]) -> int:
    """0 when the weights are written."""
    asked = _parser().parse_args(words)
    found = [(name, p) for name, passages in sources(asked.gold) for p in passages]
    learned = [p for source, p in found if not is_held_out(source, p, asked.hold_out)]
    kept_back = [p for source, p in found if is_held_out(source, p, asked.hold_out)]
    taught = list(stretches_of(learned))
    model = _model().fit([s.words for s in taught], [s.dealt for s in taught])
    print(f"{len(taught):,} stretches of {len(learned):,} passages learned from", flush=True)
    if kept_back:
        asides = list(stretches_of(kept_back))
        print(_table("held out", asides, _scores(model, asides)))
        pages = list(pages_of(kept_back))
        best = [max(model.decision_function(list(stretches(page)))) for page in pages]
        told = [Stretch([], dealt=True, required=True)] * len(pages)
        print(_table("one sentence among idle ones, held out", told, np.array(best)))
    folds = cross_val_predict(
        _model(), [s.words for s in taught], [s.dealt for s in taught], method="decision_function"
    )
    print(_table("five folds", taught, folds))
    _write(model, asked.out)
    return 0


def _scores(model: Pipeline, found: Sequence[Stretch]) -> NDArray[Any]:
    return np.asarray(model.decision_function([s.words for s in found]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pipelines.training.relevance", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="labelled passages beside the own ones")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file of the weights")
    parser.add_argument("--hold-out", default="", help="e.g. dev,more or fold0")
    return parser


def _model() -> Pipeline:
    counts = CountVectorizer(analyzer=grams_of, min_df=_FEWEST, binary=True)
    return make_pipeline(counts, Normalizer(), LogisticRegression(C=_STRENGTH, max_iter=1_000))


def _table(title: str, found: Sequence[Stretch], scores: NDArray[Any]) -> str:
    required = np.array([s.required for s in found])
    idle = np.array([not s.dealt for s in found])
    head = f"{required.sum():,} with a leg turned away, {idle.sum():,} without read"
    rows = [f"{title}: log-odds, {head}"]
    for least in _THRESHOLDS:
        lost = (scores[required] < least).sum()
        read = f"{(scores[idle] >= least).mean():7.0%}" if idle.any() else ""
        rows.append(f"{least:6.1f} {lost:5} ({lost / max(1, required.sum()):.2%}) {read}")
    return "\n".join(rows)


def _write(model: Pipeline, path: Path) -> None:
    """All of it at once: interrupted, the old weights stay as they were."""
    counts, _, weighing = (step for _, step in model.steps)
    weights = dict(zip(counts.get_feature_names_out(), weighing.coef_[0].tolist(), strict=True))
    scratch = path.with_suffix(".new")
    scratch.write_text(written(weights, float(weighing.intercept_[0])), encoding="utf-8")
    scratch.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
