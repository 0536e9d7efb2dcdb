"""What owning costs where nobody published it: several routes, each weighted by its error.

The published level of an owner comes first. Else: the hardware's street price at what
large buyers pay of it, another owner's published cost, and the rent less the usual
mark-up. The factors are learned from the accelerators of which both sides are published;
the accelerator itself has no published level then, so that it never teaches its own answer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev

from tracker.economics.capital import OwningModel
from tracker.economics.price_rows import capital_row
from tracker.model.market import Accelerator
from tracker.reference.figures import Price
from tracker.reference.market import Market

LARGE_BUYERS = ("hyperscaler_owned", "hyperscaler_lab_owned", "external_buyer_owned")
HOUSE = ("google_internal",)  # who makes the chip does not pay its own margin
_NEOCLOUD = ("neocloud_owned",)
SAME_GENERATION_WEIGHT = 0.5  # partial pooling, section (e)
STREET_SD, STREET_ALONE_SD = 0.15, 0.30  # with and without a learned factor: section (k)
LEAST_SD = 0.10  # no route is surer than that: they share one house's method


@dataclass(frozen=True, slots=True)
class Level:
    """Owning cost [USD/chip-hour]: median, log spread, the rows behind it, and how."""

    usd: float
    log_sd: float
    names: tuple[str, ...]
    words: str
    published: bool
    placeholder: bool = False  # printed, but set from another accelerator's figure


def published_level(
    market: Market, accelerator_id: str, day: date, owners: Iterable[str] = LARGE_BUYERS
) -> Level | None:
    """The level printed for such owners, the newest by the day, else the first later one."""
    rows = _owned(market, accelerator_id, owners)
    if not rows:
        return None
    seen = [row for row in rows if row.known_on <= day]
    when = seen[-1].known_on if seen else rows[0].known_on
    alike = [row for row in rows if row.known_on == when]
    usd = math.exp(fmean(math.log(row.usd) for row in alike))
    spread = 0.25 if all(row.imputed for row in alike) else 0.15
    names = tuple(row.price_id for row in alike)
    words = f"published by {alike[0].provider}"
    return Level(usd, spread, names, words, True, all(_is_placeholder(r, market) for r in alike))


def worked_out_level(
    market: Market, accelerator: Accelerator, model: OwningModel, day: date
) -> Level | None:
    """A large buyer's owning cost without a published one; None when no route is open."""
    return together(_routes(market, accelerator, model, day))


def owning_level(
    market: Market,
    accelerator: Accelerator,
    model: OwningModel,
    day: date,
    owners: Iterable[str] = LARGE_BUYERS,
) -> Level | None:
    """The published level of such owners, else the one that is worked out.

    A placeholder (the part before it times a round factor) counts as one route among others.
    """
    found = published_level(market, accelerator.accelerator_id, day, owners)
    if found and not found.placeholder:
        return found
    routes = _routes(market, accelerator, model, day)
    return together([found, *routes] if found else routes)


def _routes(market: Market, accelerator: Accelerator, model: OwningModel, day: date) -> list[Level]:
    routes = (
        _from_street(market, accelerator, model, day),
        _from_other(market, accelerator, day, _NEOCLOUD, "neocloud"),
        _from_rent(market, accelerator, day),
    )
    return [route for route in routes if route]


def together(routes: list[Level]) -> Level | None:
    """Independent readings of one cost as one: the mean of logs by inverse variance."""
    if not routes:
        return None
    weights = [1 / route.log_sd**2 for route in routes]
    total = sum(weights)
    middle = sum(w * math.log(r.usd) for w, r in zip(weights, routes, strict=True)) / total
    return Level(
        math.exp(middle),
        max(LEAST_SD, total**-0.5),
        tuple(dict.fromkeys(name for route in routes for name in route.names)),
        "; ".join(f"{route.words}: {route.usd:.2f}" for route in routes),
        False,
    )


def bulk_factor(
    market: Market, accelerator: Accelerator, model: OwningModel, day: date
) -> tuple[float, tuple[str, ...]] | None:
    """What large buyers' all-in hardware costs against its street price; with its rows.

    Learned from the other accelerators with both, half from those of its generation; None
    when no other of its generation has both.
    """
    logs: dict[str, float] = {}
    names: list[str] = []
    for other in market.accelerators:
        level = published_level(market, other.accelerator_id, day)
        street = capital_row(market, other, day)
        kw = other.utility_power_w
        if other == accelerator or not level or not street or not kw or level.log_sd > 0.2:
            continue
        if any(_is_implied(market, name) for name in street.names):
            continue
        capital = model.it_capital_usd(level.usd, utility_kw=kw / 1000)
        logs[other.accelerator_id] = math.log(capital / street.usd)
        names += [*level.names, *street.names]
    family = [
        logs[a.accelerator_id]
        for a in market.accelerators
        if a.accelerator_id in logs and _family(a) == _family(accelerator)
    ]
    if not family:
        return None
    middle = fmean(logs.values())
    middle += SAME_GENERATION_WEIGHT * (fmean(family) - middle)
    return math.exp(middle), tuple(names)


