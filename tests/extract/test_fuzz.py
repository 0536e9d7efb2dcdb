"""Odd texts: nothing breaks, nothing takes for ever, offsets are those of the text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import build_document
from tests.fuzz.checks import faults
from tests.fuzz.texts import DEAL, UNSEEN, WORDS, endless, long_sentence, odd
from tracker.extract.reader import Extraction, Reader

LONGEST_SECONDS = 60  # a bound on hanging for ever, not a measure of speed


def _read(reader: Reader, text: str, title: str = "") -> Extraction:
    document = build_document(text, title=title)
    [extraction] = reader.read([document])
    assert faults(document, extraction) == []
    return extraction


_PIECES = st.one_of(
    st.sampled_from((*WORDS, *UNSEEN, DEAL)),
    st.text(max_size=12),
    st.text(st.characters(min_codepoint=0x590, max_codepoint=0x6FF), max_size=8),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_PIECES, max_size=40), st.sampled_from(["", " "]))
def test_evidence_is_always_a_slice_of_the_text(
    shipped: Reader, pieces: list[str], joint: str
) -> None:
    """Whatever stands around a deal, in the text or as the title."""
    text = joint.join(pieces)
    _read(shipped, f"{text} {DEAL}")
    _read(shipped, "", title=text)


@pytest.mark.parametrize("name", sorted(odd()))
def test_marks_and_markup_are_read_around(shipped: Reader, name: str) -> None:
    """Other directions, unseen marks, markup, controls: read without fault."""
    _read(shipped, odd()[name])


@pytest.mark.parametrize("name", sorted(endless(100)))
def test_endless_lines_end(shipped: Reader, name: str) -> None:
    """A line of ten thousand characters is read in bounded time; `make fuzz` has longer ones."""
    started = time.perf_counter()
    _read(shipped, endless(10_000)[name])
    assert time.perf_counter() - started < LONGEST_SECONDS


def test_a_long_sentence_is_cut_and_said_to_be(shipped: Reader) -> None:
    """A sentence of twenty thousand words gives its deal, and a problem that tells of the cut."""
    found = _read(shipped, long_sentence(20_000))
    assert any(claim.supplier == "Alphabet" for claim in found.claims)
    assert any("too long for the parser" in problem.message for problem in found.problems)


def test_a_long_text_and_title_are_said_to_be_cut(shipped: Reader) -> None:
    """What lies beyond the most that is read is a problem, not silence."""
    found = _read(shipped, DEAL + " word" * 120_000, title="A deal " * 1_000)
    notes = " ".join(problem.message for problem in found.problems)
    assert "the title has 6,999 characters" in notes
    assert "the text has 600," in notes


def test_an_ordinary_text_has_no_problems(shipped: Reader) -> None:
    """Nothing is said to be cut where nothing is."""
    assert _read(shipped, f"{DEAL} {DEAL}\n\n{DEAL}", title="Meta rents TPUs").problems == ()
