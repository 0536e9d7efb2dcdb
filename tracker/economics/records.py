"""Rows for the store: observations from the price table, withdrawn ones, estimates."""

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, time
from typing import Any, TypeVar

from tracker.economics.attribution import REFERENCE
from tracker.economics.figures import Figure, Key
from tracker.model.deals import Deal
from tracker.model.ids import content_id
from tracker.model.market import (
    BuyerExposure,
    CostEstimate,
    Move,
    PriceBasis,
    PriceObservation,
    SupplierShare,
)
from tracker.reference.figures import Price
from tracker.reference.market import Market

# The estimates before any news. A fixed day, so that a run's clock never moves it.
OPENING = datetime(2025, 1, 1, tzinfo=UTC)
_BASES: Mapping[str, PriceBasis] = {
    "list": "list",
    "marketplace": "list",
    "contract_index": "contract",
    "contract_implied": "implied",
    "owning_tco": "prior",
    "capex_unit": "street",
    "capex_rack": "street",
    "capex_implied": "prior",
}


def table_observations(
    market: Market, now: datetime, first_known: datetime = OPENING
) -> list[PriceObservation]:
    """The rows of the price table as observations, as far as they are known by `now`.

    A market that came later than the opening makes its rows known then, not before.
    """
    rows = (_as_observation(price, first_known) for price in market.prices)
    return [row for row in rows if row.known_at <= now]


def withdrawn(observation: PriceObservation, deal: Deal) -> PriceObservation:
    """That a deal no longer says what it said."""
    reason = "merged into another deal" if deal.superseded_by else f"the deal is {deal.status}"
    return replace(
        observation,
        observation_id=content_id("withdrawn", observation.observation_id, deal.known_at),
        known_at=deal.known_at,
        formula=f"{observation.formula}; withdrawn: {reason}",
        used=False,
    )


_Row = TypeVar("_Row", PriceObservation, CostEstimate, SupplierShare, BuyerExposure)
_ROUNDING = ".10g"  # sums on another way differ in their last digits


def by_content(row: _Row) -> _Row:
    """The row under an id of all that it says, the first field of its kind.

    Of the same instant something else may be told later: by a newer model, or because a deal
    that came in late had been known before. Under the same id the old row would stay.
    """
    own, *said = fields(row)
    values = (_text(getattr(row, field.name)) for field in said)
    named: dict[str, Any] = {own.name: content_id(own.name, *values)}
    return replace(row, **named)


def _text(value: object) -> str | None:
    if isinstance(value, float):
        return format(value, _ROUNDING)
    if isinstance(value, Move):
        return f"{value.cause} {value.change:{_ROUNDING}}"
    if isinstance(value, tuple):
        return "\x1e".join(str(_text(item)) for item in value)
    return None if value is None else str(value)


def estimate_row(
    key: Key, before: Figure | None, after: Figure, instant: datetime, moves: tuple[Move, ...]
) -> CostEstimate:
    """The row of a figure that changed."""
    measure, accelerator_id, workload_id = key
    deals = [move.cause for move in moves if move.cause != REFERENCE]
    also = f"; moved less by {', '.join(deals[1:4])}" if deals[1:] else ""
    also += f" and {len(deals) - 4} more" if deals[4:] else ""
    row = CostEstimate(
        estimate_id="",
        measure=measure,
        accelerator_id=accelerator_id,
        workload_id=workload_id,
        low=after.low,
        mid=after.mid,
        high=after.high,
        before_low=before.low if before else None,
        before_mid=before.mid if before else None,
        before_high=before.high if before else None,
        caused_by=deals[0] if deals else None,
        input_ids=after.input_ids,
        assumptions=after.assumptions + also,
        model_data_as_of=after.model_data_as_of,
        as_of=instant.date(),
        known_at=instant,
        moves=moves,
    )
    return by_content(row)


def _as_observation(price: Price, first_known: datetime) -> PriceObservation:
    hourly = price.unit == "usd_per_chip_hour"
    known_at = max(first_known, datetime.combine(price.known_on, time(), UTC))
    ends = (price.low, price.high)
    spread = math.log(ends[1] / ends[0]) / 4 if ends[0] and ends[1] else 0.1
    return PriceObservation(
        observation_id=content_id("price row", price.price_id, price.usd, price.known_on),
        accelerator_id=price.accelerator_id,
        asset_layer="managed_compute" if hourly else "systems",
        basis=_BASES[price.kind],
        usd_per_chip_hour=price.usd if hourly else None,
        usd_per_unit=None if hourly else price.usd,
        log_sd=max(spread, 0.05),
        deal_id=None,
        source_url=price.source_url,
        observed_on=price.known_on if price.dated else None,
        known_at=known_at,
        formula=f"{price.price_id}: {price.provider}, {price.commitment}",
        used=price.use,
    )
