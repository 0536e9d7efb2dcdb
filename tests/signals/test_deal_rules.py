"""The rules about deals: each fires when it should, and is silent or held back when not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.builders import build_claim, build_deal, on
from tracker.model.deals import Confirmation, Deal, DealType, Status
from tracker.model.signals import Signal
from tracker.reference.evidence import load_evidence
from tracker.resolve.resolve import resolve
from tracker.signals.evaluate import evaluate

SIGNED, TALKS = Status.SIGNED, Status.IN_TALKS


def later(deal: Deal, day: str, **given: Any) -> Deal:
    """The deal's version of that day."""
    given.setdefault("status_on", date.fromisoformat(day) if "status" in given else deal.status_on)
    return replace(deal, known_at=on(day), **given)


def told(signals: tuple[Signal, ...], rule_id: str) -> list[Signal]:
    """The signals of one rule that go out."""
    return [s for s in signals if s.rule_id == rule_id and s.suppressed is None]


def held(signals: tuple[Signal, ...], rule_id: str) -> list[str]:
    """The reasons for which signals of one rule stay in."""
    return [s.suppressed for s in signals if s.rule_id == rule_id and s.suppressed]


def test_a_new_leg_is_told_once(changes):
    """The first version of a deal fires, a reprint's version does not."""
    deal = build_deal(usd="5e9")
    reprint = later(deal, "2026-02-27", claim_ids=(*deal.claim_ids, "another"))
    signals = evaluate(changes(deal, reprint))
    (signal,) = told(signals, "new_leg")
    assert signal.subject == "Meta Platforms rents TPU from Alphabet"
    assert (signal.before, signal.after) == (None, "SIGNED, per one report")
    assert signal.company_ids == ("meta-platforms", "alphabet")
    assert signal.known_at == deal.known_at
    assert len(signals) == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"status_on": date(2025, 11, 3)}, "background"),
        ({"usd": "90e6"}, "below materiality"),
        ({"usd": "150e6", "p_execution": 0.05}, "below materiality"),
        ({"confirmation": Confirmation.SOCIAL}, "social posts"),
    ],
)
def test_a_leg_not_worth_a_mail_is_kept_with_the_reason(changes, given, reason):
    """Old, small or unfounded legs are stored, suppressed."""
    signals = evaluate(changes(build_deal(**given)))
    assert told(signals, "new_leg") == []
    assert reason in held(signals, "new_leg")[0]


def test_the_same_leg_under_another_id_is_a_repeat(changes):
    """Within two weeks a leg of the same words and state is told once, unless it has an amount
    of its own."""
    first = build_deal(usd="5e9", day="2026-02-26")
    vague = build_deal(day="2026-02-28", document_id="b")
    other = build_deal(usd="9e9", day="2026-03-01")
    signals = evaluate(changes(first, vague, other))
    assert {s.deal_id for s in told(signals, "new_leg")} == {first.deal_id, other.deal_id}
    assert held(signals, "new_leg") == ["repeats what was told on 26 Feb 2026"]
    much_later = replace(build_deal(day="2026-03-20"), status_on=date(2026, 3, 20))
    assert len(told(evaluate(changes(first, much_later)), "new_leg")) == 2


def test_the_founding_step_is_told_in_words(changes):
    """IN TALKS -> SIGNED, per one report; the purchase leg that stands still is silent."""
    talks = build_deal(status=TALKS, day="2025-11-25")
    purchase = build_deal(status=TALKS, day="2025-11-25", deal_type=DealType.HARDWARE_PURCHASE)
    signed = later(talks, "2026-02-26", status=SIGNED)
    still = later(purchase, "2026-02-26", claim_ids=("x", "y"))
    signals = evaluate(changes(talks, purchase, signed, still))
    (step,) = told(signals, "status_step")
    assert step.subject == "Meta Platforms rents TPU from Alphabet"
    assert (step.before, step.after) == ("IN TALKS", "SIGNED, per one report")
    assert "adds Alphabet as silicon supplier of Meta Platforms" in step.why
    assert "in talks since 25 Nov 2025; signed on 26 Feb 2026" in step.why
    assert step.known_at == on("2026-02-26")


def test_independent_reports_of_a_step_are_counted(changes):
    """Origins that came with the status are its reports; those of the talks are not."""
    talks = build_deal(status=TALKS, day="2025-11-25")
    signed = later(
        talks, "2026-02-26", status=SIGNED, origins=(*talks.origins, "Reuters", "Bloomberg")
    )
    (step,) = told(evaluate(changes(talks, signed)), "status_step")
    assert step.after == "SIGNED, per 2 reports"


def test_a_filing_that_confirms_a_report_is_told(changes):
    """The status stands, but somebody stronger is behind it now."""
    report = build_deal(usd="5e9")
    filed = later(report, "2026-03-02", confirmation=Confirmation.FILED)
    (step,) = told(evaluate(changes(report, filed)), "status_step")
    assert (step.before, step.after) == ("SIGNED, per one report", "SIGNED, in a filing")


def test_a_late_filing_is_news_and_a_late_recap_is_not(changes):
    """Two months on, a filing that confirms is told; a party's remark is background."""
    report = build_deal(usd="5e9", day="2025-12-01")
    filed = later(report, "2026-02-10", confirmation=Confirmation.FILED)
    remark = later(report, "2026-02-10", confirmation=Confirmation.ONE_PARTY)
    assert len(told(evaluate(changes(report, filed)), "status_step")) == 1
    assert "background" in held(evaluate(changes(report, remark)), "status_step")[0]


