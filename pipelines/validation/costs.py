"""Predictions of owning costs, of costs per million tokens, and of capital per gigawatt."""

import math
import re

from pipelines.validation.asked import TOTAL, points_of
from pipelines.validation.predict import Predicted, Question, Silent, predictor
from tracker.economics.levels import LARGE_BUYERS, Level, owning_level, power_kw
from tracker.economics.price_rows import capital_row
from tracker.economics.throughput import Operating, operating_at
from tracker.economics.unit_costs import token_cost
from tracker.economics.units import HOURS_PER_YEAR, KW_PER_GW
from tracker.reference.figures import Throughput

_TOKENS = {
    "usd_per_m_total_tokens": "total",
    "usd_per_m_input_tokens": "input",
    "usd_per_m_output_tokens": "output",
}
_DEFAULT_SHAPE = "8k/1k"  # what the benchmark's "best point" means unless it says otherwise


def level_of(question: Question, accelerator_id: str = "") -> Level:
    """The owning cost of the row's accelerator, or of the named one. Raises Silent."""
    accelerator = question.accelerator(accelerator_id)
    owners = LARGE_BUYERS if accelerator_id else question.what.owners
    day = question.row.day
    found = owning_level(question.market, accelerator, question.model, day, owners)
    if found is None:
        raise Silent(f"no owning cost of {accelerator.accelerator_id}: neither price nor capital")
    return found


def operating(question: Question, accelerator_id: str = "") -> Operating:
    """Tokens/s of the cell that the row names. Raises Silent without a fitting point."""
    name = accelerator_id or question.row.accelerator_id
    what, market = question.what, question.market
    if what.model is None:
        raise Silent("neither the row nor its source names a model")
    points = points_of(market, name, what)
    if not points:
        raise Silent(f"no measured point of {what.model} on {name or 'no accelerator'}")
    if what.speed is None:
        return _fastest(points, what.shape)
    sweeps = _sweeps(market.throughput)
    accelerators = {a.accelerator_id: a for a in market.accelerators}
    found = operating_at(points, sweeps, accelerators, what.speed)
    if found is None:
        raise Silent(f"no sweep reaches {what.speed:g} tokens/s a user")
    return found


@predictor("cost_per_mtok")
def cost_per_mtok(question: Question) -> Predicted:
    """Owning cost over throughput, in the row's cell; utilisation is in neither."""
    row = question.row
    token_type = _TOKENS.get(row.unit)
    if "latency" in row.metric:
        raise Silent("end-to-end latency holds the wait for the first token: no point states it")
    if token_type is None:
        raise Silent("which tokens the cost is per is not stated")
    level = level_of(question)
    if row.metric.endswith("upper_bound"):
        return _upper_bound(question, level, token_type)
    if "curve" in row.subject.lower() and question.what.speed is None:
        return _on_curve(question, level)
    point = operating(question)
    cost = token_cost(level.usd, tokens_per_s=point.tokens_per_s, token_type=TOTAL)
    return Predicted(
        cost.usd_per_million,
        "carried" if point.how == "carried" else "tokens",
        (*level.names, *point.names),
        f"{level.usd:.3f} USD/h over {point.tokens_per_s:,.0f} tokens/s ({point.how})",
        math.hypot(level.log_sd, point.log_sd),
    )


@predictor("tco_per_chip_hr")
def tco_per_chip_hour(question: Question) -> Predicted:
    """The owning cost from all that does not state it."""
    level = level_of(question)
    return Predicted(level.usd, "owning", level.names, level.words, level.log_sd)


@predictor("tco_per_gw_year")
def tco_per_gw_year(question: Question) -> Predicted:
    """The owning cost of a gigawatt at the meter, in billions of dollars a year."""
    level, kw = level_of(question), power_kw(question.market, question.accelerator())
    if kw is None:
        raise Silent("power per chip is not known")
    usd = level.usd * HOURS_PER_YEAR / kw * KW_PER_GW / 1e9
    how = f"{level.usd:.3f} USD/h at {kw:.2f} kW a chip; {level.words}"
    return Predicted(usd, "owning", level.names, how, level.log_sd)


