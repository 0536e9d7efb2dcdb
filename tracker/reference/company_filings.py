"""Revenue and gross margin out of EDGAR's company facts (XBRL as JSON)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.model.errors import BadReference

REVENUE = (
    "RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "SalesRevenueNet",
)  # fmt: skip
COST = ("CostOfRevenue", "CostOfGoodsAndServicesSold", "CostOfGoodsSold")
PROFIT = ("GrossProfit",)
_FORMS = {"10-Q", "10-K", "10-Q/A", "10-K/A", "20-F", "6-K"}


@dataclass(frozen=True, slots=True)
class GrossMargin:
    """One period of one company: revenue [USD] and gross margin as a share of it."""

    cik: int
    start: date
    end: date
    revenue_usd: float
    margin: float
    filed: date

    @property
    def label(self) -> str:
        """ "2026-03-31 quarter" or "2025-12-31 year"."""
        return f"{self.end.isoformat()} {'year' if self.days > 300 else 'quarter'}"

    @property
    def days(self) -> int:
        """How long the period is."""
        return (self.end - self.start).days


def read_company_facts(text: str, name: str) -> list[GrossMargin]:
    """The quarters and years of which revenue and gross profit or cost are filed, oldest first.

    The last filing of a period counts. Raises BadReference when it is no such file.
    """
    try:
        data = json.loads(text)
        cik, facts = int(data["cik"]), data["facts"]["us-gaap"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadReference(
            f"{name}:1: no EDGAR company facts ({error!r}); check the file"
        ) from None
    revenue, cost, profit = (_periods(facts, names) for names in (REVENUE, COST, PROFIT))
    found = []
    for period in sorted(revenue):
        sold, filed = revenue[period]
        if period in profit:
            margin = profit[period][0] / sold
        elif period in cost:
            margin = 1 - cost[period][0] / sold
        else:
            continue
        if 0 <= margin <= 1:
            found.append(GrossMargin(cik, *period, sold, margin, filed))
    return sorted(found, key=lambda row: (row.end, row.days))


def _periods(
    facts: dict[str, Any], names: tuple[str, ...]
) -> dict[tuple[date, date], tuple[float, date]]:
    """The amounts above zero by start and end, from the first tag that has the period."""
    found: dict[tuple[date, date], tuple[float, date]] = {}
    for name in names:
        mine: dict[tuple[date, date], tuple[float, date]] = {}
        for start, end, value, filed in _entries(facts.get(name, {})):
            old = mine.get((start, end))
            if old is None or filed >= old[1]:
                mine[start, end] = (value, filed)
        found = mine | found
    return found


def _entries(fact: dict[str, Any]) -> Iterator[tuple[date, date, float, date]]:
    for entry in fact.get("units", {}).get("USD", ()):
        try:
            start, end, filed = (date.fromisoformat(entry[k]) for k in ("start", "end", "filed"))
            value = float(entry["val"])
        except (KeyError, TypeError, ValueError):
            continue
        long = (end - start).days
        if value > 0 and entry.get("form") in _FORMS and (80 <= long <= 100 or 350 <= long <= 380):
            yield start, end, value, filed
