"""Ordered pairs of companies in a window, its amounts, and what is known besides its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from tracker.extract.drafts import TITLE
from tracker.extract.encoder.outline import Hint, Outline
from tracker.extract.encoder.windows import Numbers, Window
from tracker.extract.named import Party
from tracker.extract.quantity import REFUSED
from tracker.extract.slots import SLOT_OF
from tracker.model.deals import DealType, Status

TYPES = tuple(sorted(kind.value for kind in DealType))
STATUSES = tuple(status.value for status in Status)
MOST = 20  # named companies of a window that are tried with each other, the first mentioned
MOST_AMOUNTS = 24  # of a window, the first ones
KINDS = tuple(SLOT_OF)  # of amounts that a leg can have
ENDS = 2  # an amount is the leg's value, size, length or start; or it is its end
_LAYOUT = 14
_FAR = 6  # sentences; so far is also a side that no word stands for
_HINTS = 4 * len(TYPES) + len(STATUSES) + 1

Way = tuple[int, int]
"""Places of the side tried as buyer and of the side tried as supplier."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window speaks of a company: word pieces `start` to `end`, in which sentence."""

    party: int
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the upper half of the encoder is given of a window.

    `ways` are places in the outline, `sides` [ways, 2] the same as rows of `pool`;
    `marks` [word pieces, roles + 3]: roles of the company a piece stands for, whether a curated
    one, that it is one, and by name; `pool` [companies, word pieces]: shares of each piece in
    what stands for the company; `rows` [ways, features]. `amounts` are places in the outline;
    `spans` [amounts, word pieces]: shares of each piece in the amount; `beside` [amounts, word
    pieces]: 1 in the same sentence; `sorts` [amounts, kinds + 1]: which kind, and whether the
    rules take it for no term of a deal. Without any there is one row of zeros.
    """

    ways: tuple[Way, ...]
    sides: NDArray[np.int64]
    marks: Numbers
    pool: Numbers
    rows: Numbers
    amounts: tuple[int, ...]
    spans: Numbers
    beside: Numbers
    sorts: Numbers


class Asker:
    """Turns an outline into the questions of a window."""

    def __init__(self, roles: Sequence[str]) -> None:
        """`roles` of companies in the order of the columns of `marks`."""
        self._roles = {role: i for i, role in enumerate(roles)}

    @property
    def marks_width(self) -> int:
        """Columns of `Inputs.marks`."""
        return len(self._roles) + 3

    @property
    def rows_width(self) -> int:
        """Columns of `Inputs.rows`."""
        return _LAYOUT + 2 * (len(self._roles) + 1) + _HINTS

    def inputs(self, window: Window, outline: Outline, *, hints: bool = True) -> Inputs | None:
        """The questions; None where the window speaks of no company with a name."""
        places, marks = self._placed(window, outline)
        parties = outline.parties
        spoken_of = {place.party for place in places}
        unnamed = {i for i, party in enumerate(parties) if not party.name}
        present = [*sorted(spoken_of - unnamed)[:MOST], *sorted(unnamed)]
        ways = [(b, s) for b, s in permutations(present, 2) if parties[b].name or parties[s].name]
        if not ways:
            return None
        rows = np.stack([self._row(way, places, outline, hints) for way in ways])
        pool = _pool(places, present, len(window.ids))
        sides = np.array([(present.index(b), present.index(s)) for b, s in ways], np.int64)
        return Inputs(tuple(ways), sides, marks, pool, rows, *_amounts(window, outline))

    def _placed(self, window: Window, outline: Outline) -> tuple[list[Place], Numbers]:
        marks = np.zeros((len(window.ids), self.marks_width), np.float32)
        places = []
        for mark in outline.marks:
            found = window.pieces(mark.line, mark.start, mark.end)
            if found is None:
                continue
            first, last = found
            for party in mark.parties:
                places.append(Place(party, first, last, mark.line))
                known = self._known(outline.parties[party])
                marks[first:last, :-2] = np.maximum(marks[first:last, :-2], known)
            marks[first:last, -2] = 1.0
            marks[first:last, -1] = np.maximum(marks[first:last, -1], mark.named)
        return places, marks

    def _known(self, party: Party) -> Numbers:
        """What is known of a company: its roles, and whether it is a curated one."""
        row = np.zeros(len(self._roles) + 1, np.float32)
        for role in party.roles:
            if role in self._roles:
                row[self._roles[role]] = 1.0
        row[-1] = party.curated
        return row

    def _row(self, way: Way, places: Sequence[Place], outline: Outline, hints: bool) -> Numbers:
        """How the two lie in the text, their roles, and with `hints` what the rules saw."""
        buyer, supplier = (outline.parties[i] for i in way)
        told = outline.hints if hints else ()
        layout = np.array(list(_layout(way, places, outline)), np.float32)
        known = (self._known(buyer), self._known(supplier))
        return np.concatenate([layout, *known, _told(told, buyer.name, supplier.name)])


def _pool(places: Sequence[Place], present: Sequence[int], size: int) -> Numbers:
    table = np.zeros((len(present), size), np.float32)
    rows = {party: row for row, party in enumerate(present)}
    for place in places:
        if place.party in rows:
            table[rows[place.party], place.start : place.end] = 1.0
    return np.asarray(table / np.maximum(table.sum(axis=1, keepdims=True), 1.0), np.float32)


def _amounts(window: Window, outline: Outline) -> tuple[tuple[int, ...], Numbers, Numbers, Numbers]:
    """The window's amounts: their places, spans, sentences and kinds."""
    found = [
        (place, amount, pieces)
        for place, amount in enumerate(outline.amounts)
        if amount.quantity.kind in KINDS
        and (pieces := window.pieces(amount.line, amount.start, amount.end)) is not None
    ][:MOST_AMOUNTS]
    size = max(1, len(found))
    spans = np.zeros((size, len(window.ids)), np.float32)
    beside, sorts = np.zeros_like(spans), np.zeros((size, len(KINDS) + 1), np.float32)
    for row, (_, amount, (first, last)) in enumerate(found):
        spans[row, first:last] = 1.0 / (last - first)
        start, stop = window.spans[amount.line]
        beside[row, start:stop] = 1.0
        sorts[row, KINDS.index(amount.quantity.kind)] = 1.0
        sorts[row, -1] = float(amount.quantity.role in REFUSED)
    return tuple(place for place, _, _ in found), spans, beside, sorts


