"""The re-pricing job: going on, doing nothing twice, and keeping the inputs of the past."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.context import JobContext
from pipelines.reprice import reprice
from tests.builders import build_claim, on
from tests.economics.deals import amd_purchase, gpu_lease, tpu_rental
from tracker.model.deals import Deal, Status
from tracker.reference.editions import from_text, to_text
from tracker.reference.load import Reference, load_reference
from tracker.settings import load_settings
from tracker.store.editions import editions_path, kept_editions
from tracker.store.store import Store

FAR = on("2027-01-01")
STORY = [gpu_lease(), amd_purchase(), tpu_rental()]


def work(home: Path, store: Store, day: str, reference: Reference | None = None) -> int:
    """The job at noon of a day; how many rows were new."""
    ctx = JobContext(home, load_settings(home), on(day), reference or load_reference())
    return reprice(ctx, store).new


def everything(store: Store) -> list[object]:
    return [
        *store.observations(FAR), *store.estimates(FAR), *store.shares(FAR), *store.exposures(FAR)
    ]  # fmt: skip


def test_day_by_day_is_the_same_as_at_once(tmp_path: Path) -> None:
    """Three runs that go on from one another leave the rows of one run over all."""
    for name in ("steps", "once"):
        (tmp_path / name).mkdir()
    with Store.open(tmp_path / "steps") as store:
        for deal in STORY:
            store.add([deal])
            work(tmp_path / "steps", store, deal.known_at.date().isoformat())
        work(tmp_path / "steps", store, "2026-03-01")  # some rows became known since
        assert work(tmp_path / "steps", store, "2026-03-01") == 0
        steps, runs = everything(store), store.pricing_runs(FAR)
    with Store.open(tmp_path / "once") as store:
        store.add(STORY)
        work(tmp_path / "once", store, "2026-03-01")
        assert everything(store) == steps
        (only,) = store.pricing_runs(FAR)
    assert only.inputs_digest == runs[-1].inputs_digest
    assert only.deal_versions == 3


def test_the_same_again_adds_nothing(tmp_path: Path) -> None:
    """Neither at the same clock, nor an hour later, nor for a clock of the past."""
    with Store.open(tmp_path) as store:
        store.add(STORY)
        assert work(tmp_path, store, "2026-03-01") > 100
        assert [work(tmp_path, store, day) for day in ("2026-03-01", "2026-03-02")] == [0, 0]
        assert work(tmp_path, store, "2026-02-25") <= 1  # its own state of the inputs
        before = everything(store)
        assert work(tmp_path, store, "2026-03-01") == 0
        assert everything(store) == before


def test_news_of_the_past_is_worked_in(tmp_path: Path) -> None:
    """A deal that turns out to have been known earlier changes what was said since.

    Prices, shares and exposures alike are then those of a run that knew it from the start.
    """
    late = gpu_lease(deal_id="late", usd="8e9", known_at=on("2026-01-10"))
    for name in ("late", "once"):
        (tmp_path / name).mkdir()
    with Store.open(tmp_path / "late") as store:
        store.add(STORY)
        work(tmp_path / "late", store, "2026-03-01")
        store.add([late])
        work(tmp_path / "late", store, "2026-03-02")
        worked_in = everything(store)
        assert [e for e in store.estimates(FAR) if e.caused_by == "late"]
    with Store.open(tmp_path / "once") as store:
        store.add([*STORY, late])
        work(tmp_path / "once", store, "2026-03-02")
        assert everything(store) == worked_in


def test_new_reference_figures_leave_the_past_alone(tmp_path: Path) -> None:
    """They count from the run that met them; earlier rows, and their inputs, stay."""
    reference = load_reference()
    dearer = tuple(
        replace(p, mid=p.usd * 1.5, low=None, high=None) for p in reference.market.prices
    )
    other = replace(reference, market=replace(reference.market, prices=dearer))
    with Store.open(tmp_path) as store:
        store.add(STORY)
        work(tmp_path, store, "2026-03-01")
        before = store.estimates(FAR)
        assert work(tmp_path, store, "2026-03-05", other) > 50
        after = store.estimates(FAR)
        assert [e for e in after if e.known_at < on("2026-03-05")] == before
        assert len(kept_editions(tmp_path)) == 2
        assert work(tmp_path, store, "2026-03-06", other) == 0
    # a database that is made again finds both
    (tmp_path / "tracker.duckdb").unlink()
    with Store.open(tmp_path) as store:
        store.add(STORY)
        work(tmp_path, store, "2026-03-06", other)
        assert store.estimates(FAR) == after


def test_an_edition_comes_back_as_it_was() -> None:
    """Every record of the market, dates and tuples in tuples included."""
    market = load_reference().market
    assert from_text(to_text(market)) == market


def test_a_broken_line_of_the_journal_is_passed_over(tmp_path: Path) -> None:
    """What an interruption left half-written is no edition."""
    with Store.open(tmp_path) as store:
        work(tmp_path, store, "2026-03-01")
        with editions_path(tmp_path).open("a") as file:
            file.write('{"since": "2026-')
        assert work(tmp_path, store, "2026-03-02") == 0


@pytest.mark.parametrize("status", [Status.TERMINATED, Status.DENIED])
def test_a_deal_that_ends_is_in_no_latest_row(tmp_path: Path, status: Status) -> None:
    """In what analysts see, the newest rows do not hold it any more."""
    lease: Deal = gpu_lease()
    ended = replace(lease, status=status, known_at=lease.known_at + timedelta(days=30))
    with Store.open(tmp_path) as store:
        for deal in (lease, ended):
            store.add([deal])
            work(tmp_path, store, deal.known_at.date().isoformat())
        rows = store.con.execute("SELECT input_ids FROM cost_estimates").fetchall()
        assert rows
        assert not [ids for (ids,) in rows if lease.deal_id in ids]
        assert store.con.execute(
            "SELECT count(*) FROM supplier_shares WHERE list_contains(deal_ids, 'lease')"
        ).fetchone() == (0,)


def test_a_prepayment_that_a_claim_states_reaches_the_price(tmp_path: Path) -> None:
    """A fifth ahead of five years at a GPU cloud's 9 %: 4.5 % more; again adds nothing."""
    claim = build_claim(claim_id="told", prepayment_share=0.2, known_at=gpu_lease().known_at)
    bare, told = gpu_lease(deal_id="bare"), gpu_lease(deal_id="told", claim_ids=("told",))
    with Store.open(tmp_path) as store:
        store.add([claim, bare, told])
        work(tmp_path, store, "2026-03-01")
        said = {o.deal_id: o for o in store.observations(FAR) if o.deal_id}
        assert work(tmp_path, store, "2026-03-01") == 0
    paid, printed = said["told"].usd_per_chip_hour, said["bare"].usd_per_chip_hour
    assert paid is not None
    assert printed is not None
    assert paid / printed == pytest.approx(1.045)
    assert "20.0% paid ahead" in said["told"].formula


def test_a_price_worked_out_anew_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """The claim is read late: the same deal version then has another price, and only that one."""
    claim = build_claim(claim_id="told", prepayment_share=0.2, known_at=gpu_lease().known_at)
    with Store.open(tmp_path) as store:
        store.add([gpu_lease(claim_ids=("told",))])
        work(tmp_path, store, "2026-03-01")
        (before,) = (o for o in store.observations(FAR) if o.deal_id)
        store.add([claim])
        work(tmp_path, store, "2026-03-01")
        (after,) = (o for o in store.observations(FAR) if o.deal_id)
    assert "paid ahead" not in before.formula
    assert "20.0% paid ahead" in after.formula
