"""How well the probabilities that we give have turned out."""

from dataclasses import dataclass

from tracker.store.connect import rows
from tracker.store.reading import Readings


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """First probabilities against what became of the deals.

    `brier` is the mean squared error over the deals that ended, 0 the best, 0.25 what a coin
    gets; None when none has. Open deals are censored: `lowest` and `highest` are what it
    would be over all deals if each open one ended as we think likelier, or the other way.
    """

    ended: int
    carried_out: int
    still_open: int
    brier: float | None
    lowest: float | None
    highest: float | None

    def line(self) -> str:
        """The record for a person, one line."""
        if self.ended + self.still_open == 0:
            return "odds: no deal to judge them by yet"
        bounds = f"{self.lowest:.2f} to {self.highest:.2f} however they end"
        if self.brier is None:
            return f"odds: none judged has ended yet; {self.still_open} are open ({bounds})"
        return (
            f"odds: Brier score {self.brier:.2f} over {self.ended} deals that ended "
            f"({self.carried_out} carried out); {self.still_open} open ones left out ({bounds})"
        )


def track_record(readings: Readings) -> TrackRecord:
    """The record of everything known to a store or a published file."""
    found = rows(
        readings.con,
        "SELECT count(outcome), count(*) FILTER (outcome = 1), "
        "count(*) FILTER (outcome IS NULL), avg(squared_error), "
        "avg(coalesce(squared_error, least(p_first, 1 - p_first) ** 2)), "
        "avg(coalesce(squared_error, greatest(p_first, 1 - p_first) ** 2)) FROM forecasts",
    )
    return TrackRecord(*found[0])
