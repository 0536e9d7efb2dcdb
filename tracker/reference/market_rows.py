"""Rows and blocks of the market's files as records, each value checked.

Every reader raises BadReference with file, line and column.
"""

from typing import get_args

from tracker.model.errors import BadReference
from tracker.model.market import Accelerator, CompanyFact, Stake, Workload
from tracker.reference.figures import (
    Assumption,
    Family,
    Price,
    PriceKind,
    PriceUnit,
    Rivals,
    SiliconMix,
    Throughput,
    TokenType,
)
from tracker.reference.overrides import Layers
from tracker.reference.table import Row, unique


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


_STAKE_STATUS = {
    "announced", "closed", "financing", "guarantee", "held", "lapsed", "licence", "reported",
    "warrant",
}  # fmt: skip
PRICE_COLUMNS = _names(
    "price_id,accelerator_id,provider,kind,commitment,region,unit,low,mid,high,observations,"
    "evidence,imputed,use,derived_from,source_url,as_of,note"
)
THROUGHPUT_COLUMNS = _names(
    "throughput_id,accelerator_id,model,benchmark,round,division,scenario,precision,stat,"
    "submissions,chips,tokens_per_s_per_chip,token_type,interactivity_tok_s_user,submitter,"
    "software,basis,imputed,source_url,as_of"
)
TCO_COLUMNS = _names(
    "parameter_id,parameter,applies_to,low,mid,high,unit,evidence,imputed,source_url,as_of"
)
STAKE_COLUMNS = _names(
    "stake_id,investor_id,investee_id,committed_usd,invested_usd,stake_low,stake_high,status,"
    "basis,imputed,source_url,as_of,note"
)
FACT_COLUMNS = _names(
    "fact_id,company_id,period,period_end,scope,metric,value,low,high,revenue_usd,status,"
    "basis,imputed,source_url,as_of"
)
FAMILY_KEY = ("name", "as_of")
MIX_KEY = ("company_id", "as_of")  # the shares of a company from that day on
_ACCELERATOR_KEYS = {
    "accelerator_id", "supplier_id", "product", "generation", "available", "memory_gb",
    "memory_tb_per_s", "bf16_tflops", "fp8_tflops", "fp4_tflops", "board_power_w",
    "utility_power_w", "power_note", "software", "confidence", "basis", "imputed",
    "source_url", "as_of",
}  # fmt: skip
_WORKLOAD_KEYS = {
    "workload_id", "name", "model", "benchmark", "token_type", "interactivity_low",
    "interactivity_high", "input_tokens", "output_tokens", "weight", "note",
}  # fmt: skip


def _known_keys(row: Row, allowed: set[str]) -> None:
    odd = sorted(set(row.values) - allowed)
    if odd:
        raise row.fail(odd[0], "is an unknown key; mend its spelling or remove it")


def read_accelerator(row: Row) -> Accelerator:
    """A datasheet out of a block of accelerators.toml. Raises BadReference."""
    _known_keys(row, _ACCELERATOR_KEYS)
    figures = {
        name: row.number(name)
        for name in (
            "memory_gb", "memory_tb_per_s", "bf16_tflops", "fp8_tflops", "fp4_tflops",
            "board_power_w", "utility_power_w",
        )
    }  # fmt: skip
    return Accelerator(
        accelerator_id=row.text("accelerator_id"),
        supplier_id=row.text("supplier_id"),
        product=row.text("product"),
        generation=row.text("generation"),
        available=row.text("available", empty=True),
        **figures,
        software=row.text("software"),
        source_url=row.source(empty=not any(figures.values())),
        as_of=row.as_of()[0],
        basis=row.text("basis"),
        imputed=_imputed(row, figures),
    )


def _imputed(row: Row, figures: dict[str, float | None]) -> tuple[str, ...]:
    """The figures that no source gives for this very chip; they must be there."""
    names = _ids(row, "imputed") if "imputed" in row.values else ()
    for name in names:
        if figures.get(name) is None:
            raise row.fail("imputed", f"{name!r} is no figure of this block; remove it")
    return names


def _accelerator_id(row: Row, known: set[str]) -> str:
    name = row.text("accelerator_id")
    if name not in known:
        raise row.fail("accelerator_id", f"{name!r} is not in accelerators.toml; add it there")
    return name


