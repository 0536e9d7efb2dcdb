"""Short passages told in one breath, as a round-up does: each leg stays with its own two."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.training.encoder.examples import Answer, Example
from tracker.extract.encoder.outline import Mark, Outline, with_unnamed
from tracker.extract.encoder.windows import Line
from tracker.extract.named import Party

_SHORT = 70  # words of a passage that a round-up has room for
_MOST = 4  # passages of a round-up


def with_roundups(
    examples: Sequence[Example], share: float, dice: random.Random
) -> Iterator[Example]:
    """The passages, that share of the short ones joined by twos, threes and fours."""
    pool: list[Example] = []
    for example in examples:
        if dice.random() < share and _words(example) <= _SHORT:
            pool.append(example)
        else:
            yield example
    dice.shuffle(pool)
    while pool:
        size = dice.randint(2, _MOST)
        yield stitched(pool[:size])
        del pool[:size]


def stitched(parts: Sequence[Example]) -> Example:
    """One passage of several, in their order; titles but the first become sentences."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _joined(whole, part)
    return whole


def _joined(one: Example, other: Example) -> Example:
    parties, party_at = _parties(one.outline.spoken_of(), other.outline.spoken_of())
    first = 1 + max((line.index for line in one.lines), default=-1)
    line_at = {line.index: first + place for place, line in enumerate(other.lines)}
    amounts = len(one.outline.amounts)

    def moved(mark: Mark) -> Mark:
        return replace(
            mark, line=line_at[mark.line], parties=tuple(party_at[p] for p in mark.parties)
        )

    def moved_answer(answer: Answer) -> Answer:
        evidence = frozenset(line_at[line] for line in answer.evidence)
        terms = frozenset((amounts + place, slot) for place, slot in answer.terms)
        return replace(answer, evidence=evidence, terms=terms)

    outline = Outline(
        parties,
        (*one.outline.marks, *map(moved, other.outline.marks)),
        (*one.outline.hints, *other.outline.hints),
        (
            *one.outline.amounts,
            *(replace(a, line=line_at[a.line]) for a in other.outline.amounts),
        ),
    )
    return Example(
        one.source,
        one.passage,
        (*one.lines, *(Line(line_at[x.index], x.start, x.text) for x in other.lines)),
        outline,
        (*one.names, *map(moved, other.names)),
        (*one.doubtful, *map(moved, other.doubtful)),
        (*one.answers, *map(moved_answer, other.answers)),
    )


def _parties(
    one: Sequence[Party], other: Sequence[Party]
) -> tuple[tuple[Party, ...], dict[int, int]]:
    """The companies of both, and where those of the second stand among them."""
    found = list(one)
    places = {party.name: place for place, party in enumerate(one)}
    at = {}
    for place, party in enumerate(other):
        if party.name not in places:
            places[party.name] = len(found)
            found.append(party)
        at[place] = places[party.name]
    return with_unnamed(found), at


def _words(example: Example) -> int:
    return sum(len(line.text.split()) for line in example.lines)
