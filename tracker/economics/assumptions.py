"""A market with some of its figures edited: for a what-if, and for what a result rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.model.errors import BadInput
from tracker.reference.figures import Assumption, Price, Throughput
from tracker.reference.market import Market


@dataclass(frozen=True, slots=True)
class Edit:
    """One figure before and after."""

    figure_id: str
    what: str
    before: float
    after: float
    unit: str


def edited(market: Market, changes: Mapping[str, float]) -> tuple[Market, tuple[Edit, ...]]:
    """The market with "tco.ID", "prices.ID" or "throughput.ID" set to other values.

    An id may be cut short: tco.wacc is the cost of capital of everybody. Raises BadInput
    for an id that nothing begins with, and for a value that is not above 0.
    """
    edits: list[Edit] = []
    for name, value in changes.items():
        table, _, start = name.partition(".")
        if not value > 0:
            raise BadInput(f"{name}={value:g}: must be above 0")
        found = [e for e in _edits(market, table, value) if e.figure_id == start]
        found = found or [e for e in _edits(market, table, value) if e.figure_id.startswith(start)]
        if not start or not found:
            raise BadInput(f"{name}: no such figure; write tco.ID, prices.ID or throughput.ID")
        edits += found
    after = {edit.figure_id: edit.after for edit in edits}
    return _with(market, after), tuple(edits)


def _edits(market: Market, table: str, value: float) -> list[Edit]:
    if table == "tco":
        return [Edit(r.parameter_id, r.parameter, r.centre, value, r.unit) for r in market.tco]
    if table == "prices":
        return [
            Edit(p.price_id, f"{p.accelerator_id}, {p.provider}", p.usd, value, p.unit)
            for p in market.prices
        ]
    if table == "throughput":
        return [
            Edit(t.throughput_id, f"{t.accelerator_id}, {t.model}", t.tokens_per_s_per_chip, value,
                 "tokens/s")
            for t in market.throughput
        ]  # fmt: skip
    return []


def _with(market: Market, after: Mapping[str, float]) -> Market:
    return replace(
        market,
        tco=tuple(_assumption(row, after.get(row.parameter_id)) for row in market.tco),
        prices=tuple(_price(row, after.get(row.price_id)) for row in market.prices),
        throughput=tuple(_point(row, after.get(row.throughput_id)) for row in market.throughput),
    )


def _assumption(row: Assumption, value: float | None) -> Assumption:
    return row if value is None else replace(row, low=None, mid=value, high=None)


def _price(row: Price, value: float | None) -> Price:
    return row if value is None else replace(row, low=None, mid=value, high=None)


def _point(row: Throughput, value: float | None) -> Throughput:
    return row if value is None else replace(row, tokens_per_s_per_chip=value)