@predictor("capex")
def capital_per_gw(question: Question) -> Predicted:
    """Hardware and liquid-cooled building for a gigawatt at the meter [billion USD]."""
    named = re.search(r"\b(GB[23]00|VR200)\b", question.row.subject)
    ids = {"GB200": "nvda_gb200_nvl72", "GB300": "nvda_gb300_nvl72", "VR200": "nvda_vr200_nvl72"}
    accelerator = question.accelerator(ids.get(named.group(1), "") if named else "")
    market = question.market
    street, kw = capital_row(market, accelerator, question.row.day), power_kw(market, accelerator)
    if street is None or kw is None:
        raise Silent(f"no capital or power of {accelerator.accelerator_id}")
    building = kw / question.model.pue * market.parameter("dc_capex_ai").centre * 1000
    usd = (street.usd + building) / kw * KW_PER_GW / 1e9
    how = f"({street.usd:,.0f} + {building:,.0f}) USD per {kw:.2f} kW"
    return Predicted(usd, "other", (*street.names, "dc_capex_ai"), how, 0.3)


@predictor("tokens_per_mw")
def tokens_per_mw(_question: Question) -> Predicted:
    """Raises Silent: the published figures do not say of which tokens, at which speed."""
    raise Silent("speed per user, sequence shape and token type are not stated; our points"
                 " are of later software")  # fmt: skip


@predictor("revenue_per_gw")
def revenue_per_gw(_question: Question) -> Predicted:
    """Raises Silent: the model is of costs."""
    raise Silent("what tokens sell for is not in the model")


def _upper_bound(question: Question, level: Level, token_type: str) -> Predicted:
    """All cost charged to one kind of token: what our own cost can be at most."""
    point = operating(question)
    shape = question.what.shape or _DEFAULT_SHAPE
    tokens_in, tokens_out = (float(part.strip("k")) for part in shape.split("/"))
    part = {"input": tokens_in, "output": tokens_out}[token_type] / (tokens_in + tokens_out)
    cost = token_cost(level.usd, tokens_per_s=point.tokens_per_s * part, token_type=TOTAL)
    how = f"all of {level.usd:.2f} USD/h charged to {token_type} tokens, {shape}"
    return Predicted(cost.usd_per_million, "bound", (*level.names, *point.names), how)


def _on_curve(question: Question, level: Level) -> Predicted:
    """The costs along the sweep that the row speaks of without saying which point."""
    points = [p for p in points_of(question.market, question.row.accelerator_id, question.what)
              if "sweep" in p.scenario]  # fmt: skip
    if not points:
        raise Silent("no sweep of that model on it")
    costs = sorted(
        token_cost(level.usd, tokens_per_s=p.tokens_per_s_per_chip, token_type=TOTAL)
        .usd_per_million for p in points
    )  # fmt: skip
    names = (*level.names, *(p.throughput_id for p in points))
    how = f"one of {len(costs)} points of the sweep; the row does not say which"
    return Predicted(costs[0], "curve", names, how, level.log_sd, choices=tuple(costs))


def _fastest(points: list[Throughput], shape: str | None) -> Operating:
    wanted = [p for p in points if p.scenario.startswith(shape or _DEFAULT_SHAPE)]
    best = [p for p in wanted if "max-throughput" in p.scenario] or wanted
    if not best:
        raise Silent("no point of that sequence shape")
    top = max(best, key=lambda p: (p.tokens_per_s_per_chip, p.throughput_id))
    return Operating(top.tokens_per_s_per_chip, 0.10, (top.throughput_id,), "measured")


def _sweeps(points: tuple[Throughput, ...]) -> list[list[Throughput]]:
    groups: dict[tuple[str, str, str], list[Throughput]] = {}
    for point in points:
        if "sweep" in point.scenario:
            groups.setdefault((point.accelerator_id, point.model, point.cell), []).append(point)
    return [groups[key] for key in sorted(groups)]
