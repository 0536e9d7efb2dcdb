"""Where the money of a move goes, and when owning what is rented pays, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.economics.leakage import ownership
from tracker.economics.move import Books, Statement
from tracker.economics.move_words import billions, dollars
from tracker.economics.reinvestment import Reinvestment, reinvestment
from tracker.economics.rent_or_buy import (
    break_even_utilisation,
    payback_months,
    waiting_pays_from,
)
from tracker.model.market import CompanyFact


@dataclass(frozen=True, slots=True)
class ChipPrices:
    """What a chip rents and is owned for [USD/h], with ranges, and its capital [USD]."""

    name: str
    rent_low: float
    rent: float
    rent_high: float
    own_low: float
    own: float
    own_high: float
    capital_usd: float
    running_usd_per_hour: float
    inputs: tuple[str, ...]


def tell_leakage(
    spend_usd: float, supplier_id: str, buyer_id: str, lab_ids: Iterable[str], books: Books
) -> tuple[Statement, ...]:
    """Both readings of what a spend at a supplier does for the buyer's rivals, lab by lab.

    And, where the supplier competes with the buyer itself, what of the spend stays there.
    """
    told = []
    for lab_id in lab_ids:
        found = reinvestment(books.market, supplier_id, lab_id)
        if isinstance(found, str):
            told.append(Statement("leakage held", f"{found}.", 0.0, 0.0, "usd", ()))
        else:
            told.append(_put_into(spend_usd, found, books))
            told.append(_held_in(found, books))
    return (*told, *_direct(spend_usd, supplier_id, buyer_id, books))


def tell_rent_then_buy(
    prices: ChipPrices, *, rented_years: float, horizon_years: float, discount_rate: float
) -> tuple[Statement, ...]:
    """From which use owning is cheaper, when it has paid back, and what waiting must bring."""
    use = [
        break_even_utilisation(own, rent)
        for own, rent in (
            (prices.own_low, prices.rent_high),
            (prices.own, prices.rent),
            (prices.own_high, prices.rent_low),
        )
    ]
    months = [
        payback_months(
            prices.capital_usd, rent_usd_per_hour=rent,
            running_usd_per_hour=prices.running_usd_per_hour,
        )
        for rent in (prices.rent_high, prices.rent_low)
    ]  # fmt: skip
    better = [
        waiting_pays_from(rent, prices.own, rented_years=rented_years,
                          horizon_years=horizon_years, discount_rate=discount_rate)
        for rent in (prices.rent_low, prices.rent_high)
    ]  # fmt: skip
    return (
        Statement("rent or buy", _use_words(prices, use), use[0], use[2], "share", prices.inputs),
        Statement("payback", _months_words(prices, months), months[0], months[1], "months",
                  prices.inputs),
        Statement("rent, then buy", _wait_words(prices, better, rented_years, horizon_years),
                  better[0], better[1], "share a year", prices.inputs),
    )  # fmt: skip


def _put_into(spend_usd: float, found: Reinvestment, books: Books) -> Statement:
    supplier, lab = books.name(found.supplier_id), books.name(found.lab_id)
    ends = found.leakage(spend_usd)
    if ends.high <= 0:
        words = f"{dollars(spend_usd)} at {supplier}: nothing reaches {lab}, no stake is known."
        return Statement("leakage", words, 0.0, 0.0, "usd", found.inputs)
    promise = ""
    if found.promised_usd > found.paid_usd:
        promise = f", {dollars(found.promised_usd)} with what is promised"
    words = (
        f"{dollars(spend_usd)} at {supplier}: {billions(ends)} of it, most likely"
        f" {dollars(ends.mid)}, matches what {supplier} put into {lab} out of its gross profit"
        f" ({dollars(found.paid_usd)} paid{promise}). An upper reading: money is fungible."
    )
    return Statement("leakage", words, ends.low, ends.high, "usd", found.inputs)


def _held_in(found: Reinvestment, books: Books) -> Statement:
    """The second reading: what share of the lab the supplier owns."""
    held = ownership(books.market.stakes, (found.lab_id,))
    mine = next((o for o in held if o.investor_id == found.supplier_id), None)
    supplier, lab = books.name(found.supplier_id), books.name(found.lab_id)
    if mine is None:
        words, low, high = f"{supplier} is not known to hold a share of {lab}.", 0.0, 0.0
    elif mine.stake_low is None or mine.stake_high is None:
        low, high = mine.stake_low or 0.0, 1.0
        least = (
            f"at least {low:.1%} of {lab}; how much in all" if low else f"a part of {lab}; how much"
        )
        words = f"{supplier} holds {least} is not disclosed."
    else:
        low, high = mine.stake_low, mine.stake_high
        words = f"{supplier} holds {low:.1%} to {high:.1%} of {lab} at entry."
    return Statement("ownership", words, low, high, "share", mine.stake_ids if mine else ())


def _direct(
    spend_usd: float, supplier_id: str, buyer_id: str, books: Books
) -> tuple[Statement, ...]:
    rivals = next((r for r in books.market.rivals if r.buyer_id == buyer_id), None)
    if rivals is None or supplier_id not in rivals.supplier_ids:
        return ()
    facts = [f for f in books.market.company_facts
             if f.company_id == supplier_id and f.metric == "operating_margin"
             and f.value is not None]  # fmt: skip
    supplier, buyer = books.name(supplier_id), books.name(buyer_id)
    if not facts:
        words = f"{supplier} competes with {buyer} itself; its margin is not known."
        return (Statement("direct rival", words, 0.0, spend_usd, "usd", ()),)
    margins = sorted(_margin(fact) for fact in facts)
    low, high = spend_usd * margins[0], spend_usd * margins[-1]
    words = (
        f"{supplier} competes with {buyer} itself: at the operating margins of its cloud,"
        f" {dollars(low)} to {dollars(high)} of {dollars(spend_usd)} stay with it as profit."
    )
    inputs = tuple(sorted(fact.fact_id for fact in facts))
    return (Statement("direct rival", words, low, high, "usd", inputs),)


def _margin(fact: CompanyFact) -> float:
    return fact.value or 0.0


def _use_words(prices: ChipPrices, use: list[float]) -> str:
    return (
        f"Owning {prices.name} beats renting it above {use[1]:.0%} use"
        f" ({use[0]:.0%} to {use[2]:.0%}): {prices.own:.2f} USD an hour owned against"
        f" {prices.rent:.2f} rented ({prices.rent_low:.2f} to {prices.rent_high:.2f})."
    )


def _months_words(prices: ChipPrices, months: list[float]) -> str:
    last = "never" if months[1] == float("inf") else f"{months[1]:.0f}"
    return (
        f"At full use the rent saved repays the {prices.capital_usd:,.0f} USD that a chip costs"
        f" in {months[0]:.0f} to {last} months."
    )


def _wait_words(
    prices: ChipPrices, better: list[float], rented_years: float, horizon_years: float
) -> str:
    ends = " to ".join("no gain that we would claim" if end == float("inf") else f"{end:.0%}"
                       for end in better)  # fmt: skip
    return (
        f"Renting {prices.name} for {_years(rented_years)} and owning then costs no more over"
        f" {_years(horizon_years)} if a dollar of the next generation does {ends} more work"
        f" for each year waited."
    )


def _years(number: float) -> str:
    return f"{number:g} year{'' if number == 1 else 's'}"
