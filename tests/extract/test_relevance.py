"""What the words of a text say for or against a deal in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.relevance import LONGEST, Relevance, grams_of, stretches, written
from tracker.model.errors import BadReference

DEAL = "Quillon has signed a five-year lease of 40 MW with Harrow for $1.2 billion."
IDLE = "The museum opened a new wing where visitors may look at paintings all day long. "


@pytest.fixture(scope="module")
def relevance() -> Relevance:
    """The shipped weights."""
    return Relevance()


def test_a_deal_sounds_like_one(relevance: Relevance) -> None:
    """Between companies that no list has."""
    assert relevance.of(DEAL) > 0 > relevance.of(IDLE)


def test_one_sentence_of_a_long_page_counts(relevance: Relevance) -> None:
    """Whatever stands before and after it."""
    page = IDLE * 60
    assert relevance.of(page) < 0
    assert relevance.of(page + DEAL + page) > relevance.of(page)


def test_figures_are_alike(relevance: Relevance) -> None:
    """What was learned of one sum holds for every other."""
    assert relevance.of(DEAL) == relevance.of(DEAL.replace("1.2", "7").replace("40", "1,200.5"))


@given(st.text(max_size=3_000))
def test_any_text_has_a_score(relevance: Relevance, text: str) -> None:
    """A number, and the same for the text in capitals where those are letter by letter."""
    assert -50 < relevance.of(text) < 50
    if text.upper().lower() == text.lower():
        assert relevance.of(text.upper()) == relevance.of(text)


@given(st.lists(st.sampled_from(["rents", "buys", "chips", "the"]), max_size=4 * LONGEST))
def test_stretches_hold_every_pair_of_words(words: list[str]) -> None:
    """None is longer than it may be, and no two neighbours are torn apart in all of them."""
    found = list(stretches(" ".join(words)))
    assert all(len(one) <= LONGEST for one in found)
    assert set().union(*map(grams_of, found)) == grams_of(words)


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    """Which file, and the mend."""
    path = tmp_path / "relevance.tsv"
    with pytest.raises(BadReference, match=r"relevance\.tsv: no weights of words .*make weights"):
        Relevance(path)
    whole = written({"deal": 1.0, "no": -1.0}, 0.5)
    path.write_text(whole, encoding="utf-8")
    assert Relevance(path).of("a deal") == 1.5
    damaged_files = (
        whole.replace("no\t-1.00\n", ""),
        whole.replace("1.00", "nan"),
        whole.replace("0.50", "nan"),
        whole[:-2],
        "deal\tmuch\n",
    )
    for damaged in damaged_files:
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(BadReference, match="make weights"):
            Relevance(path)


def test_another_file_is_another_version(tmp_path: Path, relevance: Relevance) -> None:
    """Documents are then read again."""
    path = tmp_path / "relevance.tsv"
    path.write_text(written({"deal": 1.0}, 0.5), encoding="utf-8")
    assert Relevance(path).version != relevance.version
