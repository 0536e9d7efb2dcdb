"""Runs of capitals cut down to names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.capitals import Chunker, at_sentence_start, is_title_case
from tracker.extract.entities import EntityFinder
from tracker.extract.named import Ground
from tracker.extract.organisations import OrganisationFinder
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies
from tracker.reference.products import Products


@pytest.fixture(scope="module")
def chunker(rules: Rules) -> Chunker:
    """A chunker with the shipped lists."""
    return Chunker(rules.lists)


def _names(chunker: Chunker, text: str) -> list[str]:
    return [candidate.name for candidate in chunker.find(text, Ground(len(text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Oslo-based Varde Systems signed", ["Varde Systems"]),
        ("Remember Varde Labs' plan?", ["Varde Labs"]),
        ("talks with eigenGrid and d-Varde", ["eigenGrid", "d-Varde"]),
        ("a lease with VARDEN at last", ["VARDEN"]),
        ("the Varde-Ostrel merger", ["Varde", "Ostrel"]),
        ("what Varde Compute and Ostrel GmbH & Co. KG want", ["Varde Compute", "Ostrel"]),
        ("their Varde TX-9s and Ostrel Q4 sales", ["Varde", "Ostrel"]),
        ("why we’re here and they’ll go", []),
        ("sold by Varde 20 MW of it", ["Varde"]),
    ],
)
def test_what_is_no_part_of_a_name_goes(chunker: Chunker, text: str, names: list[str]) -> None:
    """Adjectives, openers, codes, counts and legal forms go; compounds come apart."""
    assert _names(chunker, text) == names


def test_headline_case_keeps_words_that_nobody_writes_small(chunker: Chunker) -> None:
    """Among capitals everywhere, a word that is no English word is a name."""
    text = "Varde Power and Ostrelim Form New Computing Venture"
    assert is_title_case(text)
    assert _names(chunker, text) == ["Varde Power", "Ostrelim"]


def test_shouted_lines_hold_no_names(chunker: Chunker) -> None:
    """A heading in capitals names nobody, nor does a dateline."""
    assert _names(chunker, "GENERAL OVERVIEW OF MATTERS\nthe rest is small") == []
    assert _names(chunker, "ROTTERVALE, May 3 - the firm said it would wait") == []


def test_a_sentence_start_is_told(chunker: Chunker) -> None:
    """After a full stop, a bullet or a bracket a capital says nothing."""
    assert at_sentence_start("It ended. Then", 10)
    assert at_sentence_start("* Then", 2)
    assert not at_sentence_start("with Then", 5)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_cut_without_harm(
    companies: Companies, products: Products, rules: Rules, text: str
) -> None:
    """Offsets slice the text whatever is in it: other scripts, tags, unseen characters."""
    whole = f"{text} <b>Varde\u200b Labs</b> \u05e9\u05dc\u05d5\u05dd Nvidia-Ostrel {text}"
    taken = EntityFinder(companies, products, rules).find(whole) if len(text) < 3 else []
    found = OrganisationFinder(rules).find(whole, taken)
    assert all(whole[named.start : named.end] == named.text for named in [*taken, *found])
    assert [n.start for n in found] == sorted(n.start for n in found)
