"""Who funds a buyer's rivals, as known on a day."""

from datetime import date

from tracker.economics.rivals import rival_funding, rival_labs
from tracker.reference.market import Market


def by_pair(market: Market, day: date) -> dict[tuple[str, str], tuple[str, bool]]:
    return {
        (f.stake.investor_id, f.stake.investee_id): (f.stake.stake_id, f.known_then)
        for f in rival_funding(market, "meta-platforms", day)
    }


def test_metas_rivals_are_funded_by_its_suppliers(market: Market) -> None:
    """In March NVIDIA's stakes in OpenAI and Anthropic are known, Alphabet's stands in."""
    found = by_pair(market, date(2026, 3, 10))
    assert found["nvidia", "openai"] == ("K01", True)
    assert found["nvidia", "anthropic"] == ("K03", True)
    assert found["alphabet", "anthropic"] == ("K11", False)


def test_an_earlier_day_knows_the_announcement_only(market: Market) -> None:
    """At the end of February NVIDIA's stake in Anthropic is the announced "up to"."""
    assert by_pair(market, date(2026, 2, 27))["nvidia", "anthropic"] == ("K23", True)


def test_lapsed_letters_warrants_and_guarantees_are_no_stakes(market: Market) -> None:
    """The letter of 2025 for 100 billion appears nowhere."""
    shown = {stake_id for stake_id, _ in by_pair(market, date(2026, 11, 22)).values()}
    assert not shown & {"K02", "K10", "K12", "K19", "K20", "K21"}


def test_an_unknown_buyer_has_no_rivals(market: Market) -> None:
    """Rivals are listed, not guessed; and a lab is no rival of itself."""
    assert rival_labs(market, "nobody") == ()
    assert rival_funding(market, "nobody", date(2026, 3, 1)) == ()
    assert "openai" not in rival_labs(market, "openai")
