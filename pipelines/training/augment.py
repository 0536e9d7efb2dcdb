"""Variants of training text: the ways in which headlines, releases and our reader print it."""

import random
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.training import Example
from spacy.util import registry

Augmenter = Callable[[Language, Example], Iterator[Example]]

STAND_IN = "Google"  # what tracker.extract.pipeline shows the parser for a company
_TYPESET = {
    '"': "”", "``": "“", "''": "”", "'": "’", "'s": "’s", "n't": "n’t", "'re": "’re",
    "'ve": "’ve", "'ll": "’ll", "'d": "’d", "'m": "’m", "--": "—", "-": "–", "...": "…",
}  # fmt: skip
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the"}
)
_NAME_LINKS = frozenset({"flat", "compound"})


@registry.augmenters("compute_deals.print_styles.v1")  # type: ignore[untyped-decorator]
def print_styles(
    seed: int, lower: float, upper: float, title: float, typeset: float, merged: float
) -> Augmenter:
    """An augmenter that replaces these shares (0-1) of the documents by a variant of them."""
    rng = random.Random(seed)
    makers = [(lower, _cased(str.lower)), (upper, _cased(str.upper)), (title, _headline)]
    makers += [(typeset, typographic), (merged, lambda doc: merge_names(doc, rng))]

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        drawn = rng.random()
        for share, make in makers:
            if drawn < share:
                reference = make(example.reference)
                yield Example(nlp.make_doc(reference.text), reference)
                return
            drawn -= share
        yield example

    return augment


def rebuilt(
    doc: Doc, words: list[str], spaces: list[bool] | None = None, kept: list[int] | None = None
) -> Doc:
    """`doc` with other words: of all its tokens, or of the `kept` ones, whose heads move along."""
    tokens = list(doc) if kept is None else [doc[i] for i in kept]
    place = {token.i: at for at, token in enumerate(tokens)}
    return Doc(
        doc.vocab,
        words=words,
        spaces=spaces or [bool(t.whitespace_) for t in tokens],
        tags=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        lemmas=[t.lemma_ for t in tokens],
        heads=[place[t.head.i] for t in tokens],
        deps=[t.dep_ for t in tokens],
    )


def _cased(change: Callable[[str], str]) -> Callable[[Doc], Doc]:
    return lambda doc: rebuilt(doc, [change(t.text) for t in doc])


def _headline(doc: Doc) -> Doc:
    """Nearly every word with a capital, as headlines have it."""
    words = [
        t.text[:1].upper() + t.text[1:] if t.lower_ not in _SMALL or t.is_sent_start else t.text
        for t in doc
    ]
    return rebuilt(doc, words)


def typographic(doc: Doc) -> Doc:
    """With curved quotes and true dashes; an opening quote is one with no space after it."""
    words = [_TYPESET.get(t.text, t.text) for t in doc]
    for token in doc:
        if token.text == '"' and (token.i == 0 or doc[token.i - 1].whitespace_):
            words[token.i] = "“"
    return rebuilt(doc, words)


def merge_names(doc: Doc, rng: random.Random, share: float = 0.6) -> Doc:
    """Proper names of one or more words collapsed into the stand-in, as before parsing."""
    words: list[str] = []
    kept: list[int] = []
    spaces: list[bool] = []
    at = 0
    while at < len(doc):
        end = _name_end(doc, at)
        merged = end > at and rng.random() < share
        end = end if merged else at + 1
        words.append(STAND_IN if merged else doc[at].text)
        kept.append(_heads(doc, at, end)[0].i)
        spaces.append(bool(doc[end - 1].whitespace_))
        at = end
    return rebuilt(doc, words, spaces, kept)


def _name_end(doc: Doc, start: int) -> int:
    """End of the longest name that begins at `start`; `start` if none does.

    A name is a run of proper nouns that hang together, on which nothing outside hangs
    but by their head.
    """
    end = start
    while end < len(doc) and doc[end].tag_ in {"NNP", "NNPS"}:
        end += 1
    while end > start and not _is_name(doc, start, end):
        end -= 1
    return end


def _is_name(doc: Doc, start: int, end: int) -> bool:
    heads = _heads(doc, start, end)
    rest = [t for t in doc[start:end] if t.i != heads[0].i]
    return len(heads) == 1 and all(
        t.dep_.split(":")[0] in _NAME_LINKS and all(start <= c.i < end for c in t.children)
        for t in rest
    )


def _heads(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens of doc[start:end] that hang on a word outside, or on none."""
    return [t for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i]
