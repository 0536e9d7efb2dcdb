"""The resolve job: whatever it resolves in pieces is what one run over everything gives."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.context import JobContext
from pipelines.corrections import Wish, corrections_path, keep
from pipelines.resolve import resolve
from tests.builders import build_claim, on
from tests.resolve.test_resolve import claim_lists
from tracker.model.corrections import Act, Correction
from tracker.model.deals import Deal, DealClaim, DealStep, Placement, Status
from tracker.reference.load import load_reference
from tracker.resolve.resolve import resolve as resolve_claims
from tracker.settings import load_settings
from tracker.store.connect import rows
from tracker.store.journal import append_lines
from tracker.store.store import Store

END = on("2030-01-01")
Rows = tuple[list[Deal], list[DealStep], list[tuple[str, str]]]


def context(store: Store, now: datetime) -> JobContext:
    """What a job of that clock needs."""
    return JobContext(store.home, load_settings(store.home), now, load_reference())


def run(store: Store, now: datetime) -> tuple[str, ...]:
    """One run of the job; the problems that it met."""
    report = resolve(context(store, now), store)
    assert report.failure is None
    return tuple(problem.message for problem in report.problems)


def stored(store: Store) -> Rows:
    """Every version, every step, and where each claim is, as the views have them."""
    placed = rows(store.con, "SELECT claim_id, deal_id FROM placements ORDER BY ALL")
    return store.deal_versions(END), store.deal_steps(END), placed


def whole(claims: list[DealClaim], corrections: list[Correction]) -> Rows:
    """The same of one run over everything."""
    made = resolve_claims(claims, load_reference().evidence, corrections=corrections)
    placed: dict[str, Placement] = {p.claim_id: p for p in made.placements}
    steps = sorted(
        made.steps,
        key=lambda s: (s.known_at, s.deal_id, s.field, s.claim_id, *_nulls_last(s)),
    )
    return list(made.deals), steps, sorted((p.claim_id, p.deal_id) for p in placed.values())


def _nulls_last(step: DealStep) -> tuple[object, ...]:
    return (step.before is None, step.before or "", step.after is None, step.after or "")


def wish(deal: str | DealClaim, act: Act = Act.SET, **given: Any) -> Wish:
    """What a person asks for about that deal."""
    deal_id = deal if isinstance(deal, str) else deal.claim_id
    values = {"claim_ids": (), "other_ids": (), "fields": (), "why": "read it", "who": "A"} | given
    return Wish(act=act, deal_id=deal_id, **values)


@st.composite
def batches(draw: st.DrawFn) -> list[tuple[list[DealClaim], int]]:
    """Claims in batches, each with how many days the run's clock stands from the newest claim;
    a batch may hold what is older than the one before, and a clock may go back."""
    claims = draw(claim_lists())
    cut = sorted(draw(st.lists(st.integers(0, len(claims)), max_size=3)))
    if draw(st.booleans()):
        claims = sorted(claims, key=lambda claim: claim.known_at)
    parts = [claims[a:b] for a, b in zip([0, *cut], [*cut, len(claims)], strict=True)]
    return [(part, draw(st.sampled_from([0, 0, -60]))) for part in parts]


@pytest.mark.check
@given(parts=batches())
@settings(deadline=None, max_examples=40)
def test_pieces_make_the_whole(parts):
    """Claims of any batches, in any order and with clocks that go back, end as one run has
    them: versions, steps and places."""
    home = Path(tempfile.mkdtemp(prefix="pieces-"))
    try:
        with Store.open(home) as store:
            seen: list[DealClaim] = []
            for part, back in parts:
                store.add(part)
                seen += part
                if seen:
                    run(store, max(c.known_at for c in seen) + timedelta(days=back))
            run(store, END)
            assert stored(store) == whole(seen, [])
            before = store.counts()
            run(store, END)
            assert store.counts() == before
    finally:
        shutil.rmtree(home)


@pytest.fixture
def store(tmp_path: Path):
    """An empty store."""
    with Store.open(tmp_path) as opened:
        yield opened


def test_claims_that_a_second_reading_withdraws_leave_their_deal(store):
    """What the newest reading does not state is in no deal any more."""
    first = build_claim(document_id="a", claim_id="a1")
    second = build_claim(document_id="b", claim_id="b1", day="2026-02-27")
    store.add([first, second])
    run(store, END)
    store.settle(DealClaim, [second], END)
    run(store, END)
    assert stored(store) == whole([second], [])


def test_a_correction_survives_a_later_claim_and_a_second_run(store):
    """What a person sets stays set, and is a claim with its reason."""
    claim = build_claim(usd="10e9")
    later = build_claim(usd="12e9", day="2026-03-05", document_id="later")
    store.add([claim])
    run(store, on("2026-02-27"))
    made = keep(store.home, wish(claim, fields=("value=11bn",)), on("2026-03-01"))
    run(store, on("2026-03-02"))
    store.add([later])
    run(store, on("2026-03-06"))
    run(store, END)
    (deal,) = store.deals(END)
    assert deal.value_high == 11 * 10**9
    (said,) = [c for c in store.claims(END) if c.rule_id == "analyst"]
    assert (said.quote, said.claim_id) == ("read it", made.correction_id)
    assert stored(store) == whole([claim, later], [made])


def test_corrections_of_the_past_are_resolved_again_with_it(store):
    """An article of before the correction, imported after it, gives what it would have given."""
    claim = build_claim(usd="10e9", day="2026-02-26")
    other = build_claim(usd="40e9", day="2026-02-26", document_id="other", power_mw=200.0)
    store.add([claim, other])
    run(store, on("2026-02-27"))
    (deal,) = store.deals(END)
    parted = wish(deal.deal_id, Act.SPLIT, claim_ids=deal.claim_ids, other_ids=(other.claim_id,))
    made = keep(store.home, parted, on("2026-03-01"))
    run(store, on("2026-03-02"))
    assert len(live(store)) == 2
    early = build_claim(day="2026-02-20", document_id="early")
    store.add([early])
    run(store, on("2026-03-03"))
    assert stored(store) == whole([claim, other, early], [made])
    assert len(live(store)) == 2
    joined = wish(claim, Act.MERGE, other_ids=(other.claim_id,))
    again = keep(store.home, joined, on("2026-03-04"))
    run(store, on("2026-03-05"))
    assert len(live(store)) == 1
    assert stored(store) == whole([claim, other, early], [made, again])


def test_a_correction_of_a_deal_that_is_gone_is_told(store):
    """The deal's claims were withdrawn: a problem, and the rest is done."""
    claim = build_claim()
    keep(store.home, wish("gone", claim_ids=("gone too",), fields=("status=signed",)), END)
    store.add([claim])
    (problem,) = run(store, END)
    assert "no more" in problem
    assert len(store.deals(END)) == 1


def test_a_line_of_the_journal_that_is_no_correction_is_told(store):
    """Somebody edited the journal: the line is named, and the others count."""
    claim = build_claim()
    store.add([claim])
    run(store, on("2026-02-27"))
    append_lines(corrections_path(store.home), [{"act": "set", "fields": ["price=1"]}])
    keep(store.home, wish(claim, fields=("status=completed",)), on("2026-03-01"))
    (problem,) = run(store, on("2026-03-02"))
    assert "no correction" in problem
    (deal,) = store.deals(END)
    assert deal.status is Status.COMPLETED


def live(store: Store) -> list[Deal]:
    """The deals that were not merged away."""
    return [deal for deal in store.deals(END) if deal.superseded_by is None]
