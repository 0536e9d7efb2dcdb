"""What a buyer has disclosed of its commitments, by silicon supplier, as bounds."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.economics.commitment import Commitment
from tracker.economics.dependence import NOTHING, Bounds, effective_bounds, share_bounds
from tracker.economics.silicon import UNKNOWN


@dataclass(frozen=True, slots=True)
class Exposure:
    """One supplier's part of a buyer's disclosed commitments."""

    committed: Bounds
    share: Bounds
    deal_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """All suppliers of a buyer, and the effective number of them."""

    suppliers: dict[str, Exposure]
    effective: Bounds


def dependence_of(commitments: Iterable[Commitment]) -> Dependence:
    """A buyer's dependence on silicon suppliers from its commitments in force.

    Committed dollars go from the firm floor to the headline. Shares and the effective
    number use the ends that the words allow ("billions" is 2 to 9 of them), and know
    nothing of deals without an amount: those are named, not counted. Silicon that nobody
    names is nobody's in particular: it widens the bounds of all.
    Source: model section (g), merchant silicon only.
    """
    deals = sorted(commitments, key=lambda c: c.deal_id)
    sums: dict[str, list[float]] = {}
    names: dict[str, list[str]] = {}
    for deal in deals:
        for supplier, part in deal.parts:
            row = sums.setdefault(supplier, [0.0, 0.0, 0.0, 0.0])
            ends = (deal.floor_usd, deal.headline_usd, deal.low_usd, deal.high_usd)
            for i, end in enumerate(ends):
                row[i] += round(part * end)  # whole dollars add up exactly
            names.setdefault(supplier, []).append(deal.deal_id)
    ordered = sorted(sums)
    allowed = {name: Bounds(sums[name][2], sums[name][3]) for name in ordered}
    unknown = allowed.get(UNKNOWN, NOTHING)
    known = [name for name in ordered if name != UNKNOWN]
    shares = dict(zip(known, share_bounds([allowed[n] for n in known], unknown), strict=True))
    if unknown.high > 0:
        shares[UNKNOWN] = share_bounds([unknown, *(allowed[n] for n in known)])[0]
    return Dependence(
        {
            name: Exposure(
                Bounds(sums[name][0], max(sums[name][0], sums[name][1])),
                shares.get(name, NOTHING),
                tuple(names[name]),
            )
            for name in ordered
        },
        effective_bounds([allowed[name] for name in known], unknown),
    )
