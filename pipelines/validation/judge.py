"""How near a prediction came: each kind of figure is held to its own bound."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipelines.validation.predict import Predicted, Test
from pipelines.validation.rows import Published
from tracker.economics.unit_costs import Z90

WITHIN: dict[str, float] = {
    "tokens": 0.05, "curve": 0.05, "carried": 0.05, "owning": 0.15, "deal chips": 0.15,
    "deal gw": 0.35, "blind chips": 0.15, "blind gw": 0.35,
}  # fmt: skip
POINTS = 10.0  # of a percentage, or hundredths of a ratio
NEEDED = {
    "tokens": 1.0, "curve": 1.0, "owning": 1.0, "deal chips": 1.0, "deal gw": 1.0, "sign": 0.9,
    "points": 0.7, "bound": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: what was published, what the model says or why it is silent, and if it fits.

    `fits` is None where nothing is demanded; `sign` only for comparisons.
    """

    row: Published
    predicted: Predicted | None
    reason: str
    error: float | None
    fits: bool | None
    sign: bool | None
    same_source: bool = False  # an input is of the very source that is predicted


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of one test fit, out of how many."""

    test: str
    fits: int
    rows: int
    needed: float

    @property
    def passed(self) -> bool:
        """Whether the share that fits is what is demanded; true without rows."""
        return self.rows == 0 or self.fits / self.rows >= self.needed - 1e-9


def in_own_range(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many published figures lie in the model's own 90 % range, of how many with one."""
    pairs = [
        (o.error, o.predicted.log_sd)
        for o in outcomes
        if o.predicted and o.predicted.log_sd and o.error is not None and o.error > -1
        and o.predicted.test not in ("relative", "bound")
    ]  # fmt: skip
    inside = sum(abs(math.log1p(error)) <= Z90 * log_sd for error, log_sd in pairs)
    return inside, len(pairs)


def judge(row: Published, predicted: Predicted) -> Outcome:
    """The prediction beside the published figure. Raises ValueError without a figure."""
    published = row.value if predicted.published is None else predicted.published
    if published is None:
        raise ValueError(f"{row.row_id}: no published figure")
    if predicted.test == "bound" or (row.bound and predicted.test == "relative"):
        return _bound(row, predicted, published)
    if predicted.test == "relative":
        return _comparison(row, predicted, published)
    error = predicted.value / published - 1 if published else None
    within = WITHIN.get(predicted.test)
    fits = None if within is None or error is None else abs(error) <= within
    if predicted.test in ("tokens", "curve", "carried"):
        fits = bool(fits) or _same_digits(predicted.value, row.printed)
    return Outcome(row, predicted, "", error, fits, None)


def place_on_curves(found: Iterable[tuple[Published, Predicted]]) -> list[Predicted]:
    """Which point of a sweep each row speaks of, in their order.

    Rows of one subject take different points in the sweep's order, so that the errors
    are least: the only place where a published figure is looked at before judging.
    """
    pairs = list(found)
    placed = [predicted for _, predicted in pairs]
    for subject in sorted({row.subject for row, p in pairs if p.choices}):
        here = [i for i, (row, p) in enumerate(pairs) if row.subject == subject and p.choices]
        costs = pairs[here[0]][1].choices
        values = sorted(((pairs[i][0].value or 0.0), i) for i in here)
        best = _least(costs, [value for value, _ in values])
        for (_, i), cost in zip(values, best, strict=True):
            placed[i] = replace(placed[i], value=cost)
    return placed


def tallies(outcomes: Iterable[Outcome]) -> list[Tally]:
    """The tests with their counts."""
    told = [o for o in outcomes if o.predicted]
    found = []
    tests: tuple[Test, ...] = ("tokens", "curve", "owning", "bound", "deal chips", "deal gw",
                               "blind chips", "blind gw", "carried")  # fmt: skip
    for test in tests:
        rows = [o for o in told if o.predicted and _test_of(o) == test and o.fits is not None]
        found.append(Tally(test, sum(bool(o.fits) for o in rows), len(rows), NEEDED.get(test, 0)))
    compared = [o for o in told if o.sign is not None]
    points = [o for o in compared if o.fits is not None and not o.row.bound]
    found.append(Tally("sign", sum(bool(o.sign) for o in compared), len(compared), NEEDED["sign"]))
    fits = sum(bool(o.fits) for o in points)
    return [*found, Tally("points", fits, len(points), NEEDED["points"])]


def _test_of(outcome: Outcome) -> str:
    predicted = outcome.predicted
    if predicted and predicted.test == "relative" and outcome.row.bound:
        return "bound"
    return predicted.test if predicted else ""


def _bound(row: Published, predicted: Predicted, published: float) -> Outcome:
    inside = predicted.value >= published if row.bound == "at least" else (
        predicted.value <= published
    )  # fmt: skip
    sign = None
    if predicted.test == "relative":
        sign = _favours(row, predicted.value) == _favours(row, published)
    return Outcome(row, predicted, "", predicted.value / published - 1, inside, sign)


def _comparison(row: Published, predicted: Predicted, published: float) -> Outcome:
    scale = 100 if row.unit == "ratio" else 1
    error = (predicted.value - published) * scale
    sign = _favours(row, predicted.value) == _favours(row, published)
    return Outcome(row, predicted, "", error, abs(error) <= POINTS, sign)


def _favours(row: Published, value: float) -> bool:
    return value > (1 if row.unit == "ratio" else 0)


def _same_digits(value: float, printed: str) -> bool:
    digits = len(printed.partition(".")[2])
    return bool(abs(round(value, digits) - float(printed)) < 0.5 * 10.0**-digits)


def _least(costs: Sequence[float], values: Sequence[float]) -> tuple[float, ...]:
    if len(values) > len(costs):  # more rows than points: each takes the nearest
        return tuple(min(costs, key=lambda cost: abs(cost - value)) for value in values)
    return min(
        combinations(sorted(costs), len(values)),
        key=lambda some: sum(abs(c / v - 1) if v else 0 for c, v in zip(some, values, strict=True)),
    )
