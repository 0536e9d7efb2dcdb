"""What we knew then, asked now, is what a run that stopped then had stored."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.context import JobContext
from pipelines.rebuild import rebuild
from pipelines.run import failed
from tests.pipelines.test_rebuild import CLOCK
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.published import Published
from tracker.store.raw import journal_path
from tracker.store.store import database_path

# The views of what is read and of all that follows from it.
VIEWS = (
    "documents", "feed_entries", "mentions", "deal_claims", "deals", "live_deals", "deal_versions",
    "deal_history", "deal_quotes", "price_observations", "cost_estimates",
    "cost_estimate_history", "supplier_shares", "supplier_share_history", "buyer_exposure",
    "signals",
)  # fmt: skip


def stop_at(home: Path, now: datetime) -> None:
    """Make the home what it would be had its runs ended at `now`, all read at once."""
    journal = journal_path(home)
    lines = journal.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if datetime.fromisoformat(json.loads(line)["fetched_at"]) <= now]
    assert 0 < len(kept) < len(lines)
    journal.write_text("\n".join(kept) + "\n", encoding="utf-8")
    database_path(home).unlink()
    context = JobContext(home, load_settings(home), now, load_reference())
    assert not failed(rebuild(context))


def told(home: Path, view: str, now: datetime, *, macro: bool) -> list[tuple[Any, ...]]:
    """All rows of the view as of `now`: by its macro, or by an as-of question."""
    skipped = "EXCLUDE (body_part)" if view == "documents" else ""  # where a text lies
    with Published.open(home) as published:
        if macro:
            clock = now.replace(tzinfo=None)
            query = f"SELECT * {skipped} FROM {view}_as_of(TIMESTAMP '{clock}') ORDER BY ALL"  # noqa: S608
            return published.query(query).rows
        return published.query(f"SELECT * {skipped} FROM {view} ORDER BY ALL", as_of=now).rows  # noqa: S608


@pytest.mark.check
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 1, 9, 11, 30, tzinfo=UTC),
        pytest.param(datetime(2025, 11, 20, 11, 30, tzinfo=UTC), marks=pytest.mark.check),
        pytest.param(datetime(2026, 2, 27, 11, 30, tzinfo=UTC), marks=pytest.mark.check),
    ],
    ids=str,
)
def test_then_is_what_a_run_that_stopped_then_had(
    lived: Path, own_copy: Path, now: datetime
) -> None:
    """The sample read day by day and asked as of a day, against all read at once until then."""
    assert now < CLOCK
    stop_at(own_copy, now)
    for view in VIEWS:
        expected = told(own_copy, view, now, macro=True)
        assert expected or view in ("buyer_exposure",), view
        assert told(lived, view, now, macro=True) == expected, view
        assert told(lived, view, now, macro=False) == expected, view
