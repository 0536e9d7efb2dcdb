"""All rows of a file against the model, each with a market that does not contain it."""

from collections.abc import Iterable
from dataclasses import replace

from pipelines.validation import claims, costs  # noqa: F401 - they register
from pipelines.validation.asked import asked
from pipelines.validation.blind import blind_market
from pipelines.validation.deals import served_at
from pipelines.validation.judge import Outcome, judge, place_on_curves
from pipelines.validation.predict import Predicted, Question, Silent, predict
from pipelines.validation.rows import Published
from tracker.economics.capital import owning_model
from tracker.reference.market import Market
from tracker.reference.products import Products


def outcomes_of(
    rows: Iterable[Published], market: Market, products: Products, *, strict: bool = False
) -> list[Outcome]:
    """One outcome a row, in order; a row without a figure is silent about it."""
    told: list[tuple[Published, Predicted]] = []
    outcomes: dict[str, Outcome] = {}
    everything = list(rows)
    for row in everything:
        try:
            told.append((row, _predicted(row, market, products, strict)))
        except Silent as reason:
            outcomes[row.row_id] = Outcome(row, None, str(reason), None, None, None)
    sources = _sources(market)
    for (row, _), predicted in zip(told, place_on_curves(told), strict=True):
        same = any(sources.get(name) == row.source_url for name in predicted.names)
        outcomes[row.row_id] = replace(judge(row, predicted), same_source=same)
    return [outcomes[row.row_id] for row in everything]


def served(rows: Iterable[Published], market: Market, products: Products) -> list[Outcome]:
    """Deals priced by what serving them costs, without their value; others are left out."""
    found = []
    for row in rows:
        if row.kind != "deal":
            continue
        try:
            predicted = served_at(_question(row, market, products, strict=False))
        except Silent:
            continue
        found.append(judge(row, predicted))
    return found


def _question(row: Published, market: Market, products: Products, *, strict: bool) -> Question:
    what = asked(row, market, products)
    blind = blind_market(row, what, market, strict=strict)
    return Question(row, what, blind, owning_model(blind))


def _sources(market: Market) -> dict[str, str]:
    prices = {price.price_id: price.source_url for price in market.prices}
    points = {point.throughput_id: point.source_url for point in market.throughput}
    return prices | points | {row.parameter_id: row.source_url for row in market.tco}


def _predicted(row: Published, market: Market, products: Products, strict: bool) -> Predicted:
    found = predict(_question(row, market, products, strict=strict))
    if row.value is None and found.published is None:
        raise Silent("the publication gives no figure")
    return found
