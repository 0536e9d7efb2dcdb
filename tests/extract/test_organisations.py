"""Companies that are in no list."""

import pytest

from tracker.extract.organisations import OrganisationFinder, is_title_case
from tracker.extract.rules import Rules


@pytest.fixture(scope="module")
def finder(rules: Rules) -> OrganisationFinder:
    """A finder with the shipped lists."""
    return OrganisationFinder(rules)


def _companies(finder: OrganisationFinder, text: str) -> list[str]:
    return [n.party.name for n in finder.find(text, []) if n.party is not None]


def test_legal_form_is_left_out_of_the_name(finder: OrganisationFinder) -> None:
    """A name is kept as printed, without its legal form."""
    text = "On Monday Quillon Compute, Inc. signed with Harrow Photonics Ltd for five years."
    assert _companies(finder, text) == ["Quillon Compute", "Harrow Photonics"]


def test_a_short_form_is_the_full_name(finder: OrganisationFinder) -> None:
    """Later mentions by the first word are the same company."""
    text = "The neocloud operator Quillon Compute opened. Rents at Quillon rose."
    assert set(_companies(finder, text)) == {"Quillon Compute"}


def test_people_and_places_are_no_companies(finder: OrganisationFinder) -> None:
    """Persons with their titles, and towns, are left out."""
    text = "Chief executive Petra Lindt said in Stockholm that Mr. Odum of Texas agreed."
    assert _companies(finder, text) == []


def test_the_trade_comes_from_the_description(finder: OrganisationFinder) -> None:
    """What an apposition says of a company becomes its role."""
    [named] = [n for n in finder.find("He met Ostrava Vale, a landlord, on Friday.", []) if n.party]
    assert named.party is not None
    assert named.party.roles == {"landlord"}


def test_headline_case_marks_no_names(finder: OrganisationFinder) -> None:
    """Where nearly every word has a capital, capitals prove nothing."""
    text = "How Great Teams Build Better Products With Fewer Meetings"
    assert is_title_case(text)
    assert _companies(finder, text) == []
