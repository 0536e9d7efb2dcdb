"""Our odds against what became of the deals."""

from pathlib import Path

import pytest

from tests.builders import build_deal, on
from tracker.model.deals import Status
from tracker.store.forecasts import track_record
from tracker.store.store import Store


def versions(name: str, first: Status, last: Status, p: float) -> list[object]:
    """A deal as first known, and as it stands."""
    given = {"deal_id": name, "first_known_at": on("2026-01-01")}
    return [
        build_deal(**given, status=first, p_execution=p, known_at=on("2026-01-01")),
        build_deal(**given, status=last, p_execution=0.99, known_at=on("2026-02-01")),
    ]


def test_the_score_is_of_first_odds_and_of_deals_that_ended(tmp_path: Path) -> None:
    """0.8 carried out, 0.6 ended, 0.9 open; one that was over when first heard of is none."""
    with Store.open(tmp_path) as store:
        store.add(
            [
                *versions("done", Status.SIGNED, Status.COMPLETED, 0.8),
                *versions("failed", Status.IN_TALKS, Status.TERMINATED, 0.6),
                *versions("open", Status.SIGNED, Status.SIGNED, 0.9),
                *versions("late", Status.COMPLETED, Status.COMPLETED, 1.0),
            ]
        )
        record = track_record(store)
    assert (record.ended, record.carried_out, record.still_open) == (2, 1, 1)
    assert record.brier == pytest.approx((0.04 + 0.36) / 2)
    assert record.lowest == pytest.approx((0.04 + 0.36 + 0.01) / 3)
    assert record.highest == pytest.approx((0.04 + 0.36 + 0.81) / 3)
    assert "Brier score 0.20 over 2 deals that ended (1 carried out); 1 open" in record.line()


def test_without_deals_nothing_is_claimed(tmp_path: Path) -> None:
    """An empty store has no record; one open deal has bounds only."""
    with Store.open(tmp_path) as store:
        assert "no deal to judge" in track_record(store).line()
        store.add(versions("open", Status.SIGNED, Status.SIGNED, 0.9))
        assert "none judged has ended yet; 1 are open (0.01 to 0.81" in track_record(store).line()
