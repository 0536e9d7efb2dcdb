"""Sentence boundaries by plain rules."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.sentences import split_sentences


def _pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def test_abbreviations_end_no_sentence() -> None:
    """Legal forms, months and initials with a dot do not end a sentence."""
    text = "Acme Inc. Has signed. On Feb. 3 J. Doe of the U.S. Navy left. Next one."
    assert _pieces(text) == [
        "Acme Inc. Has signed.",
        "On Feb. 3 J. Doe of the U.S. Navy left.",
        "Next one.",
    ]


def test_bullets_and_table_rows_stand_alone() -> None:
    """Each arrow, bullet or row of a table is a sentence of its own."""
    text = "Two things:\n→ first of them\n→ second of them\nTENANT | LANDLORD\nA | B"
    assert _pieces(text) == [
        "Two things:",
        "→ first of them",
        "→ second of them",
        "TENANT | LANDLORD",
        "A | B",
    ]


def test_hard_wrapped_lines_are_joined() -> None:
    """A line of filing width that goes on in the next is one sentence."""
    text = (
        "The parties to the agreement, which was dated the first day of the month,\nhave met. Done."
    )
    assert len(_pieces(text)) == 2


def test_a_very_long_sentence_is_cut() -> None:
    """No span is longer than the limit asked for."""
    spans = split_sentences("word " * 2000, longest=300)
    assert max(span.end - span.start for span in spans) <= 300


@given(st.text(max_size=400))
def test_spans_are_ordered_and_inside(text: str) -> None:
    """Whatever the text, spans do not overlap and lie inside it."""
    at = 0
    for span in split_sentences(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end
