"""Passages with other names for their companies: what is learned is not who deals."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.training.encoder.examples import Example
from tracker.extract.encoder.outline import Amount, Mark
from tracker.extract.encoder.windows import Line


def renamed(example: Example, rename: Mapping[int, str]) -> Example:
    """The passage with the names `rename` gives, by place, and every mark and amount moved."""
    lines, moved = [], {}
    seen = example.outline
    for line in example.lines:
        text, at = "", 0
        own = [m for m in seen.marks if m.line == line.index]
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

    starts = {line.index: line.start for line in example.lines}
    amounts = (_moved(amount, starts[amount.line], moved) for amount in seen.amounts)
    return replace(
        example,
        lines=tuple(lines),
        outline=replace(seen, marks=move(seen.marks), amounts=tuple(amounts)),
        names=move(example.names),
        doubtful=move(example.doubtful),
    )


def _moved(
    amount: Amount, line_start: int, moved: Mapping[tuple[int, int, int], tuple[int, int]]
) -> Amount:
    """The amount where it stands among the new names, of which it may hold some."""
    names = [(end, new) for (line, _, end), (_, new) in moved.items() if line == amount.line]

    def at(place: int) -> int:
        end, new = max(((end, new) for end, new in names if end <= place), default=(line_start, 0))
        return new + place - end

    return replace(amount, start=at(amount.start), end=at(amount.end))


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
