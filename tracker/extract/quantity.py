"""What a number in a text says: its kind, size, wording and exact characters."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tracker.model.deals import Qualifier

QuantityKind = Literal["money", "rate", "chips", "power", "term", "date", "share"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount, length or date at text[start:end], hedge words ("up to") included.

    `low` and `high` are in units: money in `currency`, chips, megawatts, months. Either is
    None where the wording leaves it open; an upper bound has no `low`. `unit` is "MW",
    "months", "shares", "percent", or for a rate what it is paid per ("month", "GW").

    `role` is a hint from the words around it that this is not the size of a deal:
    money: valuation, market_value, market_size, capex, revenue, backlog, per_share,
    price_target, debt, guarantee, fee, estimate, round, offering,
    assets, pay;
    term: extension, multi_year (no number given); power: site, per_unit;
    chips: per_rack, units or implied (see `chip_nouns`);
    date: start, end, by (a deadline), close (of a takeover), past, other.
    """

    kind: QuantityKind
    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier | None = None
    currency: str | None = None
    unit: str | None = None
    date_value: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD
    role: str | None = None

    @property
    def headline(self) -> Decimal | None:
        """The upper end, or the lower end if that is all there is."""
        return self.low if self.high is None else self.high


# Roles of what is no term of a deal.
REFUSED = frozenset(
    [
        "valuation",
        "market_value",
        "market_size",
        "capex",
        "revenue",
        "backlog",
        "per_share",
        "price_target",
        "guarantee",
        "fee",
        "estimate",
        "round",
        "stake",
        "extension",
        "multi_year",
        "site",
        "per_rack",
        "past",
    ]
)
