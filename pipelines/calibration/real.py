"""The model's ranges on the dated price rows, each from what was known before its day."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.economics.estimate import PriceModel
from tracker.economics.figures import View
from tracker.economics.price_rows import EVIDENCE_SD, PriceRow, day_before, rent_rows
from tracker.economics.unit_costs import Z90
from tracker.reference.load import Reference
from tracker.reference.market import Market

_SEEN_SD = {**EVIDENCE_SD, "owning": EVIDENCE_SD["list"]}


@dataclass(frozen=True, slots=True)
class Forecast:
    """One row as foretold the day before: errors and spread in ln USD/chip-hour."""

    accelerator_id: str
    row: PriceRow
    error: float
    log_sd: float
    last_error: float | None  # of the last row of the same accelerator
    siblings_only: bool

    @property
    def inside(self) -> bool:
        """Whether the row lies in the range."""
        return abs(self.error) <= Z90 * self.log_sd


def forecasts(market: Market) -> list[Forecast]:
    """Every dated row of a rent, oldest first; those of undated lists are left out.

    What became known on the day itself or later is taken away, so that nothing stands in.
    """
    dated = {p.price_id for p in market.prices if p.dated and p.use}
    rows = [
        (row, accelerator)
        for accelerator in market.accelerators
        for row in rent_rows(market, accelerator)
        if row.tier != "owning" and set(row.names) <= dated
    ]
    rows.sort(key=lambda pair: (pair[0].known_on, pair[1].accelerator_id, pair[0].tier))
    found = []
    for row, accelerator in rows:
        name = accelerator.accelerator_id
        known = [p for p in market.prices if p.known_on < row.known_on]
        model = PriceModel(replace(market, prices=tuple(known), workloads=()))
        view = View(row.known_on, day_before(row.known_on))
        rent = model.rents(accelerator.supplier_id, view).get(name)
        if rent is None:
            continue
        own = [r for r in rent_rows(model.market, accelerator) if r.tier != "owning"]
        last = math.log(row.usd / own[-1].usd) if own else None
        spread = math.hypot(math.sqrt(rent.variance), _SEEN_SD[row.tier])
        error = math.log(row.usd) - rent.mean
        found.append(Forecast(name, row, error, spread, last, rent.level.first is None))
    return found


def crps(error: float, log_sd: float) -> float:
    """How far a Normal forecast was off: the continuous ranked probability score.

    Of a forecast without a spread it is the absolute error.
    """
    if log_sd == 0:
        return abs(error)
    z = error / log_sd
    density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return log_sd * (z * math.erf(z / math.sqrt(2)) + 2 * density - 1 / math.sqrt(math.pi))


def real_lines(reference: Reference) -> Iterator[str]:
    """Coverage and CRPS on the real rows, with the last price beside it."""
    found = forecasts(reference.market)
    yield "Dated price rows, each foretold from the rows before it:"
    for f in found:
        yield (
            f"  {f.row.known_on} {f.accelerator_id:<17} {f.row.tier:<8} {f.row.usd:6.2f}"
            f"  foretold {f.row.usd / math.exp(f.error):6.2f} x/: {math.exp(Z90 * f.log_sd):4.2f}"
            f"  {'inside' if f.inside else 'OUTSIDE'}{'  by siblings' if f.siblings_only else ''}"
        )
    yield _summary("all", found)
    yield _summary("with a price of their own", [f for f in found if not f.siblings_only])
    yield _summary("by siblings only", [f for f in found if f.siblings_only])
    pairs = [f for f in found if f.last_error is not None]
    if pairs:
        model = sum(crps(f.error, f.log_sd) for f in pairs) / len(pairs)
        last = sum(abs(f.last_error or 0.0) for f in pairs) / len(pairs)
        yield f"  CRPS in logs: model {model:.3f}, last price {last:.3f} (n = {len(pairs)})"


def _summary(words: str, found: list[Forecast]) -> str:
    if not found:
        return f"  {words}: none"
    inside = sum(f.inside for f in found)
    score = sum(crps(f.error, f.log_sd) for f in found) / len(found)
    share = inside / len(found)
    return f"  {words}: {inside} of {len(found)} inside 90 % ({share:.0%}), CRPS {score:.3f}"
