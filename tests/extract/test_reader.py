"""The whole reader: batches, problems, odd text."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import build_document
from tracker.extract import reader as reader_module
from tracker.extract.reader import Reader

RENT = "Meta has signed a contract to rent TPUs from Google for $3 billion."


def test_one_extraction_per_document_in_order(reader: Reader) -> None:
    """More documents than a batch come out in order, off-subject ones unparsed."""
    texts = [RENT if n % 10 == 0 else f"Bread recipe number {n}." for n in range(150)]
    documents = [build_document(text, title="", url=f"u{n}") for n, text in enumerate(texts)]
    found = list(reader.read(documents))
    assert [e.document_id for e in found] == [d.document_id for d in documents]
    assert [e.parsed for e in found] == [n % 10 == 0 for n in range(150)]
    assert all(len(e.claims) == int(e.parsed) for e in found)


def test_mentions_have_ids_and_text(reader: Reader) -> None:
    """Companies, products and amounts are mentions of the text."""
    [found] = reader.read([build_document(RENT, title="")])
    labels = {(m.label, m.text, m.entity_id) for m in found.mentions}
    assert ("COMPANY", "Meta", "meta-platforms") in labels
    assert ("PRODUCT", "TPUs", "TPU") in labels
    assert any(label == "MONEY" for label, _, _ in labels)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Siemens is to acquire Kalray, the Grenoble firm, for $140 million.", True),
        ("Anthropic has signed a partnership with the city's choirs on songs for children.", False),
        ("Anthropic has signed a partnership with the city's choirs on racks of GPUs.", True),
    ],
)
def test_other_trades_are_left_alone(text: str, *, parsed: bool, reader: Reader) -> None:
    """A text that names nothing of the trade is read only if its words tell a deal for sure."""
    [found] = reader.read([build_document(text, title="")])
    assert found.parsed is parsed


def test_a_document_that_breaks_is_a_problem(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One bad document is reported and the rest is read."""
    real = reader_module.understand

    def fail(one: Any, *rest: Any) -> Any:
        if "boom" in one.document.text:
            raise RuntimeError("went off")
        return real(one, *rest)

    monkeypatch.setattr(reader_module, "understand", fail)
    documents = [build_document(f"{RENT} {word}", title="") for word in ("one", "boom", "two")]
    first, broken, last = reader.read(documents)
    assert len(first.claims) == len(last.claims) == 1
    assert broken.claims == ()
    assert "went off" in broken.problems[0].message
    assert broken.problems[0].origin == documents[1].url


def test_a_long_filing_is_capped_and_says_so(reader: Reader) -> None:
    """A filing with more candidate sentences than the cap is read in part, with a problem."""
    filler = " ".join(
        f"Acme Widgets Inc. agreed to pay ${n} million in item {n}." for n in range(300)
    )
    [found] = reader.read(
        [build_document(f"{RENT} {filler}", title="", kind="filing", form="10-K")]
    )
    assert any("sentences" in problem.message for problem in found.problems)


def test_the_version_names_rules_and_model(reader: Reader) -> None:
    """Claims can be traced to the rules and the model that made them."""
    assert reader.version.startswith("rules-")
    assert "+en_" in reader.version


@pytest.mark.parametrize(
    "text",
    [
        "\u200bMeta\u200b signed a deal to rent \u202eTPUs\u202c from Google",
        "<p>Meta signed <b>a deal</b> to rent TPUs from Google</p>" * 20,
        "Meta signed a deal with Google " + "and again " * 5000,
        "\x00\x01 Meta rents TPUs \ud83d\ude00 from Google",
    ],
)
def test_odd_text_is_read(reader: Reader, text: str) -> None:
    """Zero-width and right-to-left marks, markup, endless sentences: no crash."""
    [found] = reader.read([build_document(text, title="")])
    assert all(0 <= e.start < e.end <= len(text) for c in found.claims for e in c.evidence)


_WORDS = st.sampled_from(
    [
        *("Meta", "Google", "OpenAI", "AMD", "Inc.", "the", "Company", "it", "they", "not"),
        *("rents", "signed", "deal", "buy", "talks", "warrant", "lease", "invest", "to", "from"),
        *("TPUs", "$3bn", "billion", "12", "MW", "five-year", "in"),
        *("(", ")", '"', "'", ".", ",", ";", "|", "→", "\n"),
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_never_raises_and_offsets_lie_inside(reader: Reader, text: str) -> None:
    """Whatever the text: an extraction without failure, with offsets inside the text."""
    [found] = reader.read([build_document(text, title="")])
    assert not [problem for problem in found.problems if "cannot be read" in problem.message]
    for claim in found.claims:
        assert all(0 <= e.start < e.end <= len(text) for e in claim.evidence)
    for mention in found.mentions:
        assert text[mention.start : mention.end] == mention.text


def test_a_batch_that_cannot_be_parsed_is_read_one_by_one(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the parser fails on a batch, only the document at fault is lost."""
    real = reader._parser.parse

    def fail(pieces: Any) -> Any:
        listed = list(pieces)
        if any("boom" in text for text, *_ in listed):
            raise ValueError("too odd to parse")
        return real(listed)

    monkeypatch.setattr(reader._parser, "parse", fail)
    documents = [build_document(f"{RENT} {word}", title="") for word in ("one", "boom", "two")]
    first, broken, last = reader.read(documents)
    assert len(first.claims) == len(last.claims) == 1
    assert "too odd to parse" in broken.problems[0].message