def _layout(way: Way, places: Sequence[Place], outline: Outline) -> Iterator[float]:
    """Shares of one: distance in sentences, order, frequency, the title, a side without name."""
    b, s = way
    at_b = {place.line for place in places if place.party == b}
    at_s = {place.line for place in places if place.party == s}
    gap = min((abs(i - j) for i in at_b for j in at_s), default=_FAR)
    yield from (
        float(gap == 0),
        float(gap == 1),
        min(gap, _FAR) / _FAR,
        min(len(at_b & at_s), 3) / 3,
    )
    yield from (float(b < s), min(len(outline.parties), 8) / 8, min(b, 6) / 6, min(s, 6) / 6)
    yield from (
        float(TITLE in at_b),
        float(TITLE in at_s),
        min(len(at_b), 4) / 4,
        min(len(at_s), 4) / 4,
    )
    yield from (float(not outline.parties[b].name), float(not outline.parties[s].name))


def _told(hints: Sequence[Hint], buyer: str, supplier: str) -> Numbers:
    """Types that the rules saw, kept or dropped, this way or turned; statuses; whether old."""
    row = np.zeros(_HINTS, np.float32)
    kinds = len(TYPES)
    for hint in hints:
        sides = (hint.buyer, hint.supplier)
        block = 2 * kinds * hint.kept + TYPES.index(hint.deal_type)
        if sides == (buyer, supplier):
            row[block] = 1.0
        if sides == (supplier, buyer):
            row[block + kinds] = 1.0
        if set(sides) == {buyer, supplier}:
            if hint.status in STATUSES:
                row[4 * kinds + STATUSES.index(hint.status)] = 1.0
            row[-1] = max(row[-1], float(hint.background))
    return row
