"""CoNLL corpora of named entities as spaCy training files, in one set of labels."""

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

LABELS = ("ORG", "PERSON", "LOC", "PRODUCT", "MISC")
SENTENCES_PER_DOC = 5
# What the corpora call it -> what we call it; everything else that is tagged is MISC.
_OURS = {
    "ORG": "ORG", "organisation": "ORG", "university": "ORG", "politicalparty": "ORG",
    "corporation": "ORG", "group": "ORG",
    "PER": "PERSON", "person": "PERSON", "politician": "PERSON", "researcher": "PERSON",
    "scientist": "PERSON",
    "LOC": "LOC", "location": "LOC", "country": "LOC",
    "product": "PRODUCT", "programlang": "PRODUCT",
}  # fmt: skip
_CLOSING = frozenset(".,;:!?)]}%'’”") | {"'s", "’s", "n't", "...", "''"}
_OPENING = frozenset("([{$£€“‘#@") | {"``"}


def read_names(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """(words, BIO tags in our labels) of each sentence; Raises ValueError at a bad line.

    Two layouts: UNER's five columns with a word number first, and CoNLL's word first and
    tag last, tagged IOB1 (an entity may begin with I-) or IOB2.
    """
    words: list[str] = []
    tags: list[str] = []
    uner = path.suffix == ".iob2"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith(("# ", "-DOCSTART-")):
            if words:
                yield words, tags
            words, tags = [], []
            continue
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if len(columns) < (3 if uner else 2):
            raise ValueError(f"{path}:{number}: {line[:40]!r} is no word with its tag")
        word, tag = (columns[1], columns[2]) if uner else (columns[0], columns[-1])
        words.append(word.strip() or "-")
        tags.append(_our_tag(tag.strip(), tags[-1] if tags else "O"))
    if words:
        yield words, tags


def _our_tag(tag: str, before: str) -> str:
    """BIO in our labels; an I- after another label, or after nothing, begins a name."""
    if tag in {"", "O"}:
        return "O"
    place, _, name = tag.partition("-")
    label = _OURS.get(name, "MISC")
    begins = place == "B" or before[2:] != label
    return f"{'B' if begins else 'I'}-{label}"


def names_doc(vocab: Vocab, words: list[str], tags: list[str]) -> Doc:
    """One sentence, spaced as print would space it, with its names."""
    doc = Doc(vocab, words=words, spaces=_spaces(words))
    spans: list[Span] = []
    start = 0
    for at in range(1, len(tags) + 1):
        if at == len(tags) or not tags[at].startswith("I-"):
            if tags[start] != "O":
                spans.append(Span(doc, start, at, label=tags[start][2:]))
            start = at
    doc.set_ents(spans, default="outside")
    return doc


def spaced(words: list[str]) -> str:
    """The sentence as print would space it."""
    pairs = zip(words, _spaces(words), strict=True)
    return "".join(word + " " * after for word, after in pairs).strip()


def _spaces(words: list[str]) -> list[bool]:
    """Whether a space follows each word; the corpora do not say."""
    after = [True] * len(words)
    quoted = False
    for at, word in enumerate(words):
        if word in _CLOSING and at:
            after[at - 1] = False
        if word in _OPENING:
            after[at] = False
        if word == '"':
            quoted = not quoted
            if quoted:
                after[at] = False
            elif at:
                after[at - 1] = False
    return after


def write_names(paths: list[Path], target: Path) -> int:
    """Number of sentences written to `target`, a few to a Doc."""
    vocab = Vocab()
    out = DocBin(store_user_data=False)
    count = 0
    for path in paths:
        group: list[Doc] = []
        for words, tags in read_names(path):
            group.append(names_doc(vocab, words, tags))
            count += 1
            if len(group) == SENTENCES_PER_DOC:
                out.add(Doc.from_docs(group))
                group = []
        if group:
            out.add(Doc.from_docs(group))
    out.to_disk(target)
    return count
