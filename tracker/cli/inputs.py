"""What a figure was worked out from: each input with its figures, its source and its date."""

from collections.abc import Iterable
from typing import Any

from tracker.cli.options import END_OF_TIME
from tracker.cli.words import parties_of
from tracker.model.market import CompanyFact, PriceObservation, Stake
from tracker.reference.load import load_reference
from tracker.reference.market import Market
from tracker.store.published import Published

COLUMNS = ("input", "what", "figure", "on", "source")


def input_rows(
    published: Published, ids: Iterable[str], observations: Iterable[PriceObservation]
) -> list[dict[str, Any]]:
    """One row an input id, in their order; an id that nothing knows says so."""
    reference = reference_rows(load_reference(published.home).market)
    by_deal: dict[str, PriceObservation] = {o.deal_id: o for o in observations if o.deal_id}
    deals = {deal.deal_id: deal for deal in published.deals(END_OF_TIME)}
    rows = []
    for key in ids:
        if key in reference:
            rows.append({"input": key, **reference[key]})
        elif key in deals:
            rows.append(
                {
                    "input": key,
                    "what": f"deal: {parties_of(deals[key])}",
                    "figure": by_deal[key].formula if key in by_deal else "",
                    "on": deals[key].status_on,
                    "source": f"tracker deals show {key[:8]}",
                }
            )
        else:
            rows.append({"input": key, "what": "no longer on file"})
    return rows


def reference_rows(market: Market) -> dict[str, dict[str, Any]]:
    """The rows of the reference tables by id, worded."""
    rows: dict[str, dict[str, Any]] = {}
    for price in market.prices:
        rows[price.price_id] = {
            "what": f"price: {price.provider}, {price.kind} {price.commitment}",
            "figure": f"{_range(price.low, price.mid, price.high)} {price.unit}",
            "on": price.as_of,
            "source": price.source_url,
        }
    for point in market.throughput:
        rows[point.throughput_id] = {
            "what": f"benchmark: {point.model}, {point.benchmark} {point.scenario}",
            "figure": f"{point.tokens_per_s_per_chip:,.0f} {point.token_type} tokens/s a chip",
            "on": point.as_of,
            "source": point.source_url,
        }
    for assumed in market.tco:
        rows[assumed.parameter_id] = {
            "what": f"assumption: {assumed.parameter}",
            "figure": f"{_range(assumed.low, assumed.mid, assumed.high)} {assumed.unit}",
            "on": assumed.as_of,
            "source": assumed.source_url,
        }
    rows |= {stake.stake_id: _stake_row(stake) for stake in market.stakes}
    rows |= {fact.fact_id: _fact_row(fact) for fact in market.company_facts}
    for override in market.overrides:
        if override.key in rows:
            what = rows[override.key]["what"]
            rows[override.key]["what"] = f"own figure, {override.where}; {what}"
    return rows


def _stake_row(stake: Stake) -> dict[str, Any]:
    amounts = [
        f"{usd:,.0f}" for usd in (stake.invested_usd, stake.committed_usd) if usd is not None
    ]
    promised = " / ".join(dict.fromkeys(amounts))
    share = _range(stake.stake_low, stake.stake_high, None)
    said = [f"{promised} USD" if promised else "", f"share {share}" if share else ""]
    return {
        "what": f"stake: {stake.investor_id} in {stake.investee_id}, {stake.status}",
        "figure": "; ".join(filter(None, said)),
        "on": stake.as_of,
        "source": stake.source_url,
    }


def _fact_row(fact: CompanyFact) -> dict[str, Any]:
    return {
        "what": f"company figure: {fact.company_id}, {fact.metric} of {fact.scope}, {fact.period}",
        "figure": _range(fact.low, fact.value, fact.high),
        "on": fact.as_of,
        "source": fact.source_url,
    }


def _range(low: float | None, mid: float | None, high: float | None) -> str:
    stated = [f"{value:g}" for value in (low, mid, high) if value is not None]
    return " / ".join(dict.fromkeys(stated))
