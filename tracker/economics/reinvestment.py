"""What a supplier puts of its gross profit into labs, worked out from its own figures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.economics.leakage import leakage_usd
from tracker.economics.unit_costs import Interval
from tracker.model.market import CompanyFact, Stake
from tracker.reference.market import Market

# Of the most likely share; money is fungible and investments are lumpy, section (h).
LEAST_OF_MODE, MOST_OF_MODE = 0.05 / 0.19, 0.25 / 0.19
_NO_STAKE = {"lapsed", "guarantee", "licence", "warrant", "financing"}
_YEAR = re.compile(r"^FY\d{4}$| year$")
_QUARTERS = 5  # as the investments of section (h): a year and a quarter
_MARGINS = ("gross_margin_gaap", "gross_margin", "gross_margin_nongaap")


@dataclass(frozen=True, slots=True)
class Reinvestment:
    """One supplier's share of gross profit put into one lab, as triangular low, mode, high.

    `margin` is its gross margin over the periods counted; `inputs` are ids of company
    facts and stakes.
    """

    supplier_id: str
    lab_id: str
    margin: float
    low: float
    mode: float
    high: float
    paid_usd: float
    promised_usd: float
    inputs: tuple[str, ...]

    def leakage(self, spend_usd: float) -> Interval:
        """Dollars of a spend that end up with the lab: the 90 % range, first reading.

        Source: L = S g r, section (h), r triangular.
        """
        low, mid, high = (
            leakage_usd(spend_usd, gross_margin=self.margin, reinvested_share=share, to_rivals=1.0)
            for share in (self._at(0.05), self.mode, self._at(0.95))
        )
        return Interval(min(low, mid), mid, max(mid, high))

    def _at(self, p: float) -> float:
        return triangular(p, self.low, self.mode, self.high)


def reinvestment(market: Market, supplier_id: str, lab_id: str) -> Reinvestment | str:
    """The supplier's reinvestment in a lab; else why it is held: what is missing.

    Zero without stakes. What is promised but not paid lifts the high end only.
    """
    periods = _gross_profits(market.company_facts, supplier_id)
    if not periods:
        return f"gross margin of {supplier_id} is not known: leakage held for review"
    revenue = sum(fact.revenue_usd or 0.0 for fact in periods)
    profit = sum((fact.revenue_usd or 0.0) * (fact.value or 0.0) for fact in periods)
    stakes = _stakes(market.stakes, supplier_id, lab_id)
    paid = sum(stake.invested_usd or 0.0 for stake in stakes)
    promised = max(paid, sum(stake.committed_usd or 0.0 for stake in stakes))
    mode = paid / profit
    return Reinvestment(
        supplier_id=supplier_id,
        lab_id=lab_id,
        margin=profit / revenue,
        low=mode * LEAST_OF_MODE,
        mode=mode,
        high=max(mode * MOST_OF_MODE, promised / profit),
        paid_usd=paid,
        promised_usd=promised,
        inputs=tuple(f.fact_id for f in periods) + tuple(s.stake_id for s in stakes),
    )


def triangular(p: float, low: float, mode: float, high: float) -> float:
    """The quantile of a triangular distribution; low <= mode <= high."""
    span = high - low
    if span <= 0:
        return mode
    if p * span <= mode - low:
        return low + float((p * span * (mode - low)) ** 0.5)
    return high - float(((1 - p) * span * (high - mode)) ** 0.5)


def _gross_profits(facts: Iterable[CompanyFact], company_id: str) -> list[CompanyFact]:
    """The last five quarters with revenue and gross margin, else the last year, oldest first.

    One fact a period, the strictest margin; a quarter and the year it is in never both.
    """
    found: dict[tuple[bool, date], CompanyFact] = {}
    for metric in _MARGINS:
        for fact in facts:
            asked = (fact.company_id, fact.scope, fact.metric) == (company_id, "company", metric)
            if asked and fact.revenue_usd and fact.value is not None and fact.period_end:
                yearly = bool(_YEAR.search(fact.period))
                found.setdefault((yearly, fact.period_end), fact)
    quarters = [found[key] for key in sorted(found) if not key[0]]
    years = [found[key] for key in sorted(found) if key[0]]
    return quarters[-_QUARTERS:] or years[-1:]


def _stakes(stakes: Iterable[Stake], investor_id: str, lab_id: str) -> list[Stake]:
    """The latest stakes that are no promise of another row: announced, then paid, is one."""
    rows = [
        s for s in stakes
        if (s.investor_id, s.investee_id) == (investor_id, lab_id) and s.status not in _NO_STAKE
    ]  # fmt: skip
    paid = [s for s in rows if s.invested_usd]
    return paid or rows
