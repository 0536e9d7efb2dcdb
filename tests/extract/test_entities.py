"""Curated names in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.entities import EntityFinder
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies
from tracker.reference.products import Products


@pytest.fixture(scope="module")
def finder(companies: Companies, products: Products, rules: Rules) -> EntityFinder:
    """A finder over the shipped reference."""
    return EntityFinder(companies, products, rules)


def _parties(finder: EntityFinder, text: str) -> list[str]:
    return [n.party.name for n in finder.find(text) if n.party is not None]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Google Cloud signed it", "Alphabet"),
        ("a contract with AWS", "Amazon"),
        ("$META fell", "Meta Platforms"),
        ("the Facebook owner spoke", "Meta Platforms"),
        ("the makers of ChatGPT spoke", "OpenAI"),
        ("the search giant spoke", "Alphabet"),
        ("Sam Altman's company spoke", "OpenAI"),
        ("CoreWeave's halls", "CoreWeave"),
    ],
)
def test_names_count_as_their_parent(finder: EntityFinder, text: str, party: str) -> None:
    """Subsidiaries, tickers and descriptions are the company at the top."""
    assert party in _parties(finder, text)


@pytest.mark.parametrize(
    "text", ["a meta analysis", "an arm and a leg", "metadata googled", "lambda functions"]
)
def test_words_that_only_look_like_names(finder: EntityFinder, text: str) -> None:
    """Case and word boundaries keep ordinary words out."""
    assert _parties(finder, text) == []


def test_an_ambiguous_name_needs_context(finder: EntityFinder) -> None:
    """Lambda is the cloud beside GPUs and nothing beside a barbecue."""
    assert _parties(finder, "Lambda rents GPUs by the hour from its cloud") == ["Lambda"]
    assert _parties(finder, "We had Lambda at the garden party") == []


def test_products_are_longest_match(finder: EntityFinder) -> None:
    """A generation is not read as its family."""
    found = [n.product for n in finder.find("racks of GB300 and Instinct MI450 chips")]
    assert found[0] == "GB300"
    assert "MI450" in found


def test_made_of_is_no_party(finder: EntityFinder) -> None:
    """Nvidia-based servers do not make NVIDIA a party."""
    assert _parties(finder, "Nvidia-based servers") == []


def test_an_outlet_is_not_a_company(finder: EntityFinder) -> None:
    """Who reports is an outlet."""
    assert [n.label for n in finder.find("The Information reported")] == ["OUTLET"]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("heard coreweave is talking to them", "CoreWeave"),
        ("ty @AMD for the loan boxes", "AMD"),
        ("thanks @CrusoeAI", "Crusoe"),
        ("long $nvda here", "NVIDIA"),
        ("the Nscale–Microsoft lease", "Nscale"),
        ("Microsoft/IREN", "IREN"),
        ("NVIDIA’s own cloud", "NVIDIA"),
    ],
)
def test_names_as_forums_write_them(finder: EntityFinder, text: str, party: str) -> None:
    """Small letters, accounts, small cashtags, compounds and slashes name companies, too."""
    assert party in _parties(finder, text)


def test_small_letters_leave_ordinary_words_alone(finder: EntityFinder) -> None:
    """A name made of ordinary words needs its capitals."""
    assert _parties(finder, "we switch to pure storage and core scientific work") == []


def test_meta_is_named_small_only_by_those_who_write_all_small(finder: EntityFinder) -> None:
    """A word of the dictionary is a name in a post without capitals, else not."""
    assert _parties(finder, "so meta is renting tpus now") == ["Meta Platforms"]
    assert _parties(finder, "We did a meta analysis of amazon basins.") == []


def test_a_product_tells_its_maker(finder: EntityFinder) -> None:
    """A text that says "Google TPUs" has named Google."""
    [named] = finder.find("up to a million Google TPUs")
    assert named.maker is not None
    assert named.maker.name == "Alphabet"


@given(st.text(max_size=200), st.sampled_from(["Nvidia", "$AMD", "coreweave", "GB300s"]))
def test_offsets_slice_the_text(finder: EntityFinder, around: str, name: str) -> None:
    """Whatever stands around a name, offsets slice it out of the text."""
    text = f"{around} {name} \u0130{around}"
    for named in finder.find(text):
        assert text[named.start : named.end] == named.text
    assert any(named.text == name for named in finder.find(text))
