"""Fits the log-linear models of reading by L-BFGS: who deals, in what, how far it has come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from pipelines.training.examples import TYPES, Example, Features
from tracker.extract.pairs.weights import Weights
from tracker.model.deals import Status

STATUSES = tuple(status.value for status in Status)
_LEAST = 3  # passages' pairs in which a feature has to occur
_RIDGE = 2.0
_RIDGE_SIDES = 6.0
_TINY = 1e-12
_STEPS = 200
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model: `table[feature, answer]`."""

    answers: tuple[str, ...]
    features: tuple[str, ...]
    table: Table

    def weights(self) -> Weights:
        """As the reader uses them."""
        index = {name: i for i, name in enumerate(self.features)}
        return Weights(self.answers, index, self.table.astype(np.float32))


def fit_sides(examples: Sequence[Example]) -> Fitted:
    """Whether the first of a pair takes something from the second: one softmax over both ways.

    "Neither" scores 0, so that one number per way says both who and whether.
    """
    pairs = [p for e in examples for p in e.pairs if not p.optional]
    names = _vocabulary(f for p in pairs for f in p.features)
    x = _matrix([f for p in pairs for f in p.features], names)
    target = np.array([[bool(way) for way in p.types] for p in pairs], float)
    target /= np.maximum(target.sum(axis=1, keepdims=True), 1.0)
    none = 1.0 - target.sum(axis=1)

    def loss(flat: Table) -> tuple[float, Table]:
        chances, neither = _softmax_with_none((x @ flat).reshape(-1, 2))
        value = -float((target * np.log(chances + _TINY)).sum() + none @ np.log(neither + _TINY))
        slope = x.T @ (chances - target).ravel() + _RIDGE_SIDES * flat
        return value + 0.5 * _RIDGE_SIDES * float(flat @ flat), slope

    return Fitted(("deal",), names, _minimised(loss, len(names)).reshape(-1, 1))


def fit_types(examples: Sequence[Example]) -> Fitted:
    """Each type by itself, given that the two deal: a pair may have two kinds of deal."""
    ways = [
        (f, t) for e in examples for p in e.pairs for f, t in zip(p.features, p.types, strict=True)
    ]
    told = [(features, types) for features, types in ways if types]
    names = _vocabulary(features for features, _ in told)
    x = _matrix([features for features, _ in told], names)
    target = np.array([[kind in types for kind in TYPES] for _, types in told], float)

    def loss(flat: Table) -> tuple[float, Table]:
        table = flat.reshape(len(names), len(TYPES))
        chances = expit(x @ table)
        right = target * np.log(chances + _TINY) + (1 - target) * np.log(1 - chances + _TINY)
        slope = x.T @ (chances - target) + _RIDGE * table
        return 0.5 * _RIDGE * float((table**2).sum()) - float(right.sum()), slope.ravel()

    table = _minimised(loss, len(names) * len(TYPES)).reshape(len(names), len(TYPES))
    return Fitted(TYPES, names, table)


def fit_all(examples: Sequence[Example]) -> dict[str, Fitted]:
    """The three models by the names under which the reader looks for them."""
    return {
        "sides": fit_sides(examples),
        "types": fit_types(examples),
        "statuses": fit_statuses(examples),
    }


def fit_statuses(examples: Sequence[Example]) -> Fitted:
    """The status of a leg by one softmax."""
    legs = [leg for e in examples for leg in e.statuses]
    names = _vocabulary(features for features, _ in legs)
    x = _matrix([features for features, _ in legs], names)
    places = np.array([STATUSES.index(status) for _, status in legs])
    target = np.eye(len(STATUSES))[places]

    def loss(flat: Table) -> tuple[float, Table]:
        table = flat.reshape(len(names), len(STATUSES))
        scores = x @ table
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = odds / odds.sum(axis=1, keepdims=True)
        value = -float(np.log(chances[np.arange(len(places)), places] + _TINY).sum())
        slope = x.T @ (chances - target) + _RIDGE * table
        return value + 0.5 * _RIDGE * float((table**2).sum()), slope.ravel()

    table = _minimised(loss, len(names) * len(STATUSES)).reshape(len(names), len(STATUSES))
    return Fitted(STATUSES, names, table)


def _softmax_with_none(scores: Table) -> tuple[Table, Table]:
    top = np.maximum(scores.max(axis=1, keepdims=True), 0.0)
    odds, none = np.exp(scores - top), np.exp(-top)
    total = odds.sum(axis=1, keepdims=True) + none
    return odds / total, (none / total)[:, 0]


def _minimised(loss: object, size: int) -> Table:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return np.asarray(found.x)


def _vocabulary(described: Iterable[Features]) -> tuple[str, ...]:
    counts = Counter(name for features in described for name in features)
    return tuple(sorted(name for name, n in counts.items() if n >= _LEAST))


def _matrix(described: Sequence[Features], names: Sequence[str]) -> csr_matrix:
    """One row per description, 1 where a feature holds."""
    index = {name: i for i, name in enumerate(names)}
    columns = [sorted(index[name] for name in features if name in index) for features in described]
    pointers = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for row in columns for c in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(columns), len(names)))
