"""Curated names in texts."""

import pytest

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