def test_a_leg_that_arrives_with_its_past_tells_it(changes):
    """Imported in one go, the ladder is in the reason of the one signal."""
    claims = [
        build_claim(status=TALKS, published_on=date(2026, 2, 20), document_id="a"),
        build_claim(status=SIGNED, document_id="b"),
    ]
    resolution = resolve(claims, load_evidence())
    found = replace(changes(*resolution.deals), steps=resolution.steps)
    (signal,) = evaluate(found)
    assert signal.after == "SIGNED, per one report"
    assert "in talks 20 Feb 2026 -> signed 26 Feb 2026" in signal.why


def test_products_are_listed_in_words(changes):
    """Three at most, the last one after "and"."""
    deal = build_deal("OpenAI", "NVIDIA", products=("Grace", "Rubin", "Vera", "X"))
    assert "rents Grace, Rubin and Vera from" in evaluate(changes(deal))[0].subject


def test_to_and_fro_is_told_once(changes):
    """A status told this week is not told again when the deal swings back to it."""
    deal = build_deal(status=TALKS, day="2026-02-20")
    versions = [
        later(deal, "2026-02-22", status=SIGNED),
        later(deal, "2026-02-24", status=TALKS),
        later(deal, "2026-02-26", status=SIGNED),
    ]
    signals = evaluate(changes(deal, *versions))
    assert [s.after[:6] for s in told(signals, "status_step")] == ["SIGNED", "IN TAL"]
    assert held(signals, "status_step") == ["repeats what was told on 22 Feb 2026"]


def test_an_end_is_told_although_it_is_worth_nothing(changes):
    """A terminated deal's expected dollars are near zero; its headline says it matters."""
    signed = build_deal(usd="500e6", day="2026-01-05")
    ended = later(signed, "2026-02-01", status=Status.TERMINATED, expected_usd=Decimal(5))
    assert len(told(evaluate(changes(signed, ended)), "status_step")) == 1


def test_a_further_amendment_is_a_step_and_an_older_date_is_none(changes):
    """The second expansion is told; learning that the first was earlier is not."""
    first = build_deal(status=Status.AMENDED, usd="15e9", day="2026-01-05")
    older = later(first, "2026-01-20", status_on=date(2026, 1, 2))
    second = later(first, "2026-02-26", status_on=date(2026, 2, 26))
    assert len(told(evaluate(changes(first, older)), "status_step")) == 0
    assert len(told(evaluate(changes(first, older, second)), "status_step")) == 1


def test_a_corrected_date_is_no_step(changes):
    """The signing turns out to be of another day: nothing moved."""
    deal = build_deal(usd="15e9", day="2026-02-20")
    moved = later(deal, "2026-02-26", status_on=date(2026, 2, 24))
    assert [s.rule_id for s in evaluate(changes(deal, moved))] == ["new_leg"]


def test_a_merged_deal_tells_nothing(changes):
    """The version that only points onward is no news."""
    deal = build_deal(usd="5e9")
    gone = later(deal, "2026-03-01", superseded_by="another", status=TALKS)
    assert [s.rule_id for s in evaluate(changes(deal, gone))] == ["new_leg"]


def test_terms_that_become_known_are_told(changes):
    """An amount that was missing, and the chips and months that a price needs."""
    bare = build_deal()
    filled = later(
        bare, "2026-03-01", headline_usd=Decimal(10**10), expected_usd=Decimal(5 * 10**9),
        chips=1_000_000, term_months=60,
    )  # fmt: skip
    (signal,) = told(evaluate(changes(bare, filled)), "terms_change")
    assert signal.before == "no value, chips unknown, months unknown"
    assert signal.after == "$10B, 1,000,000 chips, 60 months"


def test_small_moves_of_an_amount_add_up(changes):
    """Ten per cent is silent, twenty in two moves is told; there and back again is not."""
    deal = build_deal(usd="10e9")
    up = later(deal, "2026-03-01", headline_usd=Decimal(11 * 10**9))
    more = later(deal, "2026-03-02", headline_usd=Decimal(12 * 10**9))
    back = later(deal, "2026-03-02", headline_usd=Decimal(10**10))
    assert told(evaluate(changes(deal, up)), "terms_change") == []
    assert told(evaluate(changes(deal, up, back)), "terms_change") == []
    (signal,) = told(evaluate(changes(deal, up, more)), "terms_change")
    assert (signal.before, signal.after) == ("$10B", "$12B")


def test_a_missing_amount_is_not_a_change(changes):
    """A version without the amount takes nothing back: missing is not changed."""
    deal = build_deal(usd="10e9")
    bare = later(deal, "2026-03-01", headline_usd=None, expected_usd=None)
    assert told(evaluate(changes(deal, bare)), "terms_change") == []


@pytest.mark.parametrize("deal_type", list(DealType))
def test_every_type_has_words(changes, deal_type):
    """Each type's subject names both parties, and both blanks when they are unnamed."""
    known = build_deal("Oracle", "Nscale", deal_type=deal_type, products=())
    (signal,) = evaluate(changes(known))
    assert "Oracle" in signal.subject
    assert "Nscale" in signal.subject
    unnamed = build_deal(None, "Nscale", deal_type=deal_type, products=())
    assert "unnamed" in evaluate(changes(unnamed))[0].subject
    assert "{" not in signal.subject
