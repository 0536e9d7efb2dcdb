"""What the teacher makes of raw text, as Docs for the small parser to learn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from spacy.language import Language
from spacy.tokens import Doc

from pipelines.training.corpus import is_tree
from pipelines.training.teacher.batches import Sentence
from pipelines.training.teacher.fit import Taught
from pipelines.training.teacher.network import within

_WORDS = 160  # of a piece that is read at once
_BATCH = 1_500  # words
_FEWEST = 3  # words of a line


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line of text, whether a space follows each, and whether the line goes on."""

    line: int
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    goes_on: bool


def labelled(lines: Sequence[str], taught: Taught, nlp: Language) -> Iterator[list[Doc]]:
    """The sentences of each line as Docs, in order; `nlp` cuts the words.

    A sentence is left out where the heads that were chosen word by word are no tree, and
    where it may go on behind the piece that was read.
    """
    pieces = [piece for number, line in enumerate(lines) for piece in _pieces(number, line, nlp)]
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place].words))
    found: dict[int, list[Doc]] = {}
    for batch in _batches(order, pieces):
        for place, docs in zip(batch, _read([pieces[i] for i in batch], taught, nlp), strict=True):
            found[place] = docs
    lines_of: dict[int, list[Doc]] = {}
    for place, piece in enumerate(pieces):
        lines_of.setdefault(piece.line, []).extend(found[place])
    yield from (docs for docs in lines_of.values() if docs)


def _pieces(number: int, line: str, nlp: Language) -> Iterator[Piece]:
    tokens = [t for t in nlp.make_doc(" ".join(line.split())) if not t.is_space]
    for start in range(0, len(tokens) if len(tokens) >= _FEWEST else 0, _WORDS):
        part = tokens[start : start + _WORDS]
        yield Piece(
            number,
            tuple(t.text for t in part),
            tuple(bool(t.whitespace_) for t in part),
            start + _WORDS < len(tokens),
        )


def _batches(order: Sequence[int], pieces: Sequence[Piece]) -> Iterator[list[int]]:
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * len(pieces[place].words) > _BATCH:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _read(pieces: Sequence[Piece], taught: Taught, nlp: Language) -> Iterator[list[Doc]]:
    with torch.no_grad():
        columns = _guessed(pieces, taught)
    for piece, sentence, heads, relations, tags in zip(pieces, *columns, strict=True):
        yield list(_sentences(piece, sentence, heads, relations, tags, taught, nlp))


def _guessed(pieces: Sequence[Piece], taught: Taught) -> tuple[list[list[int]], ...]:
    """Of each word its sentence (-1 behind the end), head from 1 (0 the root), relation, tag."""
    batch = taught.maker.batch([[Sentence(piece.words)] for piece in pieces])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        guess = taught.net(batch)
    starts = guess.starts.float().softmax(-1)[..., 1] > 0.5
    starts[:, 0] = True
    sentence = torch.where(batch.sentence >= 0, starts.long().cumsum(1), -1)
    heads = within(guess.arcs, sentence).argmax(-1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        relations = taught.net.relations(guess, heads).float().argmax(-1)
    columns = (sentence, heads, relations, guess.tags.float().argmax(-1))
    return tuple(column.tolist() for column in columns)


def _sentences(
    piece: Piece,
    sentence: Sequence[int],
    heads: Sequence[int],
    relations: Sequence[int],
    tags: Sequence[int],
    taught: Taught,
    nlp: Language,
) -> Iterator[Doc]:
    size = min(len(piece.words), sum(1 for number in sentence if number >= 0))
    start = 0
    while start < size:
        end = next((i for i in range(start, size) if sentence[i] != sentence[start]), size)
        own = [heads[i] - 1 - start if heads[i] else i - start for i in range(start, end)]
        if not (end == size and piece.goes_on) and is_tree(own):
            deps = [taught.deps[relations[i]] for i in range(start, end)]
            yield Doc(
                nlp.vocab,
                words=list(piece.words[start:end]),
                spaces=list(piece.spaces[start:end]),
                tags=[taught.tags[tags[i]] for i in range(start, end)],
                heads=own,
                deps=["ROOT" if own[i] == i else dep for i, dep in enumerate(deps)],
            )
        start = end