def _from_street(
    market: Market, accelerator: Accelerator, model: OwningModel, day: date
) -> Level | None:
    street = capital_row(market, accelerator, day)
    kw = power_kw(market, accelerator)
    if street is None or kw is None or any(_is_implied(market, n) for n in street.names):
        return None
    factor, names = bulk_factor(market, accelerator, model, day) or (1.0, ())
    usd = model.usd_per_hour(street.usd * factor, utility_kw=kw)
    words = f"hardware at {street.usd * factor:,.0f} USD and {kw:.2f} kW a chip"
    return Level(
        usd, STREET_SD if names else STREET_ALONE_SD, (*street.names, *names), words, False
    )


def _from_other(
    market: Market,
    accelerator: Accelerator,
    day: date,
    owners: tuple[str, ...],
    who: str,
) -> Level | None:
    level = published_level(market, accelerator.accelerator_id, day, owners)
    logs = _owner_ratios(market, day)
    if level is None or len(logs) < 2:
        return None
    usd = level.usd * math.exp(fmean(logs))
    spread = max(level.log_sd if level.placeholder else LEAST_SD, pstdev(logs))
    return Level(usd, spread, level.names, f"from a {who}'s {level.usd:.2f}", False)


def _from_rent(market: Market, accelerator: Accelerator, day: date) -> Level | None:
    rent = _rent(market, accelerator.accelerator_id, day)
    pairs = [
        math.log(level.usd / other.usd)
        for a in market.accelerators
        if (level := published_level(market, a.accelerator_id, day)) and level.log_sd < 0.2
        and (other := _rent(market, a.accelerator_id, day)) and not other.imputed
    ]  # fmt: skip
    if rent is None or len(pairs) < 2:
        return None
    usd = rent.usd * math.exp(fmean(pairs))
    return Level(
        usd, max(0.2, pstdev(pairs)), (rent.price_id,), f"from a rent of {rent.usd:.2f}", False
    )


def power_kw(market: Market, accelerator: Accelerator) -> float | None:
    """Utility power per chip [kW]: the datasheet's, else the assumption's; None without."""
    if accelerator.utility_power_w:
        return accelerator.utility_power_w / 1000
    rows = [r for r in market.tco
            if r.applies_to == accelerator.accelerator_id and r.unit == "kw_per_chip"]  # fmt: skip
    return rows[0].centre if rows else None


def _owner_ratios(market: Market, day: date) -> list[float]:
    found = []
    for a in market.accelerators:
        large = published_level(market, a.accelerator_id, day)
        small = published_level(market, a.accelerator_id, day, _NEOCLOUD)
        if large and small and max(large.log_sd, small.log_sd) < 0.2:
            found.append(math.log(large.usd / small.usd))
    return found


def _owned(market: Market, accelerator_id: str, owners: Iterable[str]) -> list[Price]:
    wanted = set(owners)
    rows = [p for p in market.prices if p.accelerator_id == accelerator_id
            and p.kind == "owning_tco" and p.commitment in wanted and p.use]  # fmt: skip
    return sorted(rows, key=lambda p: (p.known_on, p.price_id))


def _rent(market: Market, accelerator_id: str, day: date) -> Price | None:
    rows = sorted(
        (p for p in market.prices if p.accelerator_id == accelerator_id and p.use
         and p.kind == "contract_index" and p.commitment == "3y"),
        key=lambda p: (p.known_on, p.price_id),
    )  # fmt: skip
    seen = [row for row in rows if row.known_on <= day]
    return seen[-1] if seen else (rows[0] if rows else None)


def _is_placeholder(row: Price, market: Market) -> bool:
    """Set from another accelerator's row, instead of estimated or solved for."""
    others = {p.price_id: p.accelerator_id for p in market.prices}
    from_other = {others[name] for name in row.derived_from if name in others}
    return row.evidence != "derived" and bool(from_other - {row.accelerator_id})


def _is_implied(market: Market, price_id: str) -> bool:
    return any(p.price_id == price_id and p.kind == "capex_implied" for p in market.prices)


def _family(accelerator: Accelerator) -> tuple[str, str]:
    return accelerator.supplier_id, accelerator.generation.split(" ")[0]
