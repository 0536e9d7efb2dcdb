"""Who funds a buyer's rivals among the suppliers of compute, as known on a day."""

from dataclasses import dataclass
from datetime import date

from tracker.model.market import Stake
from tracker.reference.market import Market

_NOT_A_STAKE = {"lapsed", "guarantee", "licence", "warrant", "financing"}


@dataclass(frozen=True, slots=True)
class RivalFunding:
    """One stake in a rival lab; `known_then` is False for a row from after the day."""

    stake: Stake
    known_then: bool


def rival_labs(market: Market, buyer_id: str) -> tuple[str, ...]:
    """The labs that compete with a buyer, by our reading; none for an unknown buyer."""
    return next((r.lab_ids for r in market.rivals if r.buyer_id == buyer_id), ())


def rival_funding(market: Market, buyer_id: str, day: date) -> tuple[RivalFunding, ...]:
    """The latest stake of each investor in each rival lab, biggest commitment first.

    Rows known by the day; where an investor and lab have none, today's row, marked.
    Lapsed letters, guarantees, licences and warrants are no stakes.
    """
    labs = set(rival_labs(market, buyer_id)) - {buyer_id}
    rows = [s for s in market.stakes if s.investee_id in labs and s.status not in _NOT_A_STAKE]
    rows = [s for s in rows if s.investor_id != buyer_id]
    pairs = sorted({(s.investor_id, s.investee_id) for s in rows})
    found = [_latest([s for s in rows if (s.investor_id, s.investee_id) == p], day) for p in pairs]
    return tuple(sorted(found, key=lambda f: (-(f.stake.committed_usd or 0.0), f.stake.stake_id)))


def _latest(stakes: list[Stake], day: date) -> RivalFunding:
    ordered = sorted(stakes, key=lambda s: (s.as_of, s.stake_id))
    seen = [stake for stake in ordered if stake.as_of <= day]
    return RivalFunding(seen[-1] if seen else ordered[-1], bool(seen))


def holdings(market: Market) -> tuple[Stake, ...]:
    """Every row that is a stake: no lapsed letter, guarantee, licence or warrant."""
    return tuple(stake for stake in market.stakes if stake.status not in _NOT_A_STAKE)
