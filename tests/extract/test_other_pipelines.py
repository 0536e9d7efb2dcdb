"""Deals are read alike with parsers that name their relations differently.

Nothing can be downloaded, so two small pipelines are trained here on our own sentences:
one says what Universal Dependencies say, the other what spaCy's English pipelines say.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

from tests.builders import build_document
from tests.extract.clear import rebuilt, to_clear
from tracker.extract.document import prepare
from tracker.extract.grammar import CLEAR, UNIVERSAL, Labels
from tracker.extract.judging import AsTheRules
from tracker.extract.pipeline import SentenceParser
from tracker.extract.reader import Reader
from tracker.model.errors import BadReference
from tracker.reference.companies import Companies
from tracker.reference.products import Products

DEALS = (
    "Meta rented TPUs from Google.",
    "OpenAI bought chips from AMD for $3 billion.",
    "Anthropic signed a contract to rent GPUs from CoreWeave.",
    "Ampere was acquired by SoftBank.",
    "Microsoft and Oracle leased capacity from Nebius.",
    "xAI is in talks to buy GPUs from NVIDIA.",
    "Broadcom did not sell chips to OpenAI.",
    "The chips that Meta ordered from AMD will arrive next year.",
)
Style = Callable[[Doc], Doc]


def _same(doc: Doc) -> Doc:
    return rebuilt(doc, [t.head.i for t in doc], [t.dep_ for t in doc])


@pytest.fixture(scope="module")
def parses(reader: Reader) -> list[Doc]:
    """The sentences as the shipped model parses them, names merged."""
    documents = [build_document(text, title="") for text in DEALS]
    pieces = [p for d in documents for p in prepare(d, reader._tools).pieces]
    return [sentence.doc for sentence in reader._parser.parse(pieces)]


def _train(parses: list[Doc], style: Style, folder: Path) -> Path:
    """A pipeline that has learned these parses by heart, in one style of labels."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger")
    nlp.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    gold = [style(Doc(nlp.vocab).from_bytes(doc.to_bytes())) for doc in parses]
    examples = [Example(_unparsed(nlp.vocab, doc), doc) for doc in gold]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(folder)
    return folder


def _unparsed(vocab: spacy.Vocab, doc: Doc) -> Doc:
    return Doc(vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


@pytest.mark.parametrize(("style", "labels"), [(_same, UNIVERSAL), (to_clear, CLEAR)])
def test_the_same_deals_under_either_set_of_labels(
    style: Style,
    labels: Labels,
    parses: list[Doc],
    reader: Reader,
    companies: Companies,
    products: Products,
    tmp_path: Path,
) -> None:
    """A pipeline named in the settings proposes the legs that the shipped one proposes."""
    pipeline = _train(parses, style, tmp_path / "pipeline")
    other = Reader(companies, products, pipeline=pipeline, judge=AsTheRules())
    assert other._parser.labels is labels
    documents = [build_document(text, title="") for text in DEALS]
    own, found = (
        [
            [(c.deal_type, c.status, c.buyer, c.supplier) for c in extraction.claims]
            for extraction in one.read(documents)
        ]
        for one in (reader, other)
    )
    assert sum(map(len, own)) >= len(DEALS) - 1
    assert found == own


def test_relations_of_neither_style_are_refused(tmp_path: Path) -> None:
    """A parser whose labels nobody maps is named with the mend, not read as if it fitted."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("NN")  # type: ignore[attr-defined]
    parser = nlp.add_pipe("parser")
    for label in ("SB", "OA", "MO"):
        parser.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.to_disk(tmp_path / "tiger")
    with pytest.raises(BadReference, match="neither Universal Dependencies nor CLEAR"):
        SentenceParser(tmp_path / "tiger")
