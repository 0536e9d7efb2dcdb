"""The supplier-shift index in dollars, dollars a year, gigawatts and chips.

A ten-year deal swamps a three-year one in dollars and not in dollars a year; a deal without
an amount may still state its power. So each measure tells something else, and none is summed
with another. Source: model section (j).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from tracker.economics import stated
from tracker.economics.commitment import commitment, committed_on
from tracker.economics.families import meant_by
from tracker.economics.implied import POWER_SD, kw_per_chip
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.silicon import Parts
from tracker.economics.stated import Stated
from tracker.economics.units import KW_PER_GW
from tracker.model.deals import Deal
from tracker.model.ids import content_id
from tracker.model.market import Accelerator
from tracker.reference.market import Market

Measure = Literal["usd", "usd_per_year", "gw", "chips"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
DRAWS = 10_000
AMOUNT_SD = 0.10  # how far what comes strays from what is said, at the least: a choice


@dataclass(frozen=True, slots=True)
class Entry:
    """One deal's amount in one measure, by silicon supplier."""

    deal_id: str
    since: date
    parts: Parts
    amount: Stated
    p_execution: float


@dataclass(frozen=True, slots=True)
class IndexShare:
    """A supplier's share of what was newly committed: the centre and a 90 % range."""

    supplier_id: str
    amount: float  # weighted by probability and age, in the measure's unit
    share: float
    low: float
    high: float
    deal_ids: tuple[str, ...]


def entries(
    deals: Iterable[Deal],
    measure: Measure,
    market: Market,
    products: ProductBook,
    companies: CompanyBook,
) -> tuple[Entry, ...]:
    """What each committed deal brings in a measure; a deal that does not say is left out.

    Chips and gigawatts are converted into one another where only one of them is stated and
    the power of a chip is known, at a wider spread.
    """
    known = {a.accelerator_id: a for a in market.accelerators}
    found = []
    for deal in deals:
        held = commitment(deal, committed_on(deal), products, companies, market.mixes)
        if held is None:
            continue
        meant = meant_by(deal.products, held.since, products, market.families, known)
        amount = _amount(deal, measure, meant.accelerators, market)
        if amount:
            found.append(Entry(deal.deal_id, held.since, held.parts, amount, held.p_execution))
    return tuple(sorted(found, key=lambda entry: entry.deal_id))


def shift_index(found: Iterable[Entry], *, day: date, window_days: int) -> Mapping[str, IndexShare]:
    """Shares by supplier on a day; older commitments fade with exp(-age / window).

    Each deal comes or does not, by its probability; a deal draws the same in every run.
    """
    totals: dict[str, float] = {}
    drawn: dict[str, npt.NDArray[np.float64]] = {}
    names: dict[str, list[str]] = {}
    for entry in found:
        age = (day - entry.since).days
        if age < 0:
            continue
        weight = float(np.exp(-age / window_days))
        draws = _draws(entry) * weight
        for supplier_id, part in entry.parts:
            centre = entry.amount.centre * entry.p_execution * weight * part
            totals[supplier_id] = totals.get(supplier_id, 0.0) + centre
            drawn[supplier_id] = drawn.get(supplier_id, np.zeros(DRAWS)) + draws * part
            names.setdefault(supplier_id, []).append(entry.deal_id)
    return _shares(totals, drawn, names)


def _shares(
    totals: dict[str, float],
    drawn: dict[str, npt.NDArray[np.float64]],
    names: dict[str, list[str]],
) -> dict[str, IndexShare]:
    everything = sum(totals.values())
    if everything <= 0:
        return {}
    ordered = sorted(totals)
    matrix = np.stack([drawn[name] for name in ordered])
    sums = matrix.sum(axis=0)
    parts = matrix[:, sums > 0] / sums[sums > 0]
    ends = (
        np.quantile(parts, (0.05, 0.95), axis=1) if parts.shape[1] else np.zeros((2, len(totals)))
    )
    found = {}
    for i, name in enumerate(ordered):
        share = totals[name] / everything
        low, high = min(float(ends[0][i]), share), max(float(ends[1][i]), share)
        found[name] = IndexShare(name, totals[name], share, low, high, tuple(names[name]))
    return found


def _draws(entry: Entry) -> npt.NDArray[np.float64]:
    random = np.random.default_rng(int(content_id("index", entry.deal_id), 16))
    normal, uniform = random.standard_normal(DRAWS), random.random(DRAWS)
    spread = max(AMOUNT_SD, entry.amount.log_sd)
    amounts = entry.amount.centre * np.exp(spread * normal)
    return np.where(uniform < entry.p_execution, amounts, 0.0)


def _amount(
    deal: Deal, measure: Measure, chosen: tuple[Accelerator, ...], market: Market
) -> Stated | None:
    if measure == "usd":
        return stated.value_usd(deal)
    if measure == "usd_per_year":
        return stated.usd_per_year(deal)
    chips, power = stated.chips(deal), stated.power_kw(deal)
    each = kw_per_chip(chosen[0], market) if len(chosen) == 1 else None
    if measure == "gw":
        if power:
            return _times(power, 1 / KW_PER_GW)
        return _times(chips, each / KW_PER_GW, POWER_SD) if chips and each else None
    if chips:
        return chips
    return _times(power, 1 / each, POWER_SD) if power and each else None


def _times(amount: Stated, factor: float, log_sd: float = 0.0) -> Stated:
    return Stated(
        amount.centre * factor,
        float(np.hypot(amount.log_sd, log_sd)),
        amount.one_sided,
        amount.low * factor,
        amount.high * factor,
    )
