"""One document from text to sentences that are ready to be parsed, with their names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from tracker.extract.attribution import is_filing_text
from tracker.extract.bystanders import without_bystanders
from tracker.extract.drafts import TITLE
from tracker.extract.encoder.windows import Line, Reading
from tracker.extract.named import Named, Party
from tracker.extract.quantities import find_quantities
from tracker.extract.quantity import Quantity
from tracker.extract.sentences import Span, split_sentences
from tracker.extract.spelled_names import MOST_NAMES, in_full, taken_for_names, with_spelled
from tracker.extract.whole_names import whole
from tracker.model.errors import Problem
from tracker.model.feeds import Document

if TYPE_CHECKING:
    from tracker.extract.reader import Tools

_MOST_SENTENCES = 120
_MOST_CHARACTERS = 400_000
_MOST_WINDOWS = 40  # of the encoder, some 13,000 words; a text of hyphens alone has a thousand
_SHORT_TEXT = 40  # sentences; the encoder is shown all of such a text
_DEFINED = re.compile(
    r"\(\s*(?:the\s+|together,\s+the\s+)?[\"“”'‘](?P<term>[A-Z][\w ]{1,30})[\"“”'’]\s*\)"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document whose sentences are ready to be parsed."""

    document: Document
    names: tuple[Named, ...]
    quantities: tuple[Quantity, ...]
    pieces: tuple[tuple[str, Span, int, Sequence[Named]], ...]  # text, span, index, names
    filer: Party | None
    speaker: Party | None
    defined: dict[str, Party]
    readings: tuple[Reading, ...]  # of the encoder, where the judge asks it
    problems: tuple[Problem, ...]


def lines_of(document: Document) -> list[Line]:
    """Every sentence, the title first unless the text begins with it."""
    text, title = document.text[:_MOST_CHARACTERS], document.title.strip()
    lines = [Line(i, s.start, text[s.start : s.end]) for i, s in enumerate(split_sentences(text))]
    return [Line(TITLE, 0, title), *lines] if title and not text.startswith(title) else lines


def prepare(document: Document, tools: "Tools") -> Prepared | None:
    """Names, quantities and the sentences worth parsing, title first; None of another trade."""
    text = document.text[:_MOST_CHARACTERS]
    published = document.published_at.date() if document.published_at else None
    lines = lines_of(document)
    body = [line for line in lines if line.index != TITLE]
    title = lines[0].text if len(body) < len(lines) else ""
    names = _names(text, tools)
    title_names = _names(title, tools, names) if title else []
    if not _is_of_the_trade(document, (*title_names, *names), tools):
        return None
    quantities = tuple(find_quantities(text, published))
    chosen, problems = _choose(document, body, names, quantities, tools)
    readings = _read(lines, {index for index, _ in chosen}, tools)
    cut = len(readings) > _MOST_WINDOWS
    crowded = len(names) > MOST_NAMES
    readings = readings[:_MOST_WINDOWS]
    if readings:
        names = whole(text, with_spelled(text, names, readings, title=False))
        title_names = with_spelled(title, title_names, readings, title=True, known=names)
        title_names = whole(title, title_names)
        names = in_full(names, taken_for_names(title, title_names, readings))
        chosen, problems = _choose(document, body, names, quantities, tools)
    if readings and crowded:
        note = f"{len(names):,} names, more than {MOST_NAMES:,}: the encoder's were left out"
        problems.append(Problem("extract", document.url or document.document_id, note))
    if cut:
        note = f"too long for the encoder; its first {_MOST_WINDOWS} windows were read by it"
        problems.append(Problem("extract", document.url or document.document_id, note))
    pieces: list[tuple[str, Span, int, Sequence[Named]]] = []
    if title:
        pieces.append((title, Span(0, len(title)), TITLE, title_names))
    pieces.extend((text, span, index, names) for index, span in chosen)
    defined = _defined(text, names)
    filer = _filer(document, defined, title_names, tools)
    return Prepared(
        document,
        tuple(names),
        quantities,
        tuple(pieces),
        filer,
        _speaker(title_names, names, filer),
        defined,
        readings,
        tuple(problems),
    )


