"""Which versions of a deal count as committed demand, since when, and for how much."""

from dataclasses import dataclass
from datetime import date

from tracker.economics import stated
from tracker.economics.implied import in_force, priced_layer
from tracker.economics.lookups import CompanyBook, ProductBook, roles_of
from tracker.economics.silicon import Parts, silicon_of
from tracker.economics.stated import Stated
from tracker.model.deals import AssetLayer, Binding, Deal, Status
from tracker.reference.figures import SiliconMix

COMMITTED = {Status.ANNOUNCED, Status.SIGNED, Status.AMENDED, Status.COMPLETED}
_FIRM = {Status.SIGNED, Status.AMENDED, Status.COMPLETED}
_SOFT = {Binding.LETTER_OF_INTENT, Binding.OPTION, Binding.CONDITIONAL, Binding.NONE}
_LAYERS = {AssetLayer.MANAGED_COMPUTE, AssetLayer.SYSTEMS}


@dataclass(frozen=True, slots=True)
class Commitment:
    """One deal's committed demand, by silicon supplier.

    `headline_usd` and `expected_usd` are 0 when no amount is disclosed. The floor is what
    is firm; `low_usd` and `high_usd` are the ends that the words allow, for shares.
    """

    deal_id: str
    buyer_id: str | None
    since: date
    parts: Parts
    amount: Stated | None
    p_execution: float
    headline_usd: float
    expected_usd: float
    floor_usd: float
    low_usd: float
    high_usd: float


def commitment(
    deal: Deal,
    since: date,
    products: ProductBook,
    companies: CompanyBook,
    mixes: tuple[SiliconMix, ...],
) -> Commitment | None:
    """The committed demand in a version of a deal; None when it is none.

    Money, shells and chip design are left out, as is what a company takes from itself,
    and systems bought by a GPU cloud: its customers' contracts pay for the same chips.
    """
    layer = priced_layer(deal, companies)
    if not in_force(deal) or deal.status not in COMMITTED or layer not in _LAYERS:
        return None
    if layer is AssetLayer.SYSTEMS and "neocloud" in roles_of(companies, deal.buyer_id):
        return None
    parts = silicon_of(deal, products, companies, mixes, since)
    if max(parts, key=lambda part: part[1])[0] == deal.buyer_id:
        return None
    amount = stated.value_usd(deal)
    headline = _headline(deal, amount)
    firm = _is_firm(deal)
    floor = amount.low if amount and firm else 0.0
    return Commitment(
        deal_id=deal.deal_id,
        buyer_id=deal.buyer_id,
        since=since,
        parts=parts,
        amount=amount,
        p_execution=deal.p_execution,
        headline_usd=headline,
        expected_usd=_expected(deal, headline),
        floor_usd=floor,
        low_usd=floor,
        high_usd=max(amount.high if amount else 0.0, headline),
    )


def committed_on(deal: Deal) -> date:
    """The day a committed version speaks of: its status' day, else the first public one."""
    return deal.status_on or deal.first_public_on or deal.known_at.date()


def _headline(deal: Deal, amount: Stated | None) -> float:
    """What is claimed, in dollars: another currency by the dated table."""
    if deal.headline_usd is not None:
        return float(deal.headline_usd)
    if amount is None or deal.value_low is deal.value_high is None:
        return 0.0
    printed = deal.value_high if deal.value_high is not None else deal.value_low
    return float(printed or 0) * (stated.usd_rate(deal) or 0.0)


def _is_firm(deal: Deal) -> bool:
    if deal.status in _FIRM:
        return deal.binding not in _SOFT
    return deal.binding is Binding.BINDING


def _expected(deal: Deal, headline: float) -> float:
    if deal.expected_usd is not None:
        return float(deal.expected_usd)
    return headline * deal.p_execution
