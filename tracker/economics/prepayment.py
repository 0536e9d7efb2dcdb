"""Prices as if nothing were paid ahead: money that comes early is a part of the price.

A fraction f of the value paid L years before it is used costs as much as f L WACC of the
value more, paid as the hours come. Source: model section (a), P (1 + f L WACC).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.economics import stated
from tracker.economics.lookups import CompanyBook, roles_of
from tracker.economics.renting import prepaid_usd_per_hour
from tracker.economics.unit_costs import Z90
from tracker.model.deals import Deal, DealClaim
from tracker.model.market import PriceObservation
from tracker.reference.figures import Assumption
from tracker.reference.market import Market

_BORROWERS = {"neocloud", "miner", "landlord"}  # their money costs more: who gets it early gains


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What a claim says is paid ahead: a share of the value (0 to 1), or an amount."""

    share: float | None = None
    amount: Decimal | None = None
    currency: str | None = None


Prepayments = Mapping[str, Prepaid]  # by claim id


@dataclass(frozen=True, slots=True)
class _Lead:
    """What paying ahead adds to a price, as a factor, and how sure that is."""

    factor: float
    log_sd: float
    words: str


def prepaid_by_claim(claims: Iterable[DealClaim]) -> dict[str, Prepaid]:
    """What each of the claims says is paid ahead; those that say nothing are left out."""
    return {
        c.claim_id: Prepaid(c.prepayment_share, c.prepayment_amount, c.currency)
        for c in claims
        if c.prepayment_share is not None or c.prepayment_amount is not None
    }


def prepaid_in(deal: Deal, prepayments: Prepayments) -> Prepaid | None:
    """What the newest claim of this version says is paid ahead; None when none says it."""
    said = (prepayments[i] for i in reversed(deal.claim_ids) if i in prepayments)
    return next(said, None)


def spread_evenly(
    deal: Deal,
    said: tuple[PriceObservation, ...],
    prepaid: Prepaid | None,
    market: Market,
    companies: CompanyBook,
) -> tuple[PriceObservation, ...]:
    """The deal's prices of an hour as they would be if it were paid by the hour.

    Never lower than what is printed, and the higher the more is paid ahead. Held when more
    is paid ahead than the whole; a floor where the share or the term is not known.
    """
    hourly = any(o.usd_per_chip_hour for o in said)
    if prepaid is None or not hourly:
        return said
    share = _share(deal, prepaid)
    if isinstance(share, str):
        return tuple(_held(o, share) for o in said)
    years = stated.years(deal)
    if share is None or years is None:
        return tuple(_floor(o) for o in said)
    lead = _lead(share, years, _cost_of_capital(deal, market, companies))
    return tuple(_dearer(o, lead) for o in said)


def _share(deal: Deal, prepaid: Prepaid) -> float | str | None:
    """The share of the value that is paid ahead; None when unknown, or why it cannot be."""
    if prepaid.share is not None:
        if 0 <= prepaid.share <= 1:
            return prepaid.share
        return f"{prepaid.share:.0%} of the value paid ahead cannot be"
    rate = _usd_rate(deal, prepaid.currency)
    if prepaid.amount is None or rate is None:
        return None
    usd, whole = float(prepaid.amount) * rate, _whole_usd(deal)
    if usd < 0:
        return f"{usd:,.0f} USD paid ahead cannot be"
    if whole is None:
        return None
    if usd > whole.high:
        return f"{usd:,.0f} USD paid ahead of {whole.high:,.0f} in all cannot be"
    # of "at least" and of "billions" it may be more than what the price is reckoned from
    return min(1.0, usd / whole.end[0])


def _usd_rate(deal: Deal, currency: str | None) -> float | None:
    """Dollars per unit: as the deal itself converts, where it is in the same currency."""
    same = currency == deal.currency
    return stated.usd_rate(deal if same else replace(deal, currency=currency, headline_usd=None))


def _whole_usd(deal: Deal) -> stated.Stated | None:
    """The deal's whole dollars: as stated, else its rate over its term."""
    if (value := stated.value_usd(deal)) is not None:
        return value
    yearly, years = stated.usd_per_year(deal), stated.years(deal)
    if yearly is None or years is None:
        return None
    usd = yearly.centre * years
    return stated.Stated(usd, yearly.log_sd, False, usd, usd)


def _cost_of_capital(deal: Deal, market: Market, companies: CompanyBook) -> Assumption:
    """What the supplier's money costs: so much it would have paid a lender for the same."""
    borrows = bool(_BORROWERS & set(roles_of(companies, deal.supplier_id)))
    return market.parameter("wacc_neocloud" if borrows else "wacc_hyperscaler")


def _lead(share: float, years: float, cost: Assumption) -> _Lead:
    """Nobody says how a prepayment is used up: evenly over the term is the middle.

    Then it is early by half the term. Used up first it is early by f T / 2, last by
    T (1 - f / 2): these are taken for the ends of a 90 % range.
    """
    early, rate = years / 2, cost.centre
    factor = prepaid_usd_per_hour(1.0, prepaid_share=share, lead_years=early, cost_of_capital=rate)
    when = share * rate * early * (1 - share) / Z90
    low, high = cost.low or rate, cost.high or rate
    price = share * early * (high - low) / 2 / Z90
    words = (
        f"{share:.1%} paid ahead, {early:g} years early on average, at {rate:.1%} a year"
        f" ({cost.parameter_id}): x {factor:.3f}"
    )
    return _Lead(factor, math.hypot(when, price) / factor, words)


def _dearer(observation: PriceObservation, lead: _Lead) -> PriceObservation:
    hourly = observation.usd_per_chip_hour
    if hourly is None or lead.factor == 1:
        return observation
    usd = hourly * lead.factor
    return replace(
        observation,
        usd_per_chip_hour=usd,
        log_sd=math.hypot(observation.log_sd, lead.log_sd),
        formula=f"{observation.formula}; {lead.words} = {usd:.3f} USD/chip-hour",
    )


def _floor(observation: PriceObservation) -> PriceObservation:
    """The price as a floor: something is paid early, nobody says how much or how early."""
    held = observation.bound == "at_most"  # at most that, and something more: no price
    return replace(
        observation,
        bound=observation.bound if held else "at_least",
        used=observation.used and not held,
        formula=f"{observation.formula}; part of it paid ahead, how much or how early is not"
        f" stated: at least that{'; held for review' if held else ''}",
    )


def _held(observation: PriceObservation, reason: str) -> PriceObservation:
    formula = f"{observation.formula}; held for review: {reason}"
    return replace(observation, used=False, formula=formula)
