"""Sentences as tensors: texts of a few sentences, each word by its first word piece."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from spacy.tokens import Doc
from tokenizers import Tokenizer
from torch import Tensor

from pipelines.training.pretrained import TOKENIZER

IGNORED = -100  # what no loss is taken of
LONGEST = 510  # word pieces of a text
_WORD_PIECES = 8  # of one word; the rest of an endless one is not shown
_SENTENCES = (1, 2, 3, 4, 6, 8)  # of a text
_WORDS = 180  # of a text, if a sentence alone has not more
_SPREAD = 10  # words; texts of about one length are told together
SHAPES = 4  # small, Capital, CAPITALS, with a digit: the pieces are in small letters


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words as printed; of labelled ones heads (the root is its own), relations and tags."""

    words: tuple[str, ...]
    heads: tuple[int, ...] = ()
    deps: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


Text = Sequence[Sentence]


def sentence_of(doc: Doc) -> Sentence:
    """A labelled Doc of one sentence."""
    return Sentence(
        tuple(t.text for t in doc),
        tuple(t.head.i for t in doc),
        tuple(t.dep_ for t in doc),
        tuple(t.tag_ for t in doc),
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """The relations and tags that are told apart, by number."""

    deps: tuple[str, ...]
    tags: tuple[str, ...]


def labels_of(sentences: Sequence[Sentence]) -> Labels:
    """Those that occur."""
    deps = {dep for one in sentences for dep in one.deps}
    return Labels(tuple(sorted(deps)), tuple(sorted({t for one in sentences for t in one.tags})))


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts, filled up to the longest: [texts, pieces] and [texts, words].

    `first` is the piece that stands for a word; `heads` count from 1, 0 is the root; `sentence`
    is the number of a word's sentence, -1 behind the end; IGNORED is what nobody labelled.
    """

    ids: Tensor
    shapes: Tensor
    there: Tensor
    first: Tensor
    heads: Tensor
    deps: Tensor
    tags: Tensor
    starts: Tensor
    sentence: Tensor


class BatchMaker:
    """Makes tensors of texts."""

    def __init__(self, pretrained: Path, labels: Labels) -> None:
        self._tokenizer = Tokenizer.from_file(str(pretrained / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = self._id("[CLS]"), self._id("[SEP]")
        self._unknown = self._id("[UNK]")
        self._dep = {name: place for place, name in enumerate(labels.deps)}
        self._tag = {name: place for place, name in enumerate(labels.tags)}
        self._pieces: dict[str, list[int]] = {}

    def batch(self, texts: Sequence[Text]) -> Batch:
        """All of it in one; a text has at most LONGEST pieces, the rest is not shown."""
        columns = zip(*(self._row(text) for text in texts), strict=True)
        ids, shapes, first, heads, deps, tags, starts, sentence = columns
        return Batch(
            ids=_filled(ids, 0),
            shapes=_filled(shapes, 0),
            there=_filled([[1] * len(row) for row in ids], 0),
            first=_filled(first, 0),
            heads=_filled(heads, IGNORED),
            deps=_filled(deps, IGNORED),
            tags=_filled(tags, IGNORED),
            starts=_filled(starts, IGNORED),
            sentence=_filled(sentence, -1),
        )

    def _row(self, text: Text) -> tuple[list[int], ...]:
        ids, shapes = [self._first], [0]
        first: list[int] = []
        heads, deps, tags, starts, sentence = ([] for _ in range(5))
        for number, one in enumerate(text):
            before = len(first)
            for place, word in enumerate(one.words):
                pieces = self._of(word)
                if len(ids) + len(pieces) > LONGEST:
                    break
                first.append(len(ids))
                ids += pieces
                shapes += [_shape(word)] * len(pieces)
                starts.append(int(place == 0))
                sentence.append(number)
                if one.heads:
                    head = one.heads[place]
                    heads.append(0 if head == place else before + head + 1)
                    deps.append(self._dep.get(one.deps[place], IGNORED))
                    tags.append(self._tag.get(one.tags[place], IGNORED))
        ids.append(self._last)
        shapes.append(0)
        # A word whose head was cut off has none to learn.
        heads = [head if head <= len(first) else IGNORED for head in heads]
        return ids, shapes, first, heads, deps, tags, starts, sentence

    def _of(self, word: str) -> list[int]:
        if word not in self._pieces:
            found = self._tokenizer.encode(word, add_special_tokens=False).ids
            self._pieces[word] = found[:_WORD_PIECES] or [self._unknown]
        return self._pieces[word]

    def _id(self, mark: str) -> int:
        found = self._tokenizer.token_to_id(mark)
        assert found is not None
        return int(found)


def _filled(rows: Sequence[list[int]], value: int) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [value] * (longest - len(row)) for row in rows])


def _shape(word: str) -> int:
    if any(map(str.isdigit, word)):
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[:1].isupper() else 0


def texts_of(sentences: Sequence[Sentence], dice: random.Random) -> Iterator[list[Sentence]]:
    """Neighbours told together, a few at a time."""
    at = 0
    while at < len(sentences):
        found: list[Sentence] = []
        wanted, words = dice.choice(_SENTENCES), 0
        while at < len(sentences) and len(found) < wanted:
            size = len(sentences[at].words)
            if found and words + size > _WORDS:
                break
            found.append(sentences[at])
            words += size
            at += 1
        yield found


def batched(texts: Sequence[Text], words: int, dice: random.Random) -> Iterator[list[Text]]:
    """Texts of like length together, about so many `words`, the batches in any order."""

    def size(text: Text) -> int:
        return sum(len(one.words) for one in text)

    batches: list[list[Text]] = [[]]
    for text in sorted(texts, key=lambda text: size(text) + _SPREAD * dice.random()):
        if batches[-1] and (len(batches[-1]) + 1) * size(text) > words:
            batches.append([])
        batches[-1].append(text)
    dice.shuffle(batches)
    yield from batches
