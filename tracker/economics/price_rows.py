"""What the price table says of an accelerator as known on a day: priors and evidence.

Only rows known by then count; where none is, the best later one stands in and the
estimate says so. Rows that come from deals are left to the deals themselves.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import Literal

from tracker.economics.beliefs import Belief, Evidence
from tracker.model.market import Accelerator
from tracker.reference.figures import Price
from tracker.reference.market import Market

Tier = Literal["contract", "list", "owning"]
TIERS: tuple[Tier, ...] = ("contract", "list", "owning")
PRIOR_SD = {"contract": 0.25, "list": 0.35, "owning": 0.5}  # section (e), list a choice
EVIDENCE_SD = {"contract": 0.15, "list": 0.5}  # choices; lists are asked, not paid
OPAQUE_SD = 0.5  # TPU, Trainium, Maia: nobody quotes a contract price
OPAQUE = {"alphabet", "amazon", "microsoft", "meta-platforms"}
_COMMITTED = {"1y", "3y"}
_OWNERS = ("hyperscaler_owned", "hyperscaler_lab_owned", "external_buyer_owned")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The rows of one tier that became known on one day, as one USD/chip-hour."""

    tier: Tier
    known_on: date
    usd: float
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The ids of its rows."""
        return "+".join(self.names)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A figure, the rows it is from, and whether it was known on the day asked for."""

    usd: float
    log_sd: float
    names: tuple[str, ...]
    known_on: date
    in_time: bool
    words: str


def rent_rows(market: Market, accelerator: Accelerator) -> tuple[PriceRow, ...]:
    """Every day's contract, discounted list and marked-up owning price, oldest first."""
    discount = market.parameter("list_to_contract").centre
    markup = market.parameter("rental_markup").centre
    factor = {"contract": 1.0, "list": 1 - discount, "owning": 1 + markup}
    rows = [
        (tier, price)
        for price in market.prices
        if price.accelerator_id == accelerator.accelerator_id
        and price.use
        and (tier := _tier(price))
    ]
    rows.sort(key=lambda pair: (pair[1].known_on, TIERS.index(pair[0]), pair[1].price_id))
    found = []
    for (day, tier), group in groupby(rows, key=lambda pair: (pair[1].known_on, pair[0])):
        prices = [price for _, price in group]
        middle = median(math.log(price.usd) for price in prices)
        names = tuple(price.price_id for price in prices)
        found.append(PriceRow(tier, day, math.exp(middle) * factor[tier], names))
    return tuple(found)


def rent_prior(
    rows: tuple[PriceRow, ...], accelerator: Accelerator, day: date
) -> tuple[Belief, tuple[Evidence, ...], PriceRow] | None:
    """The prior of the rent as known on `day`, later evidence, and the row of the prior.

    The oldest contract or list price known by then begins; else an owning cost known by
    then; else the best later row. None when the table has nothing.
    """
    seen = [row for row in rows if row.known_on <= day]
    asked = [row for row in seen if row.tier != "owning"]
    if asked:
        first, later = asked[0], asked[1:]
    elif seen or rows:
        # of what is known the latest, of what is not yet known the earliest
        best = min(seen or rows, key=lambda row: (TIERS.index(row.tier), row.known_on))
        first, later = (seen[-1] if seen else best), []
    else:
        return None
    evidence = tuple(
        Evidence(row.name, row.known_on, math.log(row.usd), EVIDENCE_SD[row.tier]) for row in later
    )
    prior = Belief(
        math.log(first.usd), _prior_sd(first, accelerator) ** 2, first.known_on, (first.name,)
    )
    return prior, evidence, first


def owning_row(market: Market, accelerator: Accelerator, day: date) -> Chosen | None:
    """The published owning cost for a large buyer [USD/chip-hour]; None without one."""
    rows = _of(market, accelerator, lambda p: p.kind == "owning_tco" and p.commitment in _OWNERS)
    return _choose(rows, day, lambda price: 0.25 if price.imputed else 0.15)


def capital_row(market: Market, accelerator: Accelerator, day: date) -> Chosen | None:
    """The street price of the hardware [USD/chip]; a worked-out one where there is none."""
    street = _of(market, accelerator, lambda p: p.kind in ("capex_unit", "capex_rack"))
    implied = _of(market, accelerator, lambda p: p.kind == "capex_implied")
    return _choose(street or implied, day, lambda price: 0.35 if price.imputed else 0.25)


def change_days(market: Market) -> tuple[date, ...]:
    """The days on which something in the table became known or could first be bought."""
    days = {price.known_on for price in market.prices if price.use}
    cells = {(w.model, w.benchmark) for w in market.workloads}
    days |= {p.known_on for p in market.throughput if (p.model, p.cell) in cells}
    days |= {day for a in market.accelerators if (day := available_on(a))}
    return tuple(sorted(days))


def available_on(accelerator: Accelerator) -> date | None:
    """The first day of the period in which it came out; None when that is not known."""
    printed = accelerator.available
    if not printed[:4].isdigit():
        return None
    year, rest = int(printed[:4]), printed[5:]
    if rest in ("H1", "H2"):
        return date(year, 1 if rest == "H1" else 7, 1)
    parts = [int(part) for part in rest.split("-")] if rest else []
    month, day = [*parts, 1, 1][:2]
    return date(year, month, day)


def on_sale(accelerator: Accelerator, day: date) -> bool:
    """Whether it could be had on a day; true when its date is not known."""
    first = available_on(accelerator)
    return first is None or first <= day


def data_as_of(known_on: date, day: date) -> str:
    """How an estimate names the date of its figures: plainly, when they are from later."""
    note = ", later than the estimate: nothing earlier is known" if known_on > day else ""
    return f"{known_on.isoformat()}{note}"


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def _tier(price: Price) -> Tier | None:
    if price.kind == "contract_index":
        return "contract" if price.commitment in _COMMITTED else "list"
    if price.kind == "list":
        return "list"
    if price.kind == "owning_tco" and price.commitment != "neocloud_owned":
        # what Google pays for its own is what it lets on top of
        return None if price.commitment == "external_buyer_owned" else "owning"
    return None


def _prior_sd(row: PriceRow, accelerator: Accelerator) -> float:
    least = OPAQUE_SD if accelerator.supplier_id in OPAQUE else 0.0
    return max(PRIOR_SD[row.tier], least)


def _of(market: Market, accelerator: Accelerator, wanted: Callable[[Price], bool]) -> list[Price]:
    name = accelerator.accelerator_id
    rows = [p for p in market.prices if p.accelerator_id == name and p.use and wanted(p)]
    return sorted(rows, key=lambda p: (p.known_on, p.price_id))


def _choose(rows: Iterable[Price], day: date, log_sd: Callable[[Price], float]) -> Chosen | None:
    known = list(rows)
    if not known:
        return None
    seen = [price for price in known if price.known_on <= day]
    days = {(seen[-1] if seen else known[0]).known_on}
    alike = [price for price in (seen or known) if price.known_on in days]
    return Chosen(
        usd=math.exp(median(math.log(price.usd) for price in alike)),
        log_sd=max(log_sd(price) for price in alike),
        names=tuple(price.price_id for price in alike),
        known_on=alike[0].known_on,
        in_time=bool(seen),
        words=f"{alike[0].kind}, {alike[0].provider}",
    )
