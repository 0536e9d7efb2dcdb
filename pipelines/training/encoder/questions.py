"""Examples as questions: windows of word pieces, and the right answers beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.training.encoder.examples import Answer, Example
from pipelines.training.encoder.renaming import renamed
from tracker.extract.encoder.outline import Amount
from tracker.extract.encoder.spelled import BEGINS, GOES_ON, NONE
from tracker.extract.encoder.ways import ENDS, STATUSES, TYPES, Asker, Inputs
from tracker.extract.encoder.windows import Numbers, Window, WindowMaker
from tracker.extract.leg_matching import party_name
from tracker.extract.slots import SLOT_OF
from tracker.model.deals import DealType

IGNORED = -100
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """One window with its inputs and answers.

    `tags` [word pieces]; `deals` [ways] 1, 0 or NaN where only an optional leg is told;
    `types` [ways, types]; `statuses` [ways, types], IGNORED where there is no such leg;
    `lines` [word pieces] the sentence's place in the window, -1 between two; `evidence`
    [ways, types, sentences] 1 where a sentence tells the leg; `terms` [ways, types, amounts, ENDS]
    1 where an amount is a term of the leg, its end apart, NaN where that is not known.
    """

    window: Window
    inputs: Inputs | None
    tags: Places
    deals: Numbers
    types: Numbers
    statuses: Places
    lines: Places
    evidence: Numbers
    terms: Numbers


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
    places = {line: place for place, line in enumerate(window.spans)}
    evidence = np.zeros((len(ways), len(TYPES), len(places)), np.float32)
    names = [party_name(party.name or None) for party in example.outline.parties]
    amounts = inputs.amounts if inputs else ()
    terms = np.full((len(ways), len(TYPES), max(1, len(amounts)), ENDS), np.nan, np.float32)
    for row, (buyer, supplier) in enumerate(ways):
        own = [a for a in answers if _fits(a, names[buyer], names[supplier])]
        required = any(not answer.optional for answer in own)
        deals[row] = 1.0 if required else np.nan if own else 0.0
        for kind, alike in _by_type(own):
            types[row, kind] = 1.0
            statuses[row, kind] = STATUSES.index(alike[0].status)
            told = frozenset[int]().union(*(answer.evidence for answer in alike))
            evidence[row, kind, [places[i] for i in told if i in places]] = 1.0
            for column, place in enumerate(amounts):
                amount = example.outline.amounts[place]
                right = [_right(answer, place, amount) for answer in alike]
                terms[row, kind, column] = np.max(right, axis=0)  # NaN stays where one is unread
    lines = np.array([places.get(line, -1) for line in window.lines], np.int64)
    tags = _tags(window, example)
    return Question(window, inputs, tags, deals, types, statuses, lines, evidence, terms)


def _by_type(answers: Sequence[Answer]) -> Iterator[tuple[int, list[Answer]]]:
    """The legs of each type, by its place; an optional one only where no other is of its type."""
    for kind, name in enumerate(TYPES):
        own = [answer for answer in answers if answer.deal_type == name]
        if alike := [answer for answer in own if not answer.optional] or own:
            yield kind, alike


def _right(answer: Answer, place: int, amount: Amount) -> tuple[float, float]:
    """Whether an amount is a term of the leg, or its end; NaN if the label's is not read."""
    first = SLOT_OF[amount.quantity.kind]
    return _says(answer, place, first), _says(answer, place, "end") if first == "start" else np.nan


def _says(answer: Answer, place: int, slot: str) -> float:
    return np.nan if slot in answer.unread else float((place, slot) in answer.terms)


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
