"""Predictions of claims that compare two accelerators, or two kinds of supplier."""

import math
import re

from pipelines.validation.costs import level_of, operating
from pipelines.validation.predict import Predicted, Question, Silent, predictor
from tracker.economics.comparison import (
    capital_saving_share,
    cost_ratio,
    cost_reduction_percent,
    more_per_dollar_percent,
)

_VENDOR_MARGINS = re.compile(r"NVIDIA.*\bASIC\b|\bASIC\b.*(NVIDIA|GPU|saving)", re.I)


@predictor("relative_claim")
def relative_claim(question: Question) -> Predicted:
    """Both sides priced in the row's cell, worded as the row's metric words it."""
    row, what = question.row, question.what
    if "capex" in row.metric or (not row.accelerator_id and _VENDOR_MARGINS.search(row.subject)):
        return _custom_silicon(question)
    if "price_reduction" in row.metric:
        raise Silent("what a threat to leave is worth in a negotiation is not in the model")
    question.accelerator()
    if not what.other:
        raise Silent("what it is compared with is no accelerator that we know")
    own, other = level_of(question), level_of(question, what.other[0])
    if "tco" in row.metric and "tokens" not in row.metric:
        return _worded(question, own.usd, other.usd, (*own.names, *other.names), "owning costs")
    mine, theirs = operating(question), operating(question, what.other[0])
    states_cell = what.speed is not None or re.search(r"\b(conc|best)", row.subject)
    if not (what.named or states_cell):
        raise Silent("names no workload: the sign changes from cell to cell")
    how = (
        f"{own.usd:.2f}/{mine.tokens_per_s:,.0f} against {other.usd:.2f}/{theirs.tokens_per_s:,.0f}"
    )
    names = (*own.names, *mine.names, *other.names, *theirs.names)
    cost, against = own.usd / mine.tokens_per_s, other.usd / theirs.tokens_per_s
    spread = math.hypot(own.log_sd, other.log_sd, mine.log_sd, theirs.log_sd)
    return _worded(question, cost, against, names, f"{how} ({mine.how})", spread)


def _worded(
    question: Question,
    cost: float,
    other: float,
    names: tuple[str, ...],
    how: str,
    log_sd: float | None = None,
) -> Predicted:
    metric = question.row.metric
    if re.search(r"reduction|cheaper|saving|lower", metric):
        value = cost_reduction_percent(cost, other)
    elif "pct" in metric or question.row.unit == "percent":
        value = more_per_dollar_percent(cost, other)
    else:  # tokens per dollar, or cost_ratio_b200_over_mi355x: which of them is above?
        above = re.search(r"ratio_(\w+?)_over_", metric)
        is_own = above and above.group(1) in question.row.accelerator_id
        value = cost_ratio(cost, other) if is_own else cost_ratio(other, cost)
    return Predicted(value, "relative", names, how, log_sd)


def _custom_silicon(question: Question) -> Predicted:
    """What a custom designer's margin in place of NVIDIA's does to all capital."""
    row, market = question.row, question.market
    if not _VENDOR_MARGINS.search(row.subject):
        raise Silent("capital of two systems without a price of one of them")
    names = ("gpu_share_capex", "vendor_gm_nvda", "vendor_gm_asic")
    share, high, low = (market.parameter(name).centre for name in names)
    saved = capital_saving_share(share, high, low)
    value = 1 / (1 - saved) if row.unit == "ratio" else saved * 100
    how = f"accelerators {share:.0%} of capital; margins {high:.0%} and {low:.0%}"
    return Predicted(value, "relative", names, how)
