"""Companies that are in no list."""

import pytest

from tracker.extract.capitals import is_title_case
from tracker.extract.organisations import OrganisationFinder
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


def test_a_dateline_behind_a_line_is_no_part_of_a_name(finder: OrganisationFinder) -> None:
    """As feeds join the two."""
    text = (
        "It is one of the largest sites of Ostrava Vale DAYTON, Ohio, Mar. 3, 2026 (GLOBE NEWSWIRE)"
    )
    assert "Ostrava Vale" in _companies(finder, text)
    assert not any("Vale DAYTON" in name for name in _companies(finder, text))


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


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Ostrelim seen landing $3bn Varde Bridge loan for GPU binge", "Ostrelim"),
        ("Ostrelim has taken delivery of the racks.", "Ostrelim"),
        ("We heard that OSTRELIM, in capitals, wants the lot.", "OSTRELIM"),
        ("They signed with Ostrelim Pte. Ltd. on Friday.", "Ostrelim"),
        ("They signed with Ostrelim Sdn Bhd on Friday.", "Ostrelim"),
    ],
)
def test_names_that_nobody_listed(finder: OrganisationFinder, text: str, company: str) -> None:
    """A word that is no English word is a company wherever it acts as one."""
    assert company in _companies(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue has grown. Upfront it is less than we'd hoped.",
        "Under the Capacity License the Operating Partnership pays.",
        "Liesl Oderbruch: We have no comment. Oderbruch smiled.",
    ],
)
def test_words_and_speakers_are_no_companies(finder: OrganisationFinder, text: str) -> None:
    """Sentence starts, defined terms and who speaks are left out."""
    assert _companies(finder, text) == []


def test_a_title_takes_full_names_from_the_body(finder: OrganisationFinder) -> None:
    """The short form of a title is the company that the body names in full."""
    body = finder.find("A lease with Varde Data Centers was cut.", [])
    [named] = finder.find("Ostrel AI hands space back to Varde", [], known=body)[1:]
    assert named.party is not None
    assert named.party.name == "Varde Data Centers"


@pytest.mark.parametrize(
    "name",
    [
        "University of Leicester",
        "Chinese University of Hong Kong",
        "King Abdullah University of Science and Technology",
        "Centre for Development of Advanced Computing",
        "Port of Marseille Fos",
    ],
)
def test_an_institution_is_named_in_full(finder: OrganisationFinder, name: str) -> None:
    """Past "of", "for" and "and", but not into a list of two."""
    text = f"The racks, which were late and dear, went to {name} and Quillon Compute last week."
    assert _companies(finder, text) == [name, "Quillon Compute"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("Orascom Development of Cairo", "Orascom Development"),
        ("EcoDataCenter of Falun", "EcoDataCenter"),
        ("Harrow Technology and ICTS Group", "Harrow Technology"),
        ("Quillon Research, Technology One", "Quillon Research"),
        ("Harrow Data Center for Quillon Compute", "Harrow Data Center"),
    ],
)
def test_no_institution_joins_two(finder: OrganisationFinder, names: str, found: str) -> None:
    """Words that end a company's name as well join nothing."""
    text = f"The racks, which were late and dear, went to {names} last week, as was said before."
    assert _companies(finder, text)[0] == found