def read_price(row: Row, known: set[str]) -> Price:
    """A price out of a row of prices.csv. Raises BadReference."""
    low, mid, high = row.spread()
    kind = row.choice("kind", get_args(PriceKind))
    unit = row.choice("unit", get_args(PriceUnit))
    if kind.startswith("capex") != (unit != "usd_per_chip_hour"):
        raise row.fail("unit", f"{unit!r} does not go with kind {kind!r}")
    as_of, dated, known_on = row.as_of()
    return Price(
        price_id=row.text("price_id"),
        accelerator_id=_accelerator_id(row, known),
        provider=row.text("provider"),
        kind=kind,  # type: ignore[arg-type]
        commitment=row.text("commitment"),
        region=row.text("region"),
        unit=unit,  # type: ignore[arg-type]
        low=low,
        mid=mid,
        high=high,
        observations=row.whole("observations"),
        evidence=row.text("evidence"),
        imputed=row.yes("imputed"),
        use=row.yes("use"),
        source_url=row.source(),
        as_of=as_of,
        dated=dated,
        known_on=known_on,
        note=row.text("note", empty=True),
        derived_from=tuple(row.text("derived_from", empty=True).split()),
    )


def read_throughput(row: Row, known: set[str]) -> Throughput:
    """A benchmark point out of a row of throughput.csv. Raises BadReference."""
    as_of, dated, known_on = row.as_of()
    return Throughput(
        throughput_id=row.text("throughput_id"),
        accelerator_id=_accelerator_id(row, known),
        model=row.text("model"),
        benchmark=row.text("benchmark"),
        round=row.text("round"),
        division=row.text("division", empty=True),
        scenario=row.text("scenario"),
        precision=row.text("precision"),
        stat=row.text("stat"),
        submissions=row.whole("submissions"),
        chips=row.whole("chips"),
        tokens_per_s_per_chip=row.positive("tokens_per_s_per_chip"),
        token_type=row.choice("token_type", get_args(TokenType)),  # type: ignore[arg-type]
        interactivity_tok_s_user=row.number("interactivity_tok_s_user"),
        submitter=row.text("submitter"),
        software=row.text("software", empty=True),
        source_url=row.source(),
        as_of=as_of,
        dated=dated,
        known_on=known_on,
        basis=row.text("basis"),
        imputed=row.yes("imputed"),
    )


def read_assumption(row: Row) -> Assumption:
    """A parameter out of a row of tco.csv. Raises BadReference."""
    low, mid, high = row.spread()
    evidence = row.text("evidence")
    as_of, dated, known_on = row.as_of()
    return Assumption(
        parameter_id=row.text("parameter_id"),
        parameter=row.text("parameter"),
        applies_to=row.text("applies_to"),
        low=low,
        mid=mid,
        high=high,
        unit=row.text("unit"),
        evidence=evidence,
        source_url=row.source(empty=evidence == "assumption"),
        as_of=as_of,
        dated=dated,
        known_on=known_on,
        imputed=_assumed(row, evidence),
    )


def _assumed(row: Row, evidence: str) -> bool:
    imputed = row.yes("imputed")
    if not imputed and evidence.startswith(("assumption", "derived")):
        raise row.fail("imputed", f"{evidence!r} is nobody's figure; write yes")
    return imputed


def read_stake(row: Row) -> Stake:
    """A holding out of a row of stakes.csv. Raises BadReference."""
    low, high = row.share("stake_low"), row.share("stake_high")
    if low is not None and high is not None and low > high:
        raise row.fail("stake_low", "is above stake_high")
    return Stake(
        stake_id=row.text("stake_id"),
        investor_id=row.text("investor_id"),
        investee_id=row.text("investee_id"),
        committed_usd=row.number("committed_usd"),
        invested_usd=row.number("invested_usd"),
        stake_low=low,
        stake_high=high,
        status=row.choice("status", _STAKE_STATUS),
        source_url=row.source(),
        as_of=row.as_of()[2],
        note=row.text("note", empty=True),
        basis=row.text("basis"),
        imputed=row.yes("imputed"),
    )


def read_fact(row: Row) -> CompanyFact:
    """A published figure out of a row of company_facts.csv. Raises BadReference."""
    end = row.text("period_end", empty=True)
    row.choice("status", ("actual", "guidance", "estimate", "reported"))
    return CompanyFact(
        fact_id=row.text("fact_id"),
        company_id=row.text("company_id"),
        period=row.text("period"),
        period_end=row.day("period_end") if end else None,
        scope=row.text("scope"),
        metric=row.text("metric"),
        value=row.share("value"),
        low=row.share("low"),
        high=row.share("high"),
        revenue_usd=row.number("revenue_usd"),
        source_url=row.source(),
        as_of=row.as_of()[2],
        basis=row.text("basis"),
        imputed=row.yes("imputed"),
    )


