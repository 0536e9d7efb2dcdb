"""Labelled passages as the encoder is shown them: text, who stands where, the right answers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.training.encoder.stated_terms import SLOTS, states, wanted
from pipelines.training.labelled import Passage
from tracker.extract.annotate import to_document
from tracker.extract.document import lines_of
from tracker.extract.drafts import Draft
from tracker.extract.encoder.outline import Amount, Mark, Outline, outline_of, with_unnamed
from tracker.extract.encoder.windows import Line
from tracker.extract.leg_matching import party_name
from tracker.extract.named import Party
from tracker.extract.omissions import with_short_title, without_halves
from tracker.extract.reader import Reader
from tracker.extract.scene import Scene
from tracker.model.ids import entity_id
from tracker.reference.load import load_reference


@dataclass(frozen=True, slots=True)
class Answer:
    """A leg that the label states; parties as `party_name` spells them."""

    buyer: str | None
    supplier: str | None
    deal_type: str
    status: str
    optional: bool
    evidence: frozenset[int] = frozenset()  # indexes of the sentences that tell it
    terms: frozenset[tuple[int, str]] = frozenset()  # amounts of the outline, and which term
    unread: frozenset[str] = frozenset()  # terms that no amount of the text states


@dataclass(frozen=True, slots=True)
class Example:
    """A passage; `names` are spans that name a company, `doubtful` those that may or may not."""

    source: str
    passage: Passage
    lines: tuple[Line, ...]
    outline: Outline
    names: tuple[Mark, ...]
    doubtful: tuple[Mark, ...]
    answers: tuple[Answer, ...]  # every leg of the label


class _Recorder:
    """A judge that notes what it is shown and leaves the legs to the rules."""

    version = "recorder"
    encoder = None

    def __init__(self) -> None:
        self.scene: Scene | None = None

    def settle(self, scene: Scene) -> list[Draft]:
        """The rules' legs; the scene is kept."""
        self.scene = scene
        return scene.drafts


def examples_of(source: str, passages: Iterable[Passage]) -> Iterator[Example]:
    """Passages as the reader sees them; those that it never reads closer are left out."""
    reference, recorder = load_reference(), _Recorder()
    reader = Reader(reference.companies, reference.products, judge=recorder)
    for passage in passages:
        recorder.scene = None
        document = with_short_title(without_halves(to_document(passage)))
        next(iter(reader.read([document])))
        if recorder.scene is not None:
            lines = tuple(lines_of(document))
            yield _example(source, passage, lines, outline_of(recorder.scene))


def _example(source: str, passage: Passage, lines: tuple[Line, ...], seen: Outline) -> Example:
    """With the names of the label that the finders missed, so that pairs of them are learned."""
    told = _names_of(passage)
    known = {party_name(party.name or None) for party in seen.parties}
    missed = [name for name in told if party_name(name) not in known]
    parties, marks = list(seen.spoken_of()), list(seen.marks)
    for name in missed:
        spans = list(_spans(name, lines))
        if not spans:
            continue
        parties.append(Party(name, entity_id(name), frozenset(), curated=False))
        marks = [m for m in marks if not any(_overlap(m, span) for span in spans)]
        marks += [replace(span, parties=(len(parties) - 1,)) for span in spans]
    marks.sort(key=lambda mark: (mark.line, mark.start))
    right = {party_name(name) for name in told}
    named = [mark for mark in marks if mark.named]
    sure = [mark for mark in named if _is_sure(mark, parties, right, lines)]
    doubtful = tuple(mark for mark in named if mark not in sure)
    outline = Outline(with_unnamed(parties), tuple(marks), seen.hints, seen.amounts)
    answers = tuple(_answer(deal, lines, seen.amounts) for deal in passage["deals"])
    return Example(source, passage, lines, outline, tuple(sure), doubtful, answers)


def _answer(deal: Mapping[str, Any], lines: Sequence[Line], amounts: Sequence[Amount]) -> Answer:
    stated = {slot for slot in SLOTS if wanted(slot, deal) is not None}
    terms = {
        (place, slot)
        for place, amount in enumerate(amounts)
        for slot in stated
        if states(amount.quantity, slot, deal)
    }
    return Answer(
        party_name(deal["buyer"]),
        party_name(deal["supplier"]),
        deal["deal_type"],
        deal["status"],
        bool(deal.get("optional")),
        frozenset(_lines_with(deal.get("evidence") or [], lines)),
        frozenset(terms),
        frozenset(stated - {slot for _, slot in terms}),
    )


def _lines_with(evidence: Sequence[str], lines: Sequence[Line]) -> Iterator[int]:
    """Indexes of the sentences that hold, or are part of, the quoted ones."""
    quoted = [" ".join(words.split()) for words in evidence]
    for line in lines:
        text = " ".join(line.text.split())
        if text and any(text in words or words in text for words in quoted if words):
            yield line.index


def _names_of(passage: Passage) -> list[str]:
    """Every company that the label names."""
    found = []
    for deal in passage["deals"]:
        found += [deal["buyer"], deal["supplier"], *(deal.get("other_parties") or [])]
    return list(dict.fromkeys(name for name in found if name))


def _spans(name: str, lines: Sequence[Line]) -> Iterator[Mark]:
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for line in lines:
        for match in pattern.finditer(line.text):
            yield Mark(line.index, line.start + match.start(), line.start + match.end(), (), True)


def _overlap(one: Mark, other: Mark) -> bool:
    return one.line == other.line and one.start < other.end and other.start < one.end


def _is_sure(
    mark: Mark, parties: Sequence[Party], right: set[str | None], lines: Sequence[Line]
) -> bool:
    """Whether it is a name for certain: one of the label, or a curated one, no description."""
    own = [parties[place] for place in mark.parties]
    text = _text(mark, lines)
    if party_name(text) in right:
        return True
    known = any(party.curated or party_name(party.name or None) in right for party in own)
    return known and not text[:1].islower()


def _text(mark: Mark, lines: Sequence[Line]) -> str:
    line = next(line for line in lines if line.index == mark.line)
    return line.text[mark.start - line.start : mark.end - line.start]
