"""A read document as the encoder weighs it: who stands where, amounts, hints of the rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.extract.drafts import TITLE, Draft
from tracker.extract.named import UNNAMED, Party
from tracker.extract.quantity import Quantity
from tracker.extract.scene import Scene, Shot


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a sentence that stand for companies, by their places in the outline."""

    line: int
    start: int
    end: int
    parties: tuple[int, ...]
    named: bool  # by name or description; "it" and "the company" are not


@dataclass(frozen=True, slots=True)
class Amount:
    """Characters of a sentence that say a sum, a size, a length or a date."""

    line: int
    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Hint:
    """A leg that the rules proposed: names of its sides, "" where they saw none."""

    buyer: str
    supplier: str
    deal_type: str
    status: str | None
    kept: bool  # after their own doubts
    background: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """Companies in order of first mention, marks and amounts in order of the text.

    One of them is without a name: "the lease was cancelled" has a tenant. It stands last where
    no word of the text stands for it.
    """

    parties: tuple[Party, ...]
    marks: tuple[Mark, ...]
    hints: tuple[Hint, ...]
    amounts: tuple[Amount, ...]

    def spoken_of(self) -> tuple[Party, ...]:
        """The companies without the one that no word stands for."""
        last = len(self.parties) - 1
        silent = UNNAMED in self.parties[-1:] and all(last not in m.parties for m in self.marks)
        return self.parties[:last] if silent else self.parties


def outline_of(scene: Scene) -> Outline:
    """What the encoder needs of a read document, without its parse."""
    parties = with_unnamed(scene.parties())
    places = {party.name: i for i, party in enumerate(parties)}
    marks = tuple(mark for shot in scene.shots for mark in _marks(shot, places))
    hints = (*_hints(scene.raw, kept=False), *_hints(scene.drafts, kept=True))
    return Outline(parties, marks, hints, tuple(_amounts(scene)))


def with_unnamed(spoken_of: Sequence[Party]) -> tuple[Party, ...]:
    """The companies, one without a name last if there is none among them."""
    return (*spoken_of, *(() if UNNAMED in spoken_of else (UNNAMED,)))


def _amounts(scene: Scene) -> Iterator[Amount]:
    body = [shot.sentence for shot in scene.shots if shot.sentence.index != TITLE]
    for quantity in scene.quantities:
        for sentence in body:
            if sentence.span.start <= quantity.start and quantity.end <= sentence.span.end:
                yield Amount(sentence.index, quantity.start, quantity.end, quantity)
                break


def _marks(shot: Shot, places: Mapping[str, int]) -> Iterator[Mark]:
    sentence = shot.sentence
    for token, group in groupby(shot.mentions, key=lambda m: m.token):
        mentions = list(group)
        parties = tuple(dict.fromkeys(places[m.party.name] for m in mentions))
        named = any(m.named for m in mentions)
        yield Mark(sentence.index, sentence.starts[token], sentence.ends[token], parties, named)


def _hints(drafts: Sequence[Draft], *, kept: bool) -> Iterator[Hint]:
    for draft in drafts:
        if draft.deal_type is not None:
            buyer = draft.buyer.name if draft.buyer else ""
            supplier = draft.supplier.name if draft.supplier else ""
            kind = str(draft.deal_type)
            yield Hint(buyer, supplier, kind, draft.status(), kept, draft.background)
