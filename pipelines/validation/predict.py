"""Predictors by kind of figure: what the model makes of a row's inputs, or why it cannot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pipelines.validation.asked import Asked
from pipelines.validation.rows import Published
from tracker.economics.capital import OwningModel
from tracker.model.errors import TrackerError
from tracker.model.market import Accelerator
from tracker.reference.market import Market

Test = Literal[
    "tokens", "curve", "carried", "owning", "relative", "bound", "deal chips", "deal gw",
    "blind chips", "blind gw", "other",
]  # fmt: skip


class Silent(TrackerError):
    """The model cannot speak to a row; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A row with its cell and the market without what states it."""

    row: Published
    what: Asked
    market: Market
    model: OwningModel

    def accelerator(self, accelerator_id: str = "") -> Accelerator:
        """The row's accelerator, or the named one. Raises Silent when nobody knows it."""
        name = accelerator_id or self.row.accelerator_id
        for found in self.market.accelerators:
            if found.accelerator_id == name:
                return found
        raise Silent(f"no datasheet of {name}" if name else "the row names no accelerator")


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction in the row's unit, which test it is held to, and its inputs' ids."""

    value: float
    test: Test
    names: tuple[str, ...]
    how: str
    log_sd: float | None = None
    published: float | None = None  # where the figure is in another column than `value`
    choices: tuple[float, ...] = field(default=())  # several points, the row says not which


Predictor = Callable[[Question], Predicted]
_PREDICTORS: dict[str, Predictor] = {}


def predictor(kind: str) -> Callable[[Predictor], Predictor]:
    """Register the predictor of a kind of rows; a second one raises ValueError."""

    def register(function: Predictor) -> Predictor:
        if kind in _PREDICTORS:
            raise ValueError(f"two predictors of {kind!r}")
        _PREDICTORS[kind] = function
        return function

    return register


def predict(question: Question) -> Predicted:
    """What the model says. Raises Silent with the reason when it cannot."""
    found = _PREDICTORS.get(question.row.kind)
    if found is None:
        raise Silent(f"no part of the model gives a {question.row.kind.replace('_', ' ')}")
    return found(question)
