"""Correcting deals from the command line: done at once, or left for the process that writes."""

import json
from pathlib import Path

import pytest

from pipelines.corrections import corrections_path
from pipelines.publish import publish
from tests.builders import build_claim, on
from tests.pipelines.run_tracker import tracker
from tests.pipelines.test_resolve_job import END, context, run
from tracker.model.deals import DealType
from tracker.store.store import Store

LEASE = build_claim("Oracle", "IREN", deal_type=DealType.CAPACITY_LEASE, usd="5e9", products=())
RENTAL = build_claim(usd="10e9")
SECOND = build_claim(day="2026-02-27", document_id="second")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two deals, one of two claims, resolved and published."""
    with Store.open(tmp_path) as store:
        store.add([LEASE, RENTAL, SECOND])
        run(store, on("2026-02-28"))
        publish(context(store, on("2026-02-28")), store)
    return tmp_path


def test_a_correction_is_done_at_once_and_shown(home):
    """Without another writer the deal is corrected when the command returns; `show` says who
    says so and who says otherwise."""
    done = tracker(
        home, "deals", "set", RENTAL.claim_id[:8], "value=up to 11bn", "buyer=Facebook",
        "--why", "read the filing", "--who", "Ann", "--now", "2026-03-01",
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, [f"{RENTAL.claim_id}:", "set;", "done"])
    shown = tracker(home, "deals", "show", RENTAL.claim_id)
    assert "up to $11bn" in shown.stdout
    assert "Meta Platforms <- Alphabet" in shown.stdout
    assert "$10bn (The Information, 26 Feb 2026)" in shown.stdout
    assert "read the filing" in shown.stdout


def test_a_split_and_a_merge_take_each_other_back(home):
    """A claim goes out, and comes in again; the id of the first deal stays."""
    common = ("--why", "another contract", "--now")
    out = tracker(home, "deals", "split", RENTAL.claim_id, SECOND.claim_id, *common, "2026-03-01")
    assert out.returncode == 0, out.stderr
    listed = json.loads(tracker(home, "deals", "--json").stdout)
    assert {row["deal"] for row in listed} == {
        LEASE.claim_id,
        RENTAL.claim_id,
        SECOND.claim_id,
    }
    back = tracker(home, "deals", "merge", RENTAL.claim_id, SECOND.claim_id, *common, "2026-03-02")
    assert back.returncode == 0, back.stderr
    listed = json.loads(tracker(home, "deals", "--json").stdout)
    assert {row["deal"] for row in listed} == {LEASE.claim_id, RENTAL.claim_id}
    gone = tracker(home, "deals", "set", SECOND.claim_id, "status=signed", "--why", "x")
    assert gone.returncode == 2
    assert f"merged into {RENTAL.claim_id}" in gone.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("set", RENTAL.claim_id, "value=1bn"), "needs its reason"),
        (("set", RENTAL.claim_id, "price=1", "--why", "x"), "'price=1': write NAME=VALUE"),
        (("set", RENTAL.claim_id, "end=2030", "end=2031", "--why", "x"), "set twice"),
        (("set", "none", "value=1bn", "--why", "x"), "no such deal"),
        (("split", RENTAL.claim_id, "none", "--why", "x"), "no claim of it"),
        (("split", LEASE.claim_id, LEASE.claim_id, "--why", "x"), "all of its claims"),
        (("merge", LEASE.claim_id, LEASE.claim_id, "--why", "x"), "named twice"),
    ],
)
def test_what_cannot_be_corrected_is_one_line(home, arguments, told):
    """Bad usage: exit status 2, nothing written."""
    done = tracker(home, "deals", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not corrections_path(home).exists()


def test_a_correction_while_another_writes_waits_for_it(home):
    """It is left in the inbox, and the writer's next `resolve` takes it up."""
    with Store.open(home) as store:
        left = tracker(home, "deals", "set", LEASE.claim_id, "status=completed", "--why", "paid")
        assert left.returncode == 0
        assert "left in the inbox" in left.stdout
        assert not corrections_path(home).exists()
        run(store, END)
        assert {deal.deal_id: deal.status for deal in store.deals(END)}[
            LEASE.claim_id
        ] == "completed"
    assert corrections_path(home).exists()
    assert not list((home / "inbox").glob("*.json"))


def test_corrections_come_back_when_the_database_is_gone(home):
    """From the claims and the journal everything is made again as it was, clocks included."""
    tracker(
        home, "deals", "set", RENTAL.claim_id, "value=11bn", "--why", "x", "--now", "2026-03-01"
    )
    with Store.open(home) as store:
        before = (store.deal_versions(END), store.deal_steps(END))
    (home / "tracker.duckdb").unlink()
    with Store.open(home) as store:
        store.add([LEASE, RENTAL, SECOND])
        run(store, END)
        assert (store.deal_versions(END), store.deal_steps(END)) == before
