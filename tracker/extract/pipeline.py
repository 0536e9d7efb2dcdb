"""The language model: which one, whether it can parse, and sentences parsed with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops, set_current_ops
from threadpoolctl import ThreadpoolController

from tracker.extract.capitals import is_title_case
from tracker.extract.grammar import Labels, labels_for
from tracker.extract.named import Named
from tracker.extract.sentences import Span
from tracker.model.errors import BadReference

_SHIPPED = Path(__file__).parent / "model"
# Any name would do; this one is frequent in the treebanks, so that its role is read well.
_STAND_IN = "Google"
_PRODUCT_STAND_IN = "servers"
# What the parser is not shown: definitions, tickers in brackets, datelines.
_SKIPPED = re.compile(
    r"\(\s*(?:the\s+|together,\s+the\s+|collectively,\s+the\s+)?[\"“'‘][^()]{1,60}\)"
    r"|\((?:NASDAQ|Nasdaq|NasdaqGS|NYSE|TSX|LSE|ASX|AMEX|private)[^()]{0,40}\)"
    r"|^[A-Z][A-Z .,&]{3,}(?:and [A-Z .,]+)?(?:, [A-Za-z.]{2,12})?"
    r"(?:,? [A-Z][a-z]+\.? \d{1,2}, \d{4})?"
    r"\s+[-–—]+\s+"
    r"|^(?:[A-Z][\w.' ]{2,20}, )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
    r" \d{1,2}(?:, \d{4})? (?:\([A-Z]\w+\) )?[-–—]+ "
    r"|^[A-Z][A-Z .]{3,24}: "
)
_RELATIONS = frozenset({"obj", "dobj"})  # the object, by which the two sets are told apart
_JOINED = re.compile(
    r"\b(?:start-?ups?|tie-?ups?|co-(?=develop|design)|re-?cut|buy-?outs?|joint-venture|"
    r"sale-and-leasebacks?|take-or-pay|sale-leasebacks?)",
    re.IGNORECASE,
)
_STAND_INS = {
    "start-up": "startup", "start-ups": "startups", "tie-up": "partnership",
    "tie-ups": "partnerships", "co-": "", "re-cut": "revised", "recut": "revised",
    "buy-out": "buyout", "buyouts": "buyouts", "joint-venture": "venture",
    "sale-and-leaseback": "loan", "sale-leaseback": "loan", "take-or-pay": "firm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence; `starts` and `ends` map its tokens to the document's characters."""

    span: Span
    doc: Doc
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    named: dict[int, Named]  # by token
    text: str
    labels: Labels
    index: int


