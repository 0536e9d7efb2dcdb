"""The further fields of a claim."""

from collections.abc import Callable

import pytest

from tracker.model.deals import AssetLayer, Binding, Confirmation, DealClaim, Status

Claims = Callable[..., list[DealClaim]]
RENT = "Meta has signed a contract to rent TPUs from Google for $3 billion"


def test_evidence_points_at_its_words(claims: Claims) -> None:
    """Each slot's offsets are the characters that support it."""
    text = f"Some news first. {RENT}."
    [claim] = claims(text)
    words = {(e.slot, text[e.start : e.end]) for e in claim.evidence}
    assert ("leg", f"{RENT}.") in words
    assert ("buyer", "Meta") in words
    assert any(slot == "value" and "$3 billion" in piece for slot, piece in words)
    assert claim.quote == f"{RENT}."


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        (RENT, AssetLayer.MANAGED_COMPUTE),
        ("TeraWulf has signed a lease with Fluidstack for 90 megawatts.", AssetLayer.SHELL),
        ("Oracle has agreed to buy 9,000 MI450 chips from AMD.", AssetLayer.SYSTEMS),
        ("Nvidia has agreed to invest $2 billion in Lambda, the GPU cloud.", AssetLayer.MONEY),
    ],
)
def test_asset_layer(text: str, layer: AssetLayer, claims: Claims) -> None:
    """Chip-hours come from managed compute only, so layers are told apart."""
    assert claims(text)[0].asset_layer is layer


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        (RENT, Binding.BINDING),
        ("Meta has signed a letter of intent to rent TPUs from Google.", Binding.LETTER_OF_INTENT),
        (f"{RENT}, subject to regulatory approval.", Binding.CONDITIONAL),
        ("Meta is in talks to rent TPUs from Google.", Binding.NONE),
    ],
)
def test_binding(text: str, binding: Binding, claims: Claims) -> None:
    """How firm a leg is, beside its status."""
    assert claims(text)[0].binding is binding


def test_what_has_ended_starts_no_more(claims: Claims) -> None:
    """The day from which an end holds is no start."""
    text = "TeraWulf has terminated its lease with Fluidstack with effect from April 1, 2027."
    [claim] = claims(text)
    assert (claim.status, claim.start) == (Status.TERMINATED, None)
    for text in (
        "TeraWulf has signed a lease with Fluidstack with effect from April 1, 2027.",
        "TeraWulf has terminated its lease with Fluidstack, due to start on April 1, 2027.",
    ):
        [claim] = claims(text)
        assert claim.start == "2027-04-01"


def test_the_outlet_that_is_credited_is_the_origin(claims: Claims) -> None:
    """A report is traced to who reported it first."""
    [claim] = claims(f"{RENT}, The Information reported.")
    assert claim.origin_outlet == claim.attribution == "The Information"
    assert claim.confirmation is Confirmation.ONE_OUTLET


@pytest.mark.parametrize(
    "text",
    [
        "Oracle denied a report that it is in talks to lease 200 MW from Crusoe.",
        "An Oracle spokesman dismissed reports of a 200 MW lease from Crusoe as untrue.",
    ],
)
def test_a_denial_is_the_word_of_who_denies(text: str, claims: Claims) -> None:
    """Not of the report that it denies."""
    [claim] = claims(text)
    assert claim.status is Status.DENIED
    assert (claim.attribution, claim.confirmation) == ("company", Confirmation.ONE_PARTY)


@pytest.mark.parametrize(
    "text",
    [
        "Core Scientific rejected a $9 billion offer from CoreWeave, people familiar said.",
        "Oracle is in talks to lease 200 MW from Crusoe, three people said, after it dismissed "
        "a claim of a rival.",
        "Oracle has not denied a report that it is in talks to lease 200 MW from Crusoe.",
        "Two people familiar with it denied a report that Oracle is in talks to lease 200 MW from "
        "Crusoe.",
        "NEW YORK - Oracle (NYSE: ORCL) is in talks to lease 200 MW from Crusoe, two people said.",
    ],
)
def test_to_reject_is_no_word_on_the_news(text: str, claims: Claims) -> None:
    """What others say stays theirs."""
    assert {claim.attribution for claim in claims(text)} == {"unnamed sources"}


def test_a_filing_is_filed(claims: Claims) -> None:
    """What a filing says is filed."""
    [claim] = claims(RENT, kind="filing", form="8-K")
    assert claim.confirmation is Confirmation.FILED
    assert claim.origin_outlet == "SEC filing"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (f"{RENT}, Bloomberg News reported.", "Bloomberg"),
        (f"{RENT}, the WSJ reported.", "Wall Street Journal"),
        (f"{RENT}, according to the FT.", "Financial Times"),
        (f"{RENT}, a filing showed on Friday.", "SEC filing"),
        (f"{RENT}, according to a regulatory filing.", "SEC filing"),
        (f"{RENT}, a court filing showed.", "Example Wire"),
    ],
)
def test_an_origin_has_one_name(text: str, origin: str, claims: Claims) -> None:
    """Two names of one outlet are no two sources; a filing that is told of is the source."""
    assert {claim.origin_outlet for claim in claims(text)} == {origin}


def test_a_partys_word_is_one_party(claims: Claims) -> None:
    """What one party says is confirmed by one party."""
    [claim] = claims("CoreWeave said it had signed a contract to rent GPU capacity to OpenAI.")
    assert claim.confirmation is Confirmation.ONE_PARTY


@pytest.mark.parametrize(
    "text",
    [
        "Oracle will lease 200 MW from Crusoe from 2026 - the latest sign of a race.",
        "SAN FRANCISCO -- Oracle has signed a lease of 200 MW from Crusoe.",
        "Dear Investors, it was a strong quarter. Oracle has signed a lease of 200 MW from Crusoe.",
        "I bought shares last week. Oracle has signed a lease of 200 MW from Crusoe.",
        "Oracle has signed a lease of 200 MW from Crusoe, an official familiar with it said.",
    ],
)
def test_news_is_nobodys_release(text: str, claims: Claims) -> None:
    """A dash, a letter or an "I" makes no word of a party."""
    found = claims(text)
    assert found
    assert all(claim.attribution != "company" for claim in found)


@pytest.mark.parametrize(
    "line",
    [
        "TULSA, March 3, 2026 (GLOBE NEWSWIRE) --",
        "TULSA--(BUSINESS WIRE)--",
        "Lyon, 9 June 2026 –",
    ],
)
def test_a_release_is_its_companys_word(line: str, claims: Claims) -> None:
    """By the dateline that wires of releases print."""
    [claim] = claims(f"{line} Oracle has signed a lease of 200 MW from Crusoe.")
    assert (claim.attribution, claim.confirmation) == ("company", Confirmation.ONE_PARTY)


def test_ids_are_stable(claims: Claims) -> None:
    """Reading twice gives the same claims."""
    assert claims(RENT) == claims(RENT)
