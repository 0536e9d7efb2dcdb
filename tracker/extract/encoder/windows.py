"""A document as numbers: windows of word pieces, each with the characters it stands for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from tracker.model.errors import BadReference

Numbers = NDArray[np.float32]
LONGEST = 480  # word pieces in a window; the encoder has places for 512
SHAPES = 4  # small, Capital, CAPITALS, with a digit
NOWHERE = -2  # the line of a mark between sentences
_LONG_TITLE = LONGEST // 4  # a longer one does not stand in each window
_AGAIN = 2  # sentences that a window shares with the one before it
_LONGEST_WORD = 60  # characters; some scripts put no spaces
_FIRST, _LAST = "[CLS]", "[SEP]"
_BETWEEN = (NOWHERE, 0, 0, False)
_NO_SHAPE = np.zeros(SHAPES, np.float32)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: `index` as the parser's, `start` its first character in title or text."""

    index: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """As much of a document as the encoder reads at once, one entry per word piece.

    `lines` are the indexes of the sentences, `starts` and `ends` characters of title or text,
    `heads` whether a piece begins a word;
    `shapes` [word pieces, SHAPES] tell how a word is written, which the ids do not.
    """

    ids: tuple[int, ...]
    lines: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[bool, ...]
    shapes: Numbers
    spans: Mapping[int, tuple[int, int]]  # of each sentence: its first piece and last + 1

    def pieces(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """First and last + 1 of the word pieces of these characters; None if not inside."""
        if line not in self.spans:
            return None
        low, high = self.spans[line]
        first = bisect_right(self.ends, start, low, high)
        last = bisect_left(self.starts, end, low, high)
        return (first, last) if first < last else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A window as the lower half read it.

    `states` [word pieces, width] are passed on to the upper half; `tags` [word pieces, 3] are
    P(no name), P(a company's name begins), P(it goes on).
    """

    window: Window
    states: NDArray[np.float16]
    tags: Numbers


class WindowMaker:
    """Cuts documents into windows."""

    def __init__(self, vocabulary: Path) -> None:
        """`vocabulary` is a file of the library tokenizers."""
        try:
            self._tokenizer = Tokenizer.from_file(str(vocabulary))
        except Exception as error:  # the library raises nothing more exact
            raise BadReference(
                f"{vocabulary.name}: no vocabulary that can be read ({error}); make it with"
                " `make weights`"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first = self._id(_FIRST)
        self._last = self._id(_LAST)

    def windows(self, lines: Sequence[Line]) -> Iterator[Window]:
        """The sentences in windows; the first, a title as a rule, stands in each."""
        # One by one: a batch would start threads, which do not survive a fork.
        read = [self._tokenizer.encode(line.text, add_special_tokens=False) for line in lines]
        for chosen in _packed([len(one.ids) for one in read]):
            yield self._window([(lines[i], read[i]) for i in chosen])

    def _id(self, mark: str) -> int:
        found = self._tokenizer.token_to_id(mark)
        if found is None:
            raise BadReference(f"the vocabulary has no {mark}; make it anew with `make weights`")
        return found

    def _window(self, lines: Sequence[tuple[Line, Encoding]]) -> Window:
        ids, places, shapes = [self._first], [_BETWEEN], [_NO_SHAPE]
        for line, read in lines:
            room = max(0, LONGEST - len(ids) - 1)  # an endless sentence is cut
            word, shape = None, _NO_SHAPE
            for (start, end), own in zip(read.offsets[:room], read.word_ids, strict=False):
                if own != word:
                    shape = _shape(line.text, start, end)
                places.append((line.index, line.start + start, line.start + end, own != word))
                shapes.append(shape)
                word = own
            ids += [*read.ids[:room], self._last]
            places.append(_BETWEEN)
            shapes.append(_NO_SHAPE)
        at, starts, ends, heads = (tuple(column) for column in zip(*places, strict=True))
        return Window(tuple(ids), at, starts, ends, heads, np.stack(shapes), _spans(at))


def _spans(lines: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Where each sentence stands among the pieces of a window."""
    found, at = {}, 0
    for line, group in groupby(lines):
        size = len(list(group))
        if line != NOWHERE:
            found[line] = (at, at + size)
        at += size
    return found


_SMALL, CAPITAL, _CAPITALS, _DIGIT = np.eye(SHAPES, dtype=np.float32)
SMALL = 0  # the column of small words


def _shape(text: str, start: int, end: int) -> Numbers:
    """How the word is written that the piece text[start:end] belongs to."""
    low, high = max(0, start - _LONGEST_WORD), end + _LONGEST_WORD
    while start > low and text[start - 1].isalnum():
        start -= 1
    while end < min(high, len(text)) and text[end].isalnum():
        end += 1
    word = text[start:end]
    if any(map(str.isdigit, word)):
        return _DIGIT
    if len(word) > 1 and word.isupper():
        return _CAPITALS
    return CAPITAL if word[:1].isupper() else _SMALL


def _packed(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of the sentences of each window, as many as fit."""
    start = 0
    while start < len(lengths):
        chosen = [0] if start and lengths[0] <= _LONG_TITLE else []
        size = 1 + sum(lengths[i] + 1 for i in chosen)
        at = start
        while at < len(lengths) and (at == start or size + lengths[at] + 1 <= LONGEST):
            chosen.append(at)
            size += lengths[at] + 1
            at += 1
        yield chosen
        # The title stands in the next window anyhow: to begin with it would be the same again.
        start = at if at == len(lengths) else max(start + 1, at - _AGAIN, min(2, at))