class SentenceParser:
    """Parses sentences in which every known name is one word."""

    def __init__(self, pipeline: str | Path | None = None, *, recogniser: bool = False) -> None:
        self.nlp = load_pipeline(pipeline, recogniser=recogniser)
        self._threads = ThreadpoolController()
        self._lowered = False  # Headline Case is shown to the parser in small letters
        parser = self.nlp.get_pipe("parser")
        self.labels = labels_for(parser.labels)  # type: ignore[attr-defined]

    @property
    def version(self) -> str:
        """Name and version of the pipeline."""
        return f"{self.nlp.meta['lang']}_{self.nlp.meta['name']}-{self.nlp.meta['version']}"

    def parse(self, pieces: Iterable[tuple[str, Span, int, Sequence[Named]]]) -> Iterator[Sentence]:
        """Sentences in the order given: (document text, span, index, names)."""
        pieces = list(pieces)
        prepared = [self._prepare(text, span, names) for text, span, _, names in pieces]
        # The matrices are small: sharing a product out costs more than it saves.
        with self._threads.limit(limits=1, user_api="blas"):
            docs = list(self.nlp.pipe([p[0] for p in prepared], batch_size=64))
        for (text, span, index, _), (_, starts, ends, named), doc in zip(
            pieces, prepared, docs, strict=True
        ):
            piece = text[span.start : span.end]
            yield Sentence(span, doc, starts, ends, named, piece, self.labels, index)

    def _prepare(
        self, text: str, span: Span, names: Sequence[Named]
    ) -> tuple[Doc, tuple[int, ...], tuple[int, ...], dict[int, Named]]:
        """A Doc with a stand-in for each name, and where its tokens stand in the document."""
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        named: dict[int, Named] = {}
        self._lowered = is_title_case(text[span.start : span.end])
        at = span.start
        piece = text[span.start : span.end]
        skipped = [(m.start() + span.start, m.end() + span.start) for m in _SKIPPED.finditer(piece)]
        for name in [n for n in names if span.start <= n.start and n.end <= span.end]:
            if any(first <= name.start < last for first, last in skipped):
                continue
            self._around(text, at, name.start, skipped, words, starts, ends)
            named[len(words)] = name
            words.append(_PRODUCT_STAND_IN if name.label == "PRODUCT" else _STAND_IN)
            starts.append(name.start)
            ends.append(name.end)
            at = name.end
        self._around(text, at, span.end, skipped, words, starts, ends)
        for i in range(len(words) - 2):
            if i in named and words[i + 1 : i + 3] == ["plan", "to"]:
                words[i + 1] = "intend"  # a verb after names, which taggers take for a noun
        if not words:
            words, starts, ends = ["."], [span.start], [min(span.start + 1, span.end)]
        spaces = [
            starts[i + 1] > ends[i] if i + 1 < len(starts) else False for i in range(len(starts))
        ]
        doc = Doc(self.nlp.vocab, words=words, spaces=spaces)
        for token in list(doc)[1:]:
            token.is_sent_start = False
        return doc, tuple(starts), tuple(ends), named

    def _around(
        self,
        text: str,
        start: int,
        end: int,
        skipped: list[tuple[int, int]],
        words: list[str],
        starts: list[int],
        ends: list[int],
    ) -> None:
        """Add the words of text[start:end] outside the `skipped` stretches."""
        at = start
        for first, last in skipped:
            if first >= at and last <= end:
                self._plain(text, at, first, words, starts, ends)
                at = last
        self._plain(text, at, end, words, starts, ends)

    def _plain(
        self, text: str, start: int, end: int, words: list[str], starts: list[int], ends: list[int]
    ) -> None:
        """Add the words of text[start:end], some joined and some left out."""
        at = start
        for match in _JOINED.finditer(text, start, end):
            stand_in = _STAND_INS.get(match.group().lower(), match.group())
            self._words(text, at, match.start(), words, starts, ends)
            if stand_in:
                words.append(stand_in)
                starts.append(match.start())
                ends.append(match.end())
            at = match.end()
        self._words(text, at, end, words, starts, ends)

    def _words(
        self, text: str, start: int, end: int, words: list[str], starts: list[int], ends: list[int]
    ) -> None:
        for token in self.nlp.make_doc(text[start:end]):
            if token.is_space:
                continue
            words.append(token.text.lower() if self._lowered else token.text)
            starts.append(start + token.idx)
            ends.append(start + token.idx + len(token.text))


@contextmanager
def _fast_products() -> Iterator[None]:
    """What is loaded inside multiplies matrices with numpy's BLAS.

    It is built for the processor at hand; spaCy's own, which falls back to a general kernel
    on many, was seen to halve the words read in a second.
    """
    usual = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        yield
    finally:
        set_current_ops(usual)


def load_pipeline(name: str | Path | None = None, *, recogniser: bool = False) -> Language:
    """The shipped pipeline, or an installed one by name or folder.

    With `recogniser` its component "ner" is there, switched off, to be asked when needed.

    Raises BadReference in one line if it is missing or has no parser and tagger.
    """
    source = name or _SHIPPED
    try:
        with _fast_products():
            unused = ["senter"] if recogniser else ["senter", "ner"]
            nlp = spacy.load(source, exclude=unused, disable=["ner"])
    except (OSError, ValueError) as error:
        first = str(error).splitlines()[0][:120]
        raise BadReference(
            f"{source}: not a spaCy pipeline that can be loaded ({first}); install it or leave"
            " extract.pipeline empty"
        ) from error
    needed = ("tagger", "parser", "ner") if recogniser else ("tagger", "parser")
    missing = [pipe for pipe in needed if pipe not in nlp.component_names]
    if missing:
        raise BadReference(
            f"{source}: the pipeline has no {' and no '.join(missing)}; name one that has,"
            " or leave extract.pipeline empty for the shipped one"
        )
    labels = set(nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]
    if not labels & _RELATIONS:
        raise BadReference(
            f"{source}: the parser's labels are neither Universal Dependencies nor CLEAR"
            f" ({', '.join(sorted(labels)[:5])} ...); name one of these, or leave"
            " extract.pipeline empty for the shipped one"
        )
    return nlp
