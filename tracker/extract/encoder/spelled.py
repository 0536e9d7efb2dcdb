"""Names of companies that the encoder sees in a text, by its words alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extract.encoder.windows import NOWHERE, Numbers, Reading

NONE, BEGINS, GOES_ON = range(3)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Characters of sentence `line` that name a company; `chance` is the least of its words."""

    line: int
    start: int
    end: int
    chance: float


def spelled_names(readings: Sequence[Reading], least: float) -> list[Spelled]:
    """Names that are at least so likely, in order; of two that overlap the likelier."""
    found = [name for reading in readings for name in _in_window(reading) if name.chance >= least]
    kept: dict[int, list[Spelled]] = {}  # by sentence: a text may have thousands
    for name in sorted(found, key=lambda n: (-n.chance, n.start)):
        beside = kept.setdefault(name.line, [])
        if not any(_overlap(name, other) for other in beside):
            beside.append(name)
    names = (name for beside in kept.values() for name in beside)
    return sorted(names, key=lambda n: (n.line, n.start))


def chance_of(readings: Sequence[Reading], line: int, start: int, end: int) -> float | None:
    """P(these characters name a company), the mean of their pieces; None where not read."""
    for reading in readings:
        pieces = reading.window.pieces(line, start, end)
        if pieces is not None:
            return float(1.0 - reading.tags[pieces[0] : pieces[1], NONE].mean())
    return None


def _in_window(reading: Reading) -> Iterator[Spelled]:
    """Runs of tags, cut at whole words."""
    window, tags = reading.window, reading.tags
    words = list(_words(reading))
    best = [_tag(tags, first) for first, _ in words]
    at = 0
    while at < len(words):
        if best[at] == NONE:
            at += 1
            continue
        stop = at + 1
        same = window.lines[words[at][0]]
        while stop < len(words) and best[stop] == GOES_ON and window.lines[words[stop][0]] == same:
            stop += 1
        first, last = words[at][0], words[stop - 1][1]
        chance = min(float(1.0 - tags[word[0], NONE]) for word in words[at:stop])
        yield Spelled(same, window.starts[first], window.ends[last - 1], chance)
        at = stop


def _tag(tags: Numbers, piece: int) -> int:
    if tags[piece, NONE] >= 0.5:
        return NONE
    return BEGINS if tags[piece, BEGINS] >= tags[piece, GOES_ON] else GOES_ON


def _words(reading: Reading) -> Iterator[tuple[int, int]]:
    """First word piece and last + 1 of each word."""
    heads, lines = reading.window.heads, reading.window.lines
    first: int | None = None
    for at in range(len(heads)):
        if first is not None and (heads[at] or lines[at] == NOWHERE):
            yield first, at
            first = None
        if heads[at]:
            first = at
    if first is not None:
        yield first, len(heads)


def _overlap(one: Spelled, other: Spelled) -> bool:
    return one.line == other.line and one.start < other.end and other.start < one.end
