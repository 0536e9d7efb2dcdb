"""All quantities of a text together."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.quantities import find_quantities

FRIDAY = date(2026, 2, 27)
PIECES = st.sampled_from(
    [
        *("$", "€", "¥", "US$", "10", "1,000", "2026", "-", "–", " to ", " and ", "between "),
        *("billion", "bn", " million", "m", "hundred ", "tens of ", "billions", "several "),
        *("up to ", "more than ", "about ", "a ", "one ", "twenty-five ", "multi-", "dollars"),
        *(" GPUs", " of Nvidia's ", " chips", " MW", "gigawatts", " year", "-year", " months"),
        *("next ", "second half of ", "early ", "March ", "Q3 ", "through ", ".", ",", "\n", " "),
        *("(", ")", "%", " shares", " a month", " per ", "’", "½", "\u00a0", "x"),
    ]
)


def test_a_story_is_read_whole() -> None:
    """One sentence with everything in it gives each quantity once, in order."""
    text = (
        "The tenant will rent up to 100,000 GB300s in a 200-megawatt hall for five years from "
        "early 2027, for more than $9 billion, or $150 million a month."
    )
    found = [(one.kind, one.role) for one in find_quantities(text, FRIDAY)]
    assert found == [
        ("chips", None),
        ("power", None),
        ("term", None),
        ("date", "start"),
        ("money", None),
        ("rate", None),
    ]


def test_spans_hold_the_words_that_say_it() -> None:
    """The characters of a quantity are its number with hedge and unit."""
    text = "It takes up to six gigawatts and pays roughly $40 billion or more."
    spans = [text[one.start : one.end] for one in find_quantities(text, FRIDAY)]
    assert spans == ["up to six gigawatts", "roughly $40 billion or more"]


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_survived(text: str) -> None:
    """No text raises; spans lie in it, in order, and none overlaps another."""
    end = 0
    for one in find_quantities(text, FRIDAY):
        assert end <= one.start < one.end <= len(text)
        end = one.end
        assert one.low is None or one.high is None or one.low <= one.high


@given(st.lists(PIECES, max_size=25).map("".join))
def test_twice_the_same(text: str) -> None:
    """The same text gives the same quantities."""
    assert find_quantities(text, FRIDAY) == find_quantities(text, FRIDAY)


@pytest.mark.parametrize(
    "piece",
    ["$", "1,", "10 to ", "multi-", "one hundred and ", "$1bn (", " ", "tens of ", "5-", "10,000 "],
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Four times a hostile text takes nowhere near sixteen times as long."""
    short, long = piece * (4_000 // len(piece)), piece * (16_000 // len(piece))

    def seconds(text: str) -> float:
        best = float("inf")
        for _ in range(2):
            began = time.process_time()
            find_quantities(text, FRIDAY)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(long) < 9 * seconds(short) + 0.1
