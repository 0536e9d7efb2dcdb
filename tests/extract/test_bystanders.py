"""Names that take no part in a deal, and names that nothing shows to be companies."""

import pytest

from tracker.extract.bystanders import without_bystanders
from tracker.extract.named import Named, Party


def _weak(text: str, name: str, kind: str = "weak") -> Named:
    start = text.index(name)
    party = Party(name, name.lower(), frozenset(), curated=False)
    return Named(start, start + len(name), "COMPANY", kind, name, party)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The chips are cheap, said Jo Winter at Harrow Lane, a broker.", "Harrow Lane", "OUTLET"),
        ("Harrow Lane raised its price target to $200.", "Harrow Lane", "OUTLET"),
        ("Kestrel names Ines Falk as finance chief.", "Ines Falk", "PERSON"),
        ("The halls at Otter Creek in Iowa will open in May.", "Otter Creek", "PLACE"),
    ],
)
def test_names_of_bystanders_get_another_label(text: str, name: str, label: str) -> None:
    """An analyst's firm, a newly named officer and a site are no parties."""
    [named] = without_bystanders(text, [_weak(text, name)])
    assert (named.label, named.party) == (label, None)


def test_a_judgement_holds_for_every_mention() -> None:
    """Who is a person once is a person throughout the text."""
    text = "Kestrel names Ines Falk as finance chief. Ines Falk led a loan."
    first = _weak(text, "Ines Falk")
    again = Named(41, 50, "COMPANY", "weak", "Ines Falk", first.party)
    assert [n.label for n in without_bystanders(text, [first, again])] == ["PERSON", "PERSON"]


def test_a_word_that_the_text_also_writes_small_is_no_name() -> None:
    """Headings of a filing are not companies."""
    text = "Future minimum payments are listed. " + "In future years they may fall. " * 20
    assert without_bystanders(text, [_weak(text, "Future")]) == []
    assert without_bystanders(text, [_weak(text, "In", "unknown")]) != []


def test_a_legal_form_alone_is_no_name() -> None:
    """What stays of a known name with a comma is left out."""
    text = "It is meant for Anthropic, PBC."
    assert without_bystanders(text, [_weak(text, "PBC")]) == []


def test_an_analyst_is_no_buyer(legs) -> None:  # type: ignore[no-untyped-def]
    """A firm that only comments on an order does not place it."""
    found = legs(
        "Tamsin Roe at Harrow Lane, who estimates that the Broadcom contract is worth more"
        " than $40 billion, kept her rating. OpenAI signed a contract with Broadcom on Monday"
        " for custom accelerators."
    )
    assert {(buyer, supplier) for _, _, buyer, supplier in found} == {("OpenAI", "Broadcom")}


def test_two_unshaped_names_make_no_leg(legs) -> None:  # type: ignore[no-untyped-def]
    """Without form, trade or a known partner a name is not taken for a company."""
    assert legs("Zebrina will provide Tolvane with better servers, the author says.") == []
