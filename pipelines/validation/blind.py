"""The market without what states a figure, and without all that was worked out from it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipelines.validation.asked import Asked
from pipelines.validation.rows import Published
from tracker.reference.figures import Price
from tracker.reference.market import Market

_NEOCLOUD = "neocloud_owned"


def blind_market(row: Published, what: Asked, market: Market, *, strict: bool = False) -> Market:
    """The market with which a row may be predicted.

    An owning cost loses the rows that state it; a comparison of two accelerators those
    worked out from that comparison. Strict: every price of the same source goes, as if
    the publication did not exist; benchmark points stay, without them no cell exists.
    """
    if strict:
        return _without(market, lambda price: price.source_url == row.source_url)
    if row.kind.startswith("tco_"):
        return _without(market, lambda price: _states(price, row))
    if what.other:
        claims = {f"{row.accelerator_id}@{o}/{b}" for o in what.owners for b in what.other}
        return _without(market, lambda price: bool(claims & set(price.derived_from)))
    return market


def _states(price: Price, row: Published) -> bool:
    """Whether a price row says the owning cost that is asked for, or one of the same table."""
    return (
        price.kind == "owning_tco"
        and price.accelerator_id == row.accelerator_id
        and price.commitment != _NEOCLOUD
        and price.source_url == row.source_url
    )


def _without(market: Market, is_out: Callable[[Price], bool]) -> Market:
    gone = {price.price_id for price in market.prices if is_out(price)}
    return replace(market, prices=_kept(market.prices, gone))


def _kept(prices: Iterable[Price], gone: set[str]) -> tuple[Price, ...]:
    """What is left when also everything derived from what is gone goes."""
    rows = tuple(prices)
    while True:
        further = {p.price_id for p in rows if gone & set(p.derived_from)} - gone
        if not further:
            return tuple(p for p in rows if p.price_id not in gone)
        gone = gone | further
