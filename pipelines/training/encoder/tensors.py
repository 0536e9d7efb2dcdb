"""Examples as tensors: windows of word pieces, questions, and the right answers beside them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipelines.training.encoder.examples import Answer, Example
from tracker.extract.encoder.outline import Mark, Outline
from tracker.extract.encoder.spelled import BEGINS, GOES_ON, NONE
from tracker.extract.encoder.ways import STATUSES, TYPES, Asker, Inputs
from tracker.extract.encoder.windows import Line, Numbers, Window, WindowMaker
from tracker.extract.leg_matching import party_name
from tracker.model.deals import DealType

IGNORED = -100
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """One window with its inputs and answers.

    `tags` [word pieces]; `deals` [ways] 1, 0 or NaN where only an optional leg is told;
    `types` [ways, types]; `statuses` [ways, types], IGNORED where there is no such leg.
    """

    window: Window
    inputs: Inputs | None
    tags: Places
    deals: Numbers
    types: Numbers
    statuses: Places


class Teacher:
    """Makes questions of examples."""

    def __init__(self, maker: WindowMaker, asker: Asker) -> None:
        self._maker = maker
        self._asker = asker

    def questions(
        self, example: Example, rename: Mapping[int, str] | None = None, *, hints: bool = True
    ) -> Iterator[Question]:
        """Each window of a passage, its companies under other names if asked."""
        shown = renamed(example, rename) if rename else example
        for window in self._maker.windows(shown.lines):
            inputs = self._asker.inputs(window, shown.outline, hints=hints)
            yield _question(window, inputs, shown, example.answers)


def _question(
    window: Window, inputs: Inputs | None, example: Example, answers: Sequence[Answer]
) -> Question:
    ways = inputs.ways if inputs else ()
    deals = np.zeros(len(ways), np.float32)
    types = np.zeros((len(ways), len(TYPES)), np.float32)
    statuses = np.full((len(ways), len(TYPES)), IGNORED, np.int64)
    names = [party_name(party.name or None) for party in example.outline.parties]
    for row, (buyer, supplier) in enumerate(ways):
        own = [a for a in answers if _fits(a, names[buyer], names[supplier])]
        required = any(not answer.optional for answer in own)
        deals[row] = 1.0 if required else np.nan if own else 0.0
        for answer in own:
            kind = TYPES.index(answer.deal_type)
            types[row, kind] = 1.0
            statuses[row, kind] = STATUSES.index(answer.status)
    return Question(window, inputs, _tags(window, example), deals, types, statuses)


def _fits(answer: Answer, buyer: str | None, supplier: str | None) -> bool:
    """Whether the leg is that way round; a venture is both ways."""
    sides = (answer.buyer, answer.supplier)
    if sides == (buyer, supplier):
        return True
    return answer.deal_type == DealType.JOINT_VENTURE and sides == (supplier, buyer)


def _tags(window: Window, example: Example) -> Places:
    tags = np.full(len(window.ids), NONE, np.int64)
    for mark in example.doubtful:
        if (found := window.pieces(mark.line, mark.start, mark.end)) is not None:
            tags[found[0] : found[1]] = IGNORED
    for mark in example.names:
        if (found := window.pieces(mark.line, mark.start, mark.end)) is not None:
            tags[found[0] : found[1]] = GOES_ON
            tags[found[0]] = BEGINS
    return tags


def renamed(example: Example, rename: Mapping[int, str]) -> Example:
    """The passage with other names for some companies: what is learned is not who deals."""
    lines, moved = [], {}
    for line in example.lines:
        text, at = "", 0
        own = [m for m in example.outline.marks if m.line == line.index]
        for mark in sorted({*own, *example.names, *example.doubtful}, key=_place):
            if mark.line != line.index or (mark.line, mark.start, mark.end) in moved:
                continue
            start, end = mark.start - line.start, mark.end - line.start
            if start < at:
                continue
            text += line.text[at:start]
            first = len(text)
            text += _other_name(mark, line.text[start:end], rename)
            moved[(mark.line, mark.start, mark.end)] = (first, len(text))
            at = end
        lines.append(Line(line.index, 0, text + line.text[at:]))

    def move(marks: Sequence[Mark]) -> tuple[Mark, ...]:
        kept = [m for m in marks if (m.line, m.start, m.end) in moved]
        places = [moved[(m.line, m.start, m.end)] for m in kept]
        return tuple(
            replace(m, start=start, end=end) for m, (start, end) in zip(kept, places, strict=True)
        )

    outline = Outline(example.outline.parties, move(example.outline.marks), example.outline.hints)
    return replace(
        example,
        lines=tuple(lines),
        outline=outline,
        names=move(example.names),
        doubtful=move(example.doubtful),
    )


def _place(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, len(mark.parties)


def _other_name(mark: Mark, text: str, rename: Mapping[int, str]) -> str:
    proper = mark.named and len(mark.parties) == 1 and not text[:1].islower()
    return rename.get(mark.parties[0], text) if proper else text


class Namer:
    """Other names for companies: of the same roles, or of nobody."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._alike: dict[frozenset[str], list[str]] = {}
        free: set[str] = set()
        for party in {p for e in examples for p in e.outline.parties if p.name}:
            if party.curated:
                self._alike.setdefault(party.roles, []).append(party.name)
            else:
                free.add(party.name)
        for names in self._alike.values():
            names.sort()
        self._free = sorted(free)

    def rename(self, example: Example, dice: random.Random) -> dict[int, str]:
        """A new name for most companies of a passage, by place."""
        found = {}
        for place, party in enumerate(example.outline.parties):
            if not party.name or dice.random() < 0.25:
                continue
            alike = self._alike.get(party.roles, []) if party.curated else []
            found[place] = dice.choice(alike if alike and dice.random() < 0.5 else self._free)
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows [windows, pieces ...]; the ways of all in one list, `home` their window."""

    ids: Tensor
    shapes: Tensor
    there: Tensor
    tags: Tensor
    marks: Tensor
    pool: Tensor
    ways: Tensor
    home: Tensor
    rows: Tensor
    deals: Tensor
    types: Tensor
    statuses: Tensor


def batch_of(questions: Sequence[Question], asker: Asker) -> Batch:
    """Questions side by side."""
    count, size = len(questions), max(len(q.window.ids) for q in questions)
    asked = [(i, q.inputs) for i, q in enumerate(questions) if q.inputs is not None]
    companies = max([inputs.pool.shape[0] for _, inputs in asked], default=1)
    ids, tags = torch.zeros(count, size, dtype=torch.long), torch.full((count, size), IGNORED)
    there = torch.zeros(count, size)
    shapes = torch.zeros(count, size, questions[0].window.shapes.shape[1])
    marks = torch.zeros(count, size, asker.marks_width)
    pool = torch.zeros(count, companies, size)
    for i, question in enumerate(questions):
        own = len(question.window.ids)
        ids[i, :own] = torch.tensor(question.window.ids)
        tags[i, :own] = torch.from_numpy(question.tags)
        there[i, :own] = 1.0
        shapes[i, :own] = torch.from_numpy(question.window.shapes)
        if question.inputs is not None:
            marks[i, :own] = torch.from_numpy(question.inputs.marks)
            pool[i, : question.inputs.pool.shape[0], :own] = torch.from_numpy(question.inputs.pool)
    return Batch(
        ids, shapes, there, tags, marks, pool,
        torch.tensor([way for _, inputs in asked for way in inputs.ways]).reshape(-1, 2),
        torch.tensor([i for i, inputs in asked for _ in inputs.ways], dtype=torch.long),
        _stacked([inputs.rows for _, inputs in asked], asker.rows_width),
        torch.from_numpy(np.concatenate([q.deals for q in questions])),
        torch.from_numpy(np.concatenate([q.types for q in questions])),
        torch.from_numpy(np.concatenate([q.statuses for q in questions])),
    )  # fmt: skip


def _stacked(rows: Sequence[Numbers], width: int) -> Tensor:
    return torch.from_numpy(np.concatenate(rows)) if rows else torch.zeros(0, width)
