"""`tracker reference`: a user's own figures, checked, and live catalogues imported."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import AsJson, Now, home_of, parse_clock
from tracker.cli.output import show_json, show_table
from tracker.model.errors import BadInput, BadReference, Problem, SourceError
from tracker.net.client import Client, NetPolicy
from tracker.reference.catalogues import layout_of, listed, read_offers
from tracker.reference.companies import Companies
from tracker.reference.company_filings import read_company_facts
from tracker.reference.imports import fact_rows, keep, price_rows
from tracker.reference.load import load_reference
from tracker.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Figures of the model: own ones, and imports.")
CATALOGUE = "https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v8"
FACTS = "https://data.sec.gov/api/xbrl/companyfacts"


@dataclass(frozen=True, slots=True)
class _Text:
    """Something to import, as read, and how it is to be called."""

    name: str
    provider: str
    text: str
    source_url: str


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Own and imported figures of this home, checked; exit 2 names the first bad one."""
    market = load_reference(home_of(ctx)).market
    rows = [{"figure": o.key, "change": o.words, "file": o.where} for o in market.overrides]
    if not rows and not as_json:
        typer.echo("no own figures; a file home/reference/prices.csv would replace some of ours")
        return
    show_table(["figure", "change", "file"], rows, as_json=as_json)


@app.command("import")
def import_(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Catalogue CSV files (skypilot-catalog, gpuhunt) or EDGAR facts."),
    ] = None,
    fetch: Annotated[
        list[str] | None,
        typer.Option(help="Over the network: skypilot:PROVIDER or edgar:COMPANY; repeat it."),
    ] = None,
    provider: Annotated[
        str, typer.Option(help="Whose catalogue it is.", show_default="the file's folder or name")
    ] = "",
    source_url: Annotated[
        str, typer.Option(help="The address that catalogue files were taken from.")
    ] = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Take prices and gross margins into this home; the next re-pricing uses them.

    Example: tracker reference import lambda/vms.csv --source-url https://example.org/vms.csv
    """
    home, day = home_of(ctx), parse_clock(now).date().isoformat()
    if not paths and not fetch:
        raise BadInput("nothing to import; name files, or --fetch skypilot:lambda")
    reference = load_reference(home)
    texts, problems = _read(paths or [], provider, source_url)
    fetched, failed = _fetched(fetch or [], home, reference.companies)
    done = []
    for text in (*texts, *fetched):
        try:
            done.append(_take(text, home, day, reference.companies, problems))
        except BadReference as error:
            problems.append(Problem("reference import", text.name, str(error)))
    load_reference(home)  # what was kept must load; BadReference names the file and line
    if as_json:
        show_json({"imported": done, "problems": [str(p) for p in (*problems, *failed)]})
    else:
        show_table(["from", "rows", "new"], done)
    for problem in (*problems, *failed):
        typer.echo(f"tracker: {problem.message}", err=True)
    if failed:
        raise typer.Exit(1)
    if problems:
        raise typer.Exit(2)


def _take(
    text: _Text, home: Path, day: str, companies: Companies, problems: list[Problem]
) -> dict[str, object]:
    """Keep what one text holds. Raises BadReference when it is nothing that we read."""
    if layout_of(text.text):
        offers, bad = read_offers(text.text, text.name)
        problems += [Problem(p.stage, p.origin, f"{p.origin}: {p.message}") for p in bad]
        rows = price_rows(listed(offers), provider=text.provider, source_url=text.source_url,
                          as_of=day)  # fmt: skip
        return {"from": text.name, "rows": len(rows), "new": keep(home, "prices.csv", rows)}
    margins = read_company_facts(text.text, text.name)
    company = companies.by_cik.get(margins[0].cik) if margins else None
    if company is None:
        raise BadReference(f"{text.name}:1: no company of ours has that CIK, or no gross margin")
    rows = fact_rows(margins, company_id=company.company_id)
    return {"from": text.name, "rows": len(rows), "new": keep(home, "company_facts.csv", rows)}


def _read(
    paths: Iterable[Path], provider: str, source_url: str
) -> tuple[list[_Text], list[Problem]]:
    texts: list[_Text] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem("reference import", str(path), f"{path}: {error}; check it"))
            continue
        whose = provider or (path.parent.name if path.stem == "vms" else path.stem)
        if layout_of(text) and not source_url:
            what = f"{path}: say where it is from with --source-url; a price needs its source"
            problems.append(Problem("reference import", str(path), what))
            continue
        texts.append(_Text(str(path), whose, text, source_url))
    return texts, problems


def _fetched(
    wanted: Iterable[str], home: Path, companies: Companies
) -> tuple[list[_Text], list[Problem]]:
    addresses = [_address(each, companies) for each in wanted]
    if not addresses:
        return [], []
    policy = NetPolicy(**load_settings(home).net.model_dump())
    return asyncio.run(_get_all(addresses, policy))


async def _get_all(
    addresses: list[tuple[str, str]], policy: NetPolicy
) -> tuple[list[_Text], list[Problem]]:
    texts: list[_Text] = []
    failed: list[Problem] = []
    async with Client(policy) as client:
        for whose, url in addresses:
            try:
                page = await client.get(url)
            except SourceError as error:
                failed.append(Problem("reference import", url, f"{url}: {error}"))
                continue
            body = page.body.decode("utf-8", errors="replace")
            texts.append(_Text(url, whose, body, url))
    return texts, failed


def _address(wanted: str, companies: Companies) -> tuple[str, str]:
    """Whose figures, and the address of them. Raises BadInput for what we cannot fetch."""
    kind, _, name = wanted.partition(":")
    if kind == "skypilot" and name.isalnum():
        return name, f"{CATALOGUE}/{name}/vms.csv"
    if kind == "edgar":
        company = companies.by_id.get(name.lower())
        if company is None or company.cik is None:
            raise BadInput(f"--fetch {wanted}: no company of ours has that id and a CIK")
        return company.company_id, f"{FACTS}/CIK{company.cik:010}.json"
    raise BadInput(f"--fetch {wanted}: write skypilot:lambda or edgar:nvidia")
