"""The recogniser's second opinion on a name."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, Span

from tests.builders import build_document
from tracker.extract.organisations import OrganisationFinder
from tracker.extract.pipeline import load_pipeline
from tracker.extract.reader import Reader
from tracker.extract.recogniser import Recogniser
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies
from tracker.reference.products import Products


class _Listed:
    """Stands in for the component: finds the names it was given, and counts its calls."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = names
        self.calls = 0

    def __call__(self, doc: Doc) -> Doc:
        self.calls += 1
        spans = []
        for name, label in self.names:
            start = doc.text.find(name)
            span = doc.char_span(start, start + len(name)) if start >= 0 else None
            if span is not None:
                spans.append(Span(doc, span.start, span.end, label=label))
        doc.set_ents(spans)
        return doc


def _recogniser(*names: tuple[str, str]) -> tuple[Recogniser, _Listed]:
    nlp = spacy.blank("en")
    component = _Listed(names)
    stand_in: Any = SimpleNamespace(
        get_pipe=lambda _: component, make_doc=nlp.make_doc, memory_zone=nlp.memory_zone
    )
    return Recogniser(stand_in), component


def test_a_name_inside_a_recognised_one_has_its_label() -> None:
    """Part of a name that the recogniser saw whole counts as that name."""
    recogniser, _ = _recogniser(("Harrow Grid", "ORG"), ("Petra Lindt", "PERSON"))
    text = "It rained.\nOn Monday Harrow Grid met Petra Lindt in town. Nobody else came."
    assert recogniser.label(text, text.index("Harrow"), text.index("Harrow") + 6) == "ORG"
    assert recogniser.label(text, text.index("Petra"), text.index("Petra") + 11) == "PERSON"
    assert recogniser.label(text, text.index("town"), text.index("town") + 4) is None


def test_a_sentence_is_read_once() -> None:
    """Several names of one sentence cost one reading; another sentence another."""
    recogniser, component = _recogniser(("Harrow", "ORG"))
    text = "Harrow met Grid. Harrow paid Grid."
    for start, end in ((0, 6), (11, 15), (0, 6)):
        recogniser.label(text, start, end)
    assert component.calls == 1
    recogniser.label(text, 17, 23)
    assert component.calls == 2


@pytest.mark.parametrize("length", [10, 5_000, 200_000])
def test_an_endless_sentence_is_read_in_part(length: int) -> None:
    """However long the sentence, only a stretch around the name is read."""
    recogniser, _ = _recogniser(("Harrow", "ORG"))
    text = "a " * length + "Harrow" + " b" * length
    start = text.index("Harrow")
    assert recogniser.label(text, start, start + 6) == "ORG"
    assert all(len(piece) <= 600 for piece in recogniser._seen)


def test_evidence_is_for_a_company_or_against_it() -> None:
    """A company weighs for, a person against, what it does not know nothing."""
    recogniser, _ = _recogniser(("Harrow", "ORG"), ("Lindt", "PERSON"), ("Ostrava", "LOC"))
    text = "Harrow met Lindt in Ostrava today."
    found = [
        recogniser.evidence(text, at := text.index(word), at + len(word))
        for word in ("Harrow", "Lindt", "Ostrava", "today")
    ]
    assert found[0] > 0 > found[1]
    assert found[2:] == [0, 0]


def test_the_finder_takes_the_second_opinion(rules: Rules) -> None:
    """A bare name of which nothing is known is a weak guess alone, and a company when asked."""
    text = "On Monday a judge in Leeds heard of Harrow again."
    recogniser, _ = _recogniser(("Harrow", "ORG"))
    alone, asked = (
        [n.kind for n in OrganisationFinder(rules, second).find(text, []) if n.text == "Harrow"]
        for second in (None, recogniser)
    )
    assert alone == ["weak"]
    assert asked == ["unknown"]


def test_the_shipped_recogniser_reads(
    companies: Companies, products: Products, rules: Rules
) -> None:
    """The model brings the component; a reader that asks it reads as many documents."""
    nlp = load_pipeline(recogniser=True)
    assert "ner" not in nlp.pipe_names, "it must not run on every sentence"
    found = Recogniser(nlp).find("Mr. Smith joined Goldman Sachs in London.")
    assert {one.label for one in found} <= {"ORG", "PERSON", "LOC", "PRODUCT", "MISC"}
    assert found
    reader = Reader(companies, products, recogniser=True)
    [extraction] = reader.read(
        [build_document("Meta has signed a contract to rent TPUs from Google.", title="")]
    )
    assert len(extraction.claims) == 1
