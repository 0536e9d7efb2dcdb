"""What analysts correct: kept in a journal beside the raw files, taken up by `resolve`."""

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.context import JobContext, JobReport
from pipelines.inbox import CORRECTION
from pipelines.names import company_spellings
from tracker.model.corrections import Act, Correction
from tracker.model.errors import BadInput, Problem
from tracker.model.ids import content_id, entity_id
from tracker.reference.companies import load_companies
from tracker.resolve.fields import parse_field
from tracker.store import inbox
from tracker.store.journal import append_lines, read_lines
from tracker.store.store import Store

PATIENCE_SECONDS = 2  # for another writer, before a correction is left in its inbox


@dataclass(frozen=True, slots=True)
class Wish:
    """What an analyst asks for; it becomes a Correction by the clock of who writes it down."""

    act: Act
    deal_id: str
    claim_ids: tuple[str, ...]
    other_ids: tuple[str, ...]
    fields: tuple[str, ...]
    why: str
    who: str


def correct(ctx: JobContext, wish: Wish) -> list[JobReport]:
    """Write a correction down, resolve and publish; while another process writes, leave it in
    the inbox, from where its next `resolve` takes it. The first report's `told` says which."""

    def work(ctx: JobContext, store: Store) -> JobReport:
        keep(ctx.home, wish, ctx.now)
        report = resolve(ctx, store)
        return replace(report, job="correct", facts={"told": "done"})

    def leave() -> JobReport:
        inbox.put(ctx.home, CORRECTION, asdict(wish))
        told = "left in the inbox for the process that is writing"
        return JobReport("correct", facts={"told": told})

    from pipelines.resolve import resolve
    from pipelines.run import run_job

    report = run_job(ctx, "correct", lambda _: work, wait_seconds=PATIENCE_SECONDS, if_busy=leave)
    if report.failure or report.facts["told"] != "done":
        return [report]
    return [report, run_job(ctx, "publish")]


def take_notes(ctx: JobContext) -> list[Problem]:
    """Write down what waits in the inbox; a note that is no correction is a problem."""
    problems: list[Problem] = []
    for note in inbox.drain(ctx.home):
        if isinstance(note, Problem) or note.kind != CORRECTION:
            continue  # the import of the inbox tells of it
        try:
            keep(ctx.home, _wish(note.payload), ctx.now)
        except (KeyError, TypeError, ValueError, BadInput) as error:
            message = f"no correction ({error!r}); correct the deal again"
            problems.append(Problem("resolve", str(note.path), message))
        inbox.done(note)
    return problems


def canonical(text: str) -> str:
    """A field with the company in it by its usual name: "buyer=Google" -> "buyer=Alphabet"."""
    name, equals, value = (part.strip() for part in text.partition("="))
    companies = load_companies()
    if name not in ("buyer", "supplier") or not value:
        return name + equals + value
    spelled = company_spellings(companies).get(value.casefold(), entity_id(value))
    if spelled not in companies.by_id:
        return name + equals + value
    return f"{name}={companies.canonical(spelled).name}"


def corrections_path(home: Path) -> Path:
    """The journal of corrections."""
    return home / "raw" / "corrections.jsonl"


def known_corrections(home: Path, now: datetime) -> tuple[list[Correction], list[Problem]]:
    """The corrections made by `now`, in the order of making; a bad line is a problem."""
    path = corrections_path(home)
    lines, problems = read_lines(path)
    made: dict[str, Correction] = {}
    for line in lines:
        try:
            correction = from_note(line)
        except (KeyError, TypeError, ValueError, BadInput) as error:
            message = f"an entry is no correction ({error!r}); correct the deal again"
            problems.append(Problem("resolve", str(path), message))
            continue
        if correction.known_at <= now:
            made.setdefault(correction.correction_id, correction)
    return list(made.values()), problems


def keep(home: Path, wish: Wish, now: datetime) -> Correction:
    """Put it into the journal as known at `now`; on the disk when this returns."""
    path = corrections_path(home)
    number = len(read_lines(path)[0]) + 1
    correction = Correction(
        correction_id=content_id("correction", *map(str, astuple(wish)), now.isoformat(), number),
        number=number,
        known_at=now,
        **_fields_of(wish),
    )
    append_lines(path, [to_note(correction)])
    return correction


def _wish(note: Mapping[str, Any]) -> Wish:
    stated = _texts(note["fields"])
    for text in stated:
        parse_field(text)
    return Wish(
        Act(note["act"]), str(note["deal_id"]), _texts(note["claim_ids"]),
        _texts(note["other_ids"]), stated, str(note["why"]), str(note["who"]),
    )  # fmt: skip


def to_note(correction: Correction) -> dict[str, Any]:
    """The correction as JSON."""
    return {
        "correction_id": correction.correction_id,
        "act": correction.act.value,
        "deal_id": correction.deal_id,
        "claim_ids": list(correction.claim_ids),
        "other_ids": list(correction.other_ids),
        "fields": list(correction.fields),
        "why": correction.why,
        "who": correction.who,
        "number": correction.number,
        "known_at": correction.known_at.isoformat(),
    }


def from_note(note: Mapping[str, Any]) -> Correction:
    """The correction of a note. Raises KeyError, TypeError or ValueError when it is none."""
    known_at = datetime.fromisoformat(note["known_at"])
    if known_at.tzinfo is None:
        raise ValueError("known_at has no time zone")
    return Correction(
        correction_id=str(note["correction_id"]),
        number=int(note["number"]),
        known_at=known_at,
        **_fields_of(_wish(note)),
    )


def _fields_of(wish: Wish) -> dict[str, Any]:
    return {field.name: getattr(wish, field.name) for field in fields(Wish)}


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(map(str, value))