def _is_of_the_trade(document: Document, names: Sequence[Named], tools: "Tools") -> bool:
    """Whether chips, computing or two companies of the trade are spoken of, or a deal for sure.

    Other news is not read: the encoder has learned from none, and tells deals of any trade.
    """
    text = f"{document.title}\n{document.text}"
    known = {n.party.name for n in names if n.party is not None and n.party.curated}
    products = any(n.product is not None for n in names)
    return products or len(known) > 1 or tools.gate.is_compute(text) or tools.gate.is_deal(text)


def _read(lines: Sequence[Line], chosen: set[int], tools: "Tools") -> tuple[Reading, ...]:
    """What the encoder makes of a short document, of the sentences that matter in a long one."""
    if tools.encoder is None:
        return ()
    short = len(lines) <= _SHORT_TEXT
    shown = [line for line in lines if short or line.index in chosen or line.index == TITLE]
    # One more than is kept shows that there were more.
    return tuple(islice(tools.encoder.read(shown), _MOST_WINDOWS + 1))


def _names(text: str, tools: "Tools", known: Sequence[Named] = ()) -> list[Named]:
    """The names of `text`; `known` are those of the body, for its title."""
    found = tools.entities.find(text)
    found.extend(tools.organisations.find(text, found, known))
    names = _with_short_forms(text, sorted(found, key=lambda named: named.start))
    return without_bystanders(text, names)


_SHORT = re.compile(
    r"[\w.,\s]{0,12}\(\s*(?:the\s+)?[\"“]?(?P<short>[A-Z][A-Za-z]{1,14})[\"”]?\s*\)"
)


def _with_short_forms(text: str, names: list[Named]) -> list[Named]:
    """Names after "Preferred Networks, Inc. (PFN)": PFN is that company."""
    short: dict[str, Party] = {}
    for named in names:
        match = _SHORT.match(text, named.end)
        if named.party is not None and match is not None:
            short.setdefault(match["short"], named.party)
    return [
        replace(named, party=short[named.text], label="COMPANY")
        if named.text in short and not (named.party and named.party.curated)
        else named
        for named in names
    ]


def _choose(
    document: Document,
    lines: Sequence[Line],
    names: list[Named],
    quantities: tuple[Quantity, ...],
    tools: "Tools",
) -> tuple[list[tuple[int, Span]], list[Problem]]:
    """Sentences that name somebody, say a deal word or hold a number; a cap for long filings."""
    starts = sorted(n.start for n in names if n.label == "COMPANY")
    numbers = sorted(q.start for q in quantities)
    chosen = []
    for line in lines:
        span = Span(line.start, line.start + len(line.text))
        named = bisect_left(starts, span.start) < bisect_left(starts, span.end)
        number = bisect_left(numbers, span.start) < bisect_left(numbers, span.end)
        if named or number or tools.legs.has_deal_word(line.text):
            chosen.append((line.index, span, named + number))
    if len(chosen) <= _MOST_SENTENCES:
        return [(i, s) for i, s, _ in chosen], []
    best = sorted(chosen, key=lambda c: (-c[2], c[0]))[:_MOST_SENTENCES]
    note = f"{len(chosen)} sentences could hold a deal; the best {_MOST_SENTENCES} were read"
    problem = Problem("extract", document.url or document.document_id, note)
    return sorted((i, s) for i, s, _ in best), [problem]


def _defined(text: str, names: list[Named]) -> dict[str, Party]:
    """Terms that a filing defines: 'Lambda, Inc. ("Tenant")' -> tenant."""
    found: dict[str, Party] = {}
    for match in _DEFINED.finditer(text):
        before = [
            n for n in names if n.party and n.end <= match.start() and match.start() - n.end < 90
        ]
        if before and before[-1].party is not None:
            found.setdefault(match["term"].lower(), before[-1].party)
    return found


def _filer(
    document: Document, defined: dict[str, Party], title_names: list[Named], tools: "Tools"
) -> Party | None:
    for term in ("company", "registrant"):
        if term in defined:
            return defined[term]
    company = tools.companies.by_cik.get(document.filer_cik or -1)
    if company is not None:
        return tools.entities.party(company.company_id)
    if document.kind in {"filing", "exhibit"} or is_filing_text(document.title, document.text):
        return next((n.party for n in title_names if n.party is not None), None)
    return None


def _speaker(title: list[Named], names: list[Named], filer: Party | None) -> Party | None:
    first = [n.party for n in (*title, *names) if n.party is not None]
    return filer or (first[0] if first else None)