def read_workloads(layers: Layers, throughput: tuple[Throughput, ...]) -> tuple[Workload, ...]:
    """The workloads, of which the weights sum to 1. Raises BadReference."""
    rows = layers.folder("workloads", "workload_id")
    workloads = unique(rows, "workload_id", lambda row: _workload(row, throughput))
    total = sum(workload.weight for workload in workloads)
    if abs(total - 1) > 1e-9:
        raise BadReference(f"workloads: weight: the weights sum to {total:g}; make it 1")
    return workloads


def _workload(row: Row, throughput: tuple[Throughput, ...]) -> Workload:
    _known_keys(row, _WORKLOAD_KEYS)
    model, cell = row.text("model"), row.text("benchmark")
    token_type = row.choice("token_type", get_args(TokenType))
    points = {p.token_type for p in throughput if p.model == model and p.cell == cell}
    if points != {token_type}:
        found = ", ".join(sorted(points)) or "no points"
        raise row.fail("token_type", f"throughput.csv has {found} of {model} in {cell!r}")
    band = (row.number("interactivity_low") or 0.0, row.positive("interactivity_high"))
    if band[0] > band[1]:
        raise row.fail("interactivity_low", "is above interactivity_high")
    return Workload(
        workload_id=row.text("workload_id"),
        name=row.text("name"),
        model=model,
        benchmark=cell,
        token_type=token_type,  # type: ignore[arg-type]
        interactivity_tok_s_user=band,
        input_tokens=row.whole("input_tokens") or 0,
        output_tokens=row.whole("output_tokens") or 0,
        weight=row.share("weight") or 0.0,
        note=row.text("note", empty=True),
    )


def _shares(row: Row, column: str) -> tuple[tuple[str, float], ...]:
    """A table of shares, sorted by name; not more than 1 in all."""
    shares = row.values.get(column)
    if not isinstance(shares, dict) or not shares:
        raise row.fail(column, "must be a table such as { nvidia = 0.9 }")
    numbers = Row(row.places.get(column, row.where), shares)
    parts = tuple((name, numbers.share(name) or 0.0) for name in sorted(shares))
    if sum(part for _, part in parts) > 1 + 1e-9:
        raise row.fail(column, "sum to more than 1; leave what is unknown out")
    return parts


def _flag(row: Row, column: str) -> bool:
    value = row.values.get(column)
    if not isinstance(value, bool):
        raise row.fail(column, "must be true or false")
    return value


def read_family(row: Row, known: set[str]) -> Family:
    """A family's generations out of a block of families.toml. Raises BadReference."""
    parts, imputed = _shares(row, "generations"), _flag(row, "imputed")
    for name, _ in parts:
        if name not in known:
            raise row.fail("generations", f"{name!r} is not in accelerators.toml; add it there")
    if abs(sum(part for _, part in parts) - 1) > 1e-9:
        raise row.fail("generations", "must sum to 1")
    return Family(
        name=row.text("name"),
        generations=parts,
        known_on=row.as_of()[2],
        basis=row.text("basis"),
        imputed=imputed,
        source_url=row.source(empty=imputed),
    )


def read_mix(row: Row) -> SiliconMix:
    """A cloud's silicon out of a block of silicon_mix.toml. Raises BadReference."""
    parts, imputed = _shares(row, "shares"), _flag(row, "imputed")
    return SiliconMix(
        company_id=row.text("company_id"),
        shares=parts,
        basis=row.text("basis"),
        known_on=row.as_of()[2],
        source_url=row.source(empty=imputed),
        imputed=imputed,
    )


def read_rivals(row: Row) -> Rivals:
    """A buyer's rivals out of a block of rivals.toml. Raises BadReference."""
    return Rivals(
        buyer_id=row.text("buyer_id"),
        lab_ids=_ids(row, "lab_ids"),
        supplier_ids=_ids(row, "supplier_ids") if "supplier_ids" in row.values else (),
    )


def _ids(row: Row, column: str) -> tuple[str, ...]:
    names = row.values.get(column)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise row.fail(column, 'must be a list such as ["openai"]')
    return tuple(names)
