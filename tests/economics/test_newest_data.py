"""Of which day the figures behind a page of estimates are."""

from dataclasses import replace
from datetime import date

from tests.builders import on
from tracker.model.market import CostEstimate, newest_data

OPENING = CostEstimate(
    "e1", "rent_usd_per_chip_hour", "gb300", None, 1.0, 2.0, 3.0, None, None, None, None, (), "",
    "2026-05-07, later than the estimate: nothing earlier is known", date(2025, 1, 1),
    on("2025-01-01"),
)  # fmt: skip


def test_data_are_late_by_the_day_of_the_page_and_not_of_the_estimate() -> None:
    """An opening estimate of long ago rests on later figures; a page of today does not."""
    earlier = replace(OPENING, model_data_as_of="2026-01-31")
    assert newest_data([earlier, OPENING], date(2026, 11, 30)) == "2026-05-07"
    seen = newest_data([earlier, OPENING], date(2026, 2, 27))
    assert seen == "2026-05-07, later than this day where nothing earlier is known"
    assert newest_data([earlier], date(2026, 2, 27)) == "2026-01-31"
    assert newest_data([], date(2026, 2, 27)) == ""
