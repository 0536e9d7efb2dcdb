"""What scoring counts: right, predicted and gold ones, by passage, style and in all."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Right ones among predicted and gold ones; shares None where there is nothing to share."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float | None:
        """Right of predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Right of gold."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None if nothing is predicted and nothing is gold."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class PassageScore:
    """One passage's counts. `slots` and `qualifiers` are over its paired required legs."""

    passage_id: str
    style: str
    labelled: int  # legs in gold, optional ones included
    detection: Tally
    strict_right: int
    slots: Mapping[str, Tally]
    qualifiers_right: int
    values_right: int
    false_legs: int  # predicted where gold has none


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over passages."""

    passages: int
    detection: Tally
    strict: Tally
    slots: Mapping[str, Tally]
    qualifier_accuracy: float | None
    without_legs: int
    alarmed: int
    false_legs: int

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of the passages without any gold leg for which one is predicted."""
        return self.alarmed / self.without_legs if self.without_legs else None


Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spread:
    """90 % intervals of a tally's shares; None where there was nothing to share."""

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


@dataclass(frozen=True, slots=True)
class Spreads:
    """90 % intervals of the figures of the same names."""

    detection: Spread
    strict: Spread
    slots: Mapping[str, Spread]
    qualifier_accuracy: Interval | None
    false_alarm_rate: Interval | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over all and by style, each with its intervals by resampling passages."""

    total: Figures
    by_style: Mapping[str, Figures]
    without_prediction: int
    passages: tuple[PassageScore, ...]
    spreads: Spreads
    spreads_by_style: Mapping[str, Spreads]

    @property
    def detection_interval(self) -> Interval | None:
        """Of F1 over the pairs of parties."""
        return self.spreads.detection.f1

    @property
    def strict_interval(self) -> Interval | None:
        """Of F1 with type and status right too."""
        return self.spreads.strict.f1
