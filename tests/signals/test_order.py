"""The order of alerts: supplier changes, then expected dollars, then the rest."""

from dataclasses import replace

from tests.builders import build_deal, on
from tests.signals.test_deal_rules import later
from tracker.model.deals import Deal, DealType, Status
from tracker.signals.changes import Changes
from tracker.signals.evaluate import evaluate
from tracker.signals.silicon import designers, supplier_changes

SIGNED, TALKS = Status.SIGNED, Status.IN_TALKS
DAY = "2026-02-26"


def ordered(found: Changes) -> list[str | None]:
    """Deal ids in the order of the sort key."""
    signals = [s for s in evaluate(found) if s.suppressed is None]
    return [s.deal_id for s in sorted(signals, key=lambda s: s.sort_key)]


def test_a_change_of_silicon_comes_before_any_amount(changes):
    """The TPU rental without a price is first, then dollars falling, then what has none."""
    rental = build_deal(day=DAY)
    large = build_deal("OpenAI", "Oracle", usd="300e9", products=("GB300",), day=DAY)
    small = build_deal("Microsoft", "Nebius", usd="17e9", products=(), day=DAY)
    silent = build_deal("Microsoft", "Nscale", products=(), day=DAY)
    assert ordered(changes(silent, small, large, rental)) == [
        d.deal_id for d in (rental, large, small, silent)
    ]


def test_legs_of_one_story_stand_together(changes):
    """The purchase in talks follows its rental, before a larger deal of other companies."""
    rental = build_deal(day=DAY)
    purchase = build_deal(day=DAY, status=TALKS, deal_type=DealType.HARDWARE_PURCHASE, usd="2e9")
    large = build_deal("OpenAI", "Oracle", usd="300e9", products=("GB300",), day=DAY)
    assert ordered(changes(large, purchase, rental)) == [
        d.deal_id for d in (rental, purchase, large)
    ]


def test_only_the_first_signed_deal_changes_the_supplier(changes):
    """A second TPU deal of the same buyer adds no supplier."""
    first = build_deal(day="2026-01-10")
    second = build_deal(usd="9e9", day=DAY)
    found = supplier_changes(changes(first, second))
    assert set(found) == {(first.deal_id, first.known_at)}


def test_losing_the_last_deal_changes_the_supplier(changes):
    """A termination counts when no other signed deal with that silicon is left."""
    one, other = build_deal(day="2026-01-10"), build_deal(usd="9e9", day="2026-01-11")
    ended = later(one, "2026-02-01", status=Status.TERMINATED)
    last = later(other, "2026-02-02", status=Status.TERMINATED)
    found = supplier_changes(changes(one, other, ended, last))
    assert (ended.deal_id, ended.known_at) not in found
    assert found[(last.deal_id, last.known_at)] == ("alphabet",)


def test_talks_money_and_the_incumbent_change_no_supplier(changes):
    """Talks are not signed, money is not silicon, and NVIDIA is everywhere already."""
    deals = (
        build_deal(status=TALKS),
        build_deal("Microsoft", "Anthropic", deal_type=DealType.EQUITY_INVESTMENT, products=()),
        build_deal("Oracle", "NVIDIA", deal_type=DealType.HARDWARE_PURCHASE, products=("GB300",)),
        build_deal("Oracle", "SK hynix", deal_type=DealType.SUPPLY_AGREEMENT, products=("HBM4",)),
    )
    assert supplier_changes(changes(*deals)) == {}


def test_silicon_is_seen_through_the_cloud(changes):
    """A product names its designer; without one a chip maker stands for itself, a cloud not."""

    def whose(deal: Deal) -> tuple[str, ...]:
        return designers(deal, changes())

    assert whose(build_deal("OpenAI", "Oracle", products=("MI450",))) == ("amd",)
    assert whose(build_deal("OpenAI", "Oracle", products=())) == ()
    purchase = {"deal_type": DealType.HARDWARE_PURCHASE, "products": ()}
    assert whose(build_deal("Meta Platforms", "AMD", **purchase)) == ("amd",)
    assert whose(build_deal("Meta Platforms", "CoreWeave", **purchase)) == ()
    lease = {"deal_type": DealType.CAPACITY_LEASE, "products": ()}
    assert whose(build_deal("OpenAI", "Cerebras", **lease)) == ("cerebras",)
    assert whose(build_deal("OpenAI", "Alphabet", products=())) == ()
    own_chip = {"deal_type": DealType.CUSTOM_SILICON, "products": ("MTIA 400",)}
    assert whose(build_deal("Meta Platforms", "Broadcom", **own_chip)) == ("broadcom",)


def test_designers_are_among_the_companies_to_watch(changes):
    """Who follows AMD hears of Oracle renting out its chips."""
    deal = build_deal("OpenAI", "Oracle", products=("MI450",))
    assert evaluate(changes(deal))[0].company_ids == ("openai", "oracle", "amd")


def test_what_was_told_does_not_change_with_what_comes_later(changes):
    """Signals of an instant are the same whether later versions are known or not."""
    talks = build_deal(None, "IREN", status=TALKS, day="2026-01-05", usd="5e9", products=())
    other = build_deal(day="2026-01-05")
    named = replace(
        later(talks, "2026-02-26", status=SIGNED),
        buyer="Oracle", buyer_id="oracle", relationship_id="changed",
    )  # fmt: skip
    early = evaluate(changes(talks, other))
    late = evaluate(changes(talks, other, named))
    assert early == tuple(s for s in late if s.known_at < on("2026-02-01"))
    assert len(late) == len(early) + 1


def test_evaluating_twice_gives_the_same_signals(changes):
    """Ids and keys follow from the content, whatever the order of the versions."""
    deals = [build_deal(usd=f"{n}e9", day=f"2026-02-{n:02}") for n in range(10, 20)]
    assert evaluate(changes(*deals)) == evaluate(changes(*reversed(deals)))
    ids = [s.signal_id for s in evaluate(changes(*deals))]
    assert len(set(ids)) == len(ids)
