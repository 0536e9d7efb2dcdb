"""`tracker what-if`: before -> after of a deal or assumption that is not there."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.commands.options import AsJson, Now, home_of, parse_clock
from tracker.cli.deals import find_deal
from tracker.cli.output import console, plain, show_json, show_table
from tracker.cli.prices import MEASURES
from tracker.model.errors import BadInput

if TYPE_CHECKING:
    from pipelines.what_if import WhatIf
    from tracker.economics.tornado import Tornado
    from tracker.model.deals import Deal

MOST_ROWS = 25
_UNITS = {"usd_per_kwh": "USD/kWh", "usd_m_per_mw": "M USD/MW", "kw_per_chip": "kW a chip"}
MOST_INPUTS = 6  # named with a sentence; --json has all
LONG_ID = 16  # of a deal: its beginning will do
HEADS = {
    "commitments": "Whom the buyer depends on",
    "price": "The price of compute",
    "rent or buy": "Rent, or buy",
    "leakage": "Where the money goes, the same sum at each supplier",
}
_ID = re.compile(r"[0-9a-f]{4,}")
Rows = list[dict[str, Any]]


def what_if(
    ctx: typer.Context,
    deal: Annotated[
        str,
        typer.Option(
            metavar="TERMS",
            help='As in "buyer=Meta,value=10B" (also supplier, type, products, chips, term),'
            " a TOML or JSON file of the same keys, or the id of a deal on file, alone or with"
            ' terms that it lacks: "1c8a9d8c,chips=400k,term=4y".',
        ),
    ] = "",
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIGURE=VALUE",
            help="Another assumption, as in tco.wacc=0.12 or prices.P035=2.5; repeat it.",
        ),
    ] = None,
    tornado: Annotated[
        str,
        typer.Option(metavar="ACCELERATOR", help="What its cost depends on, the widest first."),
    ] = "",
    workload: Annotated[str, typer.Option(help="With --tornado: cost per token of it.")] = "",
    owned: Annotated[bool, typer.Option(help="With --tornado: owned instead of rented.")] = False,
    plot: Annotated[Path | None, typer.Option(help="With --tornado: a PNG to write.")] = None,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """What a deal or another assumption would change, before and after; nothing is stored.

    Of a deal on file: as if it were not there, and with it, in sentences.

    Example: tracker what-if --deal "buyer=Meta,supplier=CoreWeave,type=lease,products=GB300,value=5B,chips=30k,term=5y"
    """  # noqa: E501
    if not (deal or change or tornado):
        raise BadInput("say what: --deal TERMS, --set FIGURE=VALUE, or --tornado ACCELERATOR")
    if plot and not tornado:
        raise BadInput("--plot goes with --tornado; pictures of prices: tracker prices --plot FILE")
    if tornado:
        asked = _Asked(tornado, workload, owned, plot)
        _tornado(home_of(ctx), parse_clock(now), asked, as_json)
        return
    found = _worked_out(home_of(ctx), parse_clock(now), deal, change or [])
    if as_json:
        show_json(_plain(found))
        return
    _show(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    accelerator: str
    workload: str
    owned: bool
    plot: Path | None


def _worked_out(home: Path, clock: datetime, deal: str, changes: Sequence[str]) -> "WhatIf":
    from pipelines.hypothetical import hypothetical, on_other_terms, prepaid_of
    from pipelines.prepaid import prepayments
    from pipelines.what_if import what_if as work_out
    from tracker.reference.load import load_reference
    from tracker.store.published import Published

    reference = load_reference(home)
    edits = _changes(changes)
    with Published.open(home) as published:
        versions = published.deal_versions(clock)
        ahead = prepayments(published, clock)
        start, terms = _on_file(deal)
        known = find_deal(published, start, clock) if start else None
    if known:
        thought: Deal | None = on_other_terms(known, terms, reference, clock)
    else:
        thought = hypothetical(terms, reference, clock) if terms else None
    if thought and (paid := prepaid_of(terms)):
        ahead[thought.deal_id] = paid
    return work_out(home, reference, versions, clock, thought, edits, ahead)


def _on_file(text: str) -> tuple[str, dict[str, Any]]:
    """How the id of a deal on file starts, "" when none is named; and the terms beside it."""
    from pipelines.hypothetical import parse_pairs

    first, _, rest = text.partition(",")
    if _ID.fullmatch(first.strip()):
        return first.strip(), parse_pairs(rest)
    return "", _terms(text) if text else {}


def _terms(text: str) -> dict[str, Any]:
    """The terms typed, or those of a file. Raises BadInput naming the file and the mend."""
    from pipelines.hypothetical import parse_pairs

    if "=" in text and not Path(text).suffix:
        return parse_pairs(text)
    path = Path(text)
    if path.suffix not in (".toml", ".json"):
        return parse_pairs(text)
    try:
        content = path.read_text(encoding="utf-8")
        read: Any = tomllib.loads(content) if path.suffix == ".toml" else json.loads(content)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except ValueError as error:
        raise BadInput(f"{path}: not {path.suffix[1:].upper()} ({error}); mend it") from error
    if not isinstance(read, dict):
        raise BadInput(f"{path}: not a table of terms, as buyer and value")
    return {k: ";".join(v) if isinstance(v, list) else v for k, v in read.items()}


def _changes(pairs: Sequence[str]) -> dict[str, float]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise BadInput(f"--set {pair}: write FIGURE=NUMBER, as in tco.wacc=0.12")
    return found


def _show(found: "WhatIf") -> None:
    out = console()
    for edit in found.edits:
        out.print(
            f"Assumed: {edit.what} ({edit.figure_id}) {edit.before:g} -> {edit.after:g}"
            f" {edit.unit}", markup=False, soft_wrap=True,
        )  # fmt: skip
    for row in found.pricing.observations:
        if found.deal and row.deal_id == found.deal.deal_id:
            out.print(
                f"It implies, {row.accelerator_id}: {row.formula}", soft_wrap=True, markup=False
            )
    if found.missing:
        out.print(f"No price information. Needed: {', '.join(found.missing)}.", markup=False)
    for problem in found.pricing.problems:
        out.print(f"problem: {problem.message}", markup=False, soft_wrap=True)
    rows = _price_rows(found)
    if rows:
        columns = ("measure", "accelerator", "workload", "before", "after", "low", "high")
        right = frozenset(columns[3:])
        show_table(columns, rows[:MOST_ROWS], right=right, title="Prices, before -> after")
        if len(rows) > MOST_ROWS:
            out.print(f"and {len(rows) - MOST_ROWS} more: --json has them", markup=False)
    else:
        out.print("No price moves.", markup=False)
    if shares := _share_rows(found):
        show_table(
            ("supplier", "days", "before", "after", "low", "high"), shares, title="Supplier shares",
            right=frozenset({"days", "before", "after", "low", "high"}),
        )  # fmt: skip
    _show_story(found)
    out.print("A hypothesis: nothing was stored.", markup=False)


def _show_story(found: "WhatIf") -> None:
    """The sentences under their heads, each with the ids that `tracker explain` takes."""
    out = console()
    shown: set[str] = set()
    for told in found.statements:
        head = HEADS.get(told.topic, "")
        if head and head not in shown:
            out.print(f"\n{head}", markup=False)
            shown.add(head)
        named = [i if len(i) < LONG_ID else i[:8] for i in told.inputs[:MOST_INPUTS]]
        more = len(told.inputs) - len(named)
        trace = f" [{', '.join(named)}{f' and {more} more' if more else ''}]" if named else ""
        out.print(f"- {told.words}{trace}", markup=False, soft_wrap=True)


def _price_rows(found: "WhatIf") -> Rows:
    order = list(MEASURES)
    moved = sorted(
        (e for e in found.pricing.estimates if e.before_mid is not None),
        key=lambda e: (order.index(e.measure), -abs(e.mid / (e.before_mid or e.mid) - 1)),
    )
    return [
        {
            "measure": MEASURES[e.measure], "accelerator": e.accelerator_id,
            "workload": e.workload_id, "before": e.before_mid, "after": e.mid,
            "low": e.low, "high": e.high,
        }
        for e in moved
    ]  # fmt: skip


def _share_rows(found: "WhatIf") -> Rows:
    return [
        {
            "supplier": s.supplier_id, "days": s.window_days, "before": s.before_share,
            "after": s.share, "low": s.share_low, "high": s.share_high,
        }
        for s in found.pricing.shares
        if s.caused_by  # what left a window by its age alone is no doing of the hypothesis
    ]  # fmt: skip


def _plain(found: "WhatIf") -> dict[str, Any]:
    def fields(record: Any) -> dict[str, Any]:
        return {name: getattr(record, name) for name in record.__dataclass_fields__}

    own = [o for o in found.pricing.observations if found.deal and o.deal_id == found.deal.deal_id]
    return {
        "assumed": [fields(edit) for edit in found.edits],
        "missing": list(found.missing),
        "implied": [fields(o) for o in own],
        "problems": [problem.message for problem in found.pricing.problems],
        "prices": _price_rows(found),
        "shares": _share_rows(found),
        "exposures": [fields(x) for x in found.pricing.exposures],
        "statements": [fields(s) for s in found.statements],
    }


def _tornado(home: Path, clock: datetime, asked: _Asked, as_json: bool) -> None:
    from pipelines.prepaid import prepayments
    from pipelines.what_if import what_it_rests_on
    from tracker.economics.figures import OWN, OWN_TOKENS, RENT, TOKENS
    from tracker.reference.load import load_reference
    from tracker.store.published import Published

    with Published.open(home) as published:
        versions = published.deal_versions(clock)
        ahead = prepayments(published, clock)
    hour, token = (OWN, OWN_TOKENS) if asked.owned else (RENT, TOKENS)
    found = what_it_rests_on(
        home, load_reference(home), versions, clock, ahead,
        accelerator=asked.accelerator, measure=token if asked.workload else hour,
        workload=asked.workload or None,
    )  # fmt: skip
    if asked.plot:
        _draw(found, asked.plot, clock)
    _show_tornado(found, as_json)


def _draw(found: "Tornado", path: Path, clock: datetime) -> None:
    from tracker.charts.data import Swing
    from tracker.charts.figures import tornado_png
    from tracker.charts.save import save
    from tracker.reference.load import load_reference

    swings = [
        Swing(
            bar.what,
            plain(bar.low),
            f"{plain(bar.high)} {_unit(bar.unit)}",
            bar.at_low,
            bar.at_high,
        )
        for bar in found.bars
    ]
    measure, name, workload = found.key
    chips = {a.accelerator_id: a.product for a in load_reference().market.accelerators}
    title = f"What the cost of {chips[name]} depends on"
    unit = f"{MEASURES[measure]}{f', {workload}' if workload else ''}"
    save(path, tornado_png(swings, title, unit, found.mid, clock.date()))


def _bars(found: "Tornado") -> Rows:
    return [
        {
            "input": bar.what, "low": bar.low, "high": bar.high, "unit": _unit(bar.unit),
            "at low": bar.at_low, "at high": bar.at_high, "swing": bar.swing,
        }
        for bar in found.bars
    ]  # fmt: skip


def _unit(unit: str) -> str:
    """A unit of the reference files as people write it."""
    return _UNITS.get(unit, unit.replace("_", " "))


def _title(found: "Tornado") -> str:
    measure, name, workload = found.key
    return f"{MEASURES[measure]}, {name}{f', {workload}' if workload else ''}"


def _show_tornado(found: "Tornado", as_json: bool) -> None:
    rows = _bars(found)
    if as_json:
        body: Mapping[str, Any] = {"figure": found.key, "mid": found.mid, "inputs": rows}
        show_json(body)
        return
    columns = ("input", "low", "high", "unit", "at low", "at high")
    right = frozenset({"low", "high", "at low", "at high"})
    show_table(columns, rows, right=right, title=f"{_title(found)}: {found.mid:.4g}")
