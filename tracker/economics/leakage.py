"""How much of what a buyer spends ends up with its rivals: two readings, both shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.economics.unit_costs import Interval
from tracker.model.market import Stake

REINVESTED_LOW, REINVESTED, REINVESTED_HIGH = 0.05, 0.19, 0.25  # of gross profit, section (h)
_PAID = {"closed", "held", "reported"}


def leakage_usd(
    spend_usd: float, *, gross_margin: float, reinvested_share: float, to_rivals: float
) -> float:
    """Dollars of the spend that the supplier puts into the buyer's rivals.

    reinvested_share: of the supplier's gross profit, into labs; to_rivals: of that, into
    labs that rival the buyer. Source: L = S g r phi, section (h): the upper end, since
    money is fungible and comes back as revenue.
    """
    return spend_usd * gross_margin * reinvested_share * to_rivals


def leakage_range(spend_usd: float, *, gross_margin: float, to_rivals: float) -> Interval:
    """The 90 % range with a triangular reinvested share of 0.05 to 0.25."""
    low, mid, high = (
        leakage_usd(spend_usd, gross_margin=gross_margin, reinvested_share=r, to_rivals=to_rivals)
        for r in (_triangular(0.05), REINVESTED, _triangular(0.95))
    )
    return Interval(low, mid, high)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The second reading: what the supplier holds in one rival."""

    investor_id: str
    investee_id: str
    stake_low: float | None
    stake_high: float | None
    invested_usd: float
    stake_ids: tuple[str, ...]


def ownership(stakes: Iterable[Stake], rival_ids: Iterable[str]) -> tuple[Ownership, ...]:
    """Paid or held stakes in the rivals, by investor and rival; promises are left out.

    An announced investment counts once something of it is paid.
    """
    rivals = set(rival_ids)
    found = [
        s
        for s in stakes
        if s.investee_id in rivals
        and (s.status in _PAID or (s.status == "announced" and s.invested_usd))
    ]
    pairs = sorted({(s.investor_id, s.investee_id) for s in found})
    return tuple(
        _together([s for s in found if (s.investor_id, s.investee_id) == p]) for p in pairs
    )


def _together(stakes: list[Stake]) -> Ownership:
    lows = [s.stake_low for s in stakes if s.stake_low is not None]
    highs = [s.stake_high for s in stakes if s.stake_high is not None]
    return Ownership(
        investor_id=stakes[0].investor_id,
        investee_id=stakes[0].investee_id,
        stake_low=sum(lows) if lows else None,
        stake_high=sum(highs) if highs else None,
        invested_usd=sum(s.invested_usd or 0.0 for s in stakes),
        stake_ids=tuple(sorted(s.stake_id for s in stakes)),
    )


def _triangular(p: float) -> float:
    span = REINVESTED_HIGH - REINVESTED_LOW
    left, right = REINVESTED - REINVESTED_LOW, REINVESTED_HIGH - REINVESTED
    if p * span <= left:
        return REINVESTED_LOW + float((p * span * left) ** 0.5)
    return REINVESTED_HIGH - float(((1 - p) * span * right) ** 0.5)
