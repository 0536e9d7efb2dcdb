"""Whose silicon a deal's money ends at: looking through clouds and system makers."""

from collections.abc import Iterable
from datetime import date

from tracker.economics.lookups import CompanyBook, ProductBook, roles_of
from tracker.model.deals import AssetLayer, Deal
from tracker.reference.figures import SiliconMix

UNKNOWN = "unknown"
_MAKERS = {"chip_maker", "designer"}

Parts = tuple[tuple[str, float], ...]  # supplier id and its share; the shares sum to 1


def silicon_of(
    deal: Deal,
    products: ProductBook,
    companies: CompanyBook,
    mixes: Iterable[SiliconMix],
    day: date,
) -> Parts:
    """The designers of the deal's accelerators with their shares, sorted.

    Named products decide, equally among several designers; else the dated mix of the
    supplier, whose rest is "unknown"; else the supplier itself when it makes chips. A
    cloud that makes chips rents out those of others too: without a name it is unknown.
    """
    named = {products.by_name[n].supplier_id for n in deal.products if n in products.by_name}
    named.discard("")
    if named:
        return tuple((name, 1 / len(named)) for name in sorted(named))
    if mix := _mix_of(deal.supplier_id, mixes, day):
        known = sum(share for _, share in mix.shares)
        rest = ((UNKNOWN, 1 - known),) if known < 1 - 1e-9 else ()
        return (*mix.shares, *rest)
    roles = set(roles_of(companies, deal.supplier_id))
    rents_out_others = "cloud" in roles and deal.asset_layer is AssetLayer.MANAGED_COMPUTE
    if deal.supplier_id and roles & _MAKERS and not rents_out_others:
        return ((deal.supplier_id, 1.0),)
    return ((UNKNOWN, 1.0),)


def _mix_of(company_id: str | None, mixes: Iterable[SiliconMix], day: date) -> SiliconMix | None:
    rows = sorted((m for m in mixes if m.company_id == company_id), key=lambda m: m.known_on)
    seen = [mix for mix in rows if mix.known_on <= day]
    return (seen or rows)[-1 if seen else 0] if rows else None
