"""Articles and headlines as JSON, one object a line."""

import json
from dataclasses import dataclass
from typing import Any, get_args

from tracker.model.errors import ParseError, Problem
from tracker.model.feeds import Document, DocumentKind
from tracker.net.address import canonical_url
from tracker.sources.documents import Draft, build, provenance
from tracker.sources.kinds import Reading, Sample, problem, source
from tracker.sources.text import one_line, to_text
from tracker.sources.times import read_moment
from tracker.sources.unpack import decode

_KINDS: tuple[str, ...] = get_args(DocumentKind)
_ARTICLE = ('"title"', '"text"', '"summary"')


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    fields: dict[str, Any]


def _looks_like_articles(sample: Sample) -> bool:
    first = sample.head.partition("\n")[0]
    if sample.raw.origin.endswith((".jsonl", ".ndjson", ".jsonl.gz")):
        return not sample.head.startswith("<")
    return first.startswith("{") and any(name in first for name in _ARTICLE)


@source("jsonl", rank=30, when=_looks_like_articles)
def read_jsonl(sample: Sample) -> Reading:
    """One document a line; a line that cannot be read is a problem with its number."""
    text, flaw = decode(sample.body, sample.raw.media_type)
    problems = [problem(sample, flaw)] if flaw else []
    documents: list[Document] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            document, doubts = _read(sample, _Line(number, _fields(line)))
        except ParseError as error:
            problems.append(problem(sample, str(error), number))
            continue
        documents.append(document)
        problems += doubts
    return Reading("jsonl", documents=tuple(documents), problems=tuple(problems))


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise ParseError(f"not JSON ({error.msg}, column {error.colno}); mend that line") from error
    except (ValueError, RecursionError) as error:
        raise ParseError("not JSON that can be read (nested or long beyond reason)") from error
    if not isinstance(fields, dict):
        raise ParseError('not an object; write {"id": …, "url": …, "title": …, "text": …}')
    return fields


def _read(sample: Sample, line: _Line) -> tuple[Document, list[Problem]]:
    raw, fields = sample.raw, line.fields
    title = one_line(_string(fields, "title"))
    text = to_text(_string(fields, "text") or _string(fields, "summary"))
    if not (title or text):
        raise ParseError('neither "title" nor "text" nor "summary"; give one of them')
    said = _string(fields, "url").strip()
    url = canonical_url(said)
    problems: list[Problem] = []
    if said and url is None:
        problems.append(problem(sample, f"url {said[:80]!r} is not http(s); left out", line.number))
    moment = read_moment(
        fields.get("published"), seen_at=raw.fetched_at, ahead=raw.known_at is None
    )
    seen = read_moment(fields.get("first_seen"), seen_at=raw.fetched_at, ahead=raw.known_at is None)
    outlet, kind = provenance(url, sample.feed, "" if url else _string(fields, "feed"))
    outlet = one_line(_string(fields, "outlet") or _string(fields, "source")) or outlet
    document, doubts = build(
        raw,
        Draft(
            title=title,
            text=text,
            outlet=outlet,
            kind=_kind(fields, kind),
            url=url,
            guid=_identity(fields),
            feed_id=sample.feed.feed_id if sample.feed else None,
            moment=moment,
            seen_at=seen.at,
        ),
        line.number,
    )
    return document, problems + doubts


def _string(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ParseError(f'"{name}" is {type(value).__name__}, not text; write it in quotes')
    return value.encode("utf-8", "replace").decode("utf-8")


def _identity(fields: dict[str, Any]) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return _string(fields, "id").strip() or None


def _kind(fields: dict[str, Any], otherwise: DocumentKind) -> DocumentKind:
    value = fields.get("kind")
    return value if value in _KINDS else otherwise
