"""`python -m pipelines.training.relevance`: learn which words speak of a deal.

A logistic regression over words, pairs of words and names of labelled passages. Prints, for several
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
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer

from pipelines.training.labelled import FOLDS, Passage, is_held_out, sources
from pipelines.training.stretches import pages_of, shipped_marker, stretches_of, text_of
from tracker.extract.gate import Marker
from tracker.extract.relevance import WEIGHTS, grams_of, parts_of, written

_FEWEST = 3  # stretches that a word has to be in
_STRENGTH = 3.0  # inverse of the penalty
_THRESHOLDS = (-3.0, -2.0, -1.5, -1.0, -0.75, -0.5, -0.25, 0.0)


def main(words: Sequence[str]) -> int:
    """0 when the weights are written."""
    asked = _parser().parse_args(words)
    found = [(name, p) for name, passages in sources(asked.gold) for p in passages]
    learned = [(s, p) for s, p in found if not is_held_out(s, p, asked.hold_out)]
    kept_back = [p for s, p in found if is_held_out(s, p, asked.hold_out)]
    marker = shipped_marker()
    model = _learned([p for _, p in learned], marker)
    print(f"{len(learned):,} passages learned from", flush=True)
    if kept_back:
        texts = [marker.marked(text_of(p)) for p in kept_back]
        print(_table("held out", kept_back, _scores(model, texts)))
        pages = [marker.marked(page) for page in pages_of(kept_back)]
        told: list[Passage] = [{"deals": [{}]}] * len(pages)
        print(_table("one sentence among idle ones, held out", told, _scores(model, pages)))
    print(_table(f"{FOLDS} folds", *_by_folds(learned, marker)))
    _write(model, asked.out)
    return 0


def _learned(passages: Sequence[Passage], marker: Marker) -> Pipeline:
    taught = list(stretches_of(passages, marker))
    return _model().fit([s.words for s in taught], [s.dealt for s in taught])


def _by_folds(
    learned: Sequence[tuple[str, Passage]], marker: Marker
) -> tuple[list[Passage], NDArray[Any]]:
    """The passages with their scores by models that had not seen them."""
    passages: list[Passage] = []
    scores = []
    for fold in range(FOLDS):
        asides = [p for s, p in learned if is_held_out(s, p, f"fold{fold}")]
        model = _learned([p for s, p in learned if not is_held_out(s, p, f"fold{fold}")], marker)
        passages += asides
        scores.append(_scores(model, [marker.marked(text_of(p)) for p in asides]))
    return passages, np.concatenate(scores)


def _scores(model: Pipeline, texts: Sequence[str]) -> NDArray[Any]:
    """Of marked texts, as `Relevance.of` scores them."""
    parts = [list(parts_of(text)) for text in texts]
    each = model.decision_function([words for one in parts for words in one])
    starts = np.cumsum([0, *map(len, parts)])[:-1]
    return np.asarray(np.maximum.reduceat(each, starts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pipelines.training.relevance", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="labelled passages beside the own ones")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file of the weights")
    parser.add_argument("--hold-out", default="", help="e.g. dev,more or fold0")
    return parser


def _model() -> Pipeline:
    counts = CountVectorizer(analyzer=grams_of, min_df=_FEWEST, binary=True)
    return make_pipeline(counts, Normalizer(), LogisticRegression(C=_STRENGTH, max_iter=1_000))


def _table(title: str, found: Sequence[Passage], scores: NDArray[Any]) -> str:
    required = np.array([any(not leg.get("optional") for leg in p["deals"]) for p in found])
    idle = np.array([not p["deals"] for p in found])
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
