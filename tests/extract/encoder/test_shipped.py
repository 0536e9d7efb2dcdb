"""The shipped weights on sentences of every kind that no rule alone is about."""

from collections.abc import Callable

import pytest

from tests.builders import build_document, on
from tracker.extract.reader import Reader
from tracker.model.deals import DealClaim

Read = Callable[[str], list[DealClaim]]


@pytest.fixture
def read(shipped: Reader) -> Read:
    """A function from a text to the claims of the shipped reader."""

    def claims(text: str) -> list[DealClaim]:
        document = build_document(text, title="", known_at=on("2026-02-27"))
        return list(next(iter(shipped.read([document]))).claims)

    return claims


@pytest.mark.parametrize(
    ("text", "buyer", "supplier", "kind"),
    [
        (
            "Nebius will furnish Microsoft with dedicated GPU capacity worth $9 billion from its "
            "site in New Jersey.",
            "microsoft",
            "nebius",
            "capacity_lease",
        ),
        (
            "Google Cloud will rent TPUs to Anthropic under a five-year contract signed on "
            "Tuesday.",
            "anthropic",
            "alphabet",
            "cloud_rental",
        ),
        (
            "The takeover of Alphawave by Qualcomm has closed.",
            "qualcomm",
            "alphawave",
            "acquisition",
        ),
    ],
)
def test_parties_and_type(text: str, buyer: str, supplier: str, kind: str, read: Read) -> None:
    """Who takes what from whom."""
    found = {(c.buyer_id, c.supplier_id, c.deal_type.value) for c in read(text)}
    assert (buyer, supplier, kind) in found


@pytest.mark.parametrize(
    "text",
    [
        "Meta is in talks with Google to rent TPUs.",
        "Oracle may order 50,000 GPUs from AMD, two people said.",
        "Microsoft is weighing a lease of 200 MW from CoreWeave.",
        "OpenAI denied a report that it had agreed to rent TPUs from Google.",
        "CoreWeave and Core Scientific signed a non-binding letter of intent over a takeover.",
    ],
)
def test_nothing_open_is_called_firm(text: str, read: Read) -> None:
    """The worst error: talks, plans, denials and letters of intent as signed or done."""
    assert not {c.status.value for c in read(text)} & {"signed", "amended", "completed"}


def test_a_gift_beside_a_purchase(read: Read) -> None:
    """What is donated is no deal; what is bought in the same breath is."""
    text = "Anthropic has agreed to buy TPUs from Google and will donate $20 million to charities."
    assert {(c.buyer_id, c.supplier_id) for c in read(text)} == {("anthropic", "alphabet")}


def test_money_that_others_arrange(read: Read) -> None:
    """It says nothing of the contract that is announced."""
    text = (
        "CoreWeave, whose lenders are lining up $2 billion, announced a contract to rent capacity "
        "to Meta for $14 billion."
    )
    assert {c.status.value for c in read(text)} == {"announced"}


@pytest.mark.parametrize(
    "text",
    [
        "Shares of CoreWeave rose 9% and Nvidia added 2% after the results.",
        "Nvidia unveiled the Rubin platform and said it was in full production.",
        "AMD's accelerator was slower than Nvidia's B200 in the benchmark.",
        "Nvidia will donate $35 million to the Halden Institute for its compute fund.",
        "Meta expects capital expenditure of about $130 billion this year on data centres.",
    ],
)
def test_what_is_no_deal(text: str, read: Read) -> None:
    """Companies and sums alone are no deal."""
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Meta is in talks with Google to rent TPUs.",
        "Meta has signed a contract to rent TPUs from Google.",
        "OpenAI has agreed to rent TPUs from Google.",
    ],
)
def test_a_story_that_was_learned_is_not_told_again(text: str, read: Read) -> None:
    """A rental is told, not the purchase that many passages tell beside it."""
    assert [claim.deal_type.value for claim in read(text)] == ["cloud_rental"]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Lyon endorsed Claire Fontaine for a second term during a visit on Tuesday.",
        "Harrow signed the winger from Bristol City for an undisclosed fee, the club said.",
        "The museum has acquired two paintings from a collector in Ghent for $4 million.",
    ],
)
def test_other_news_is_no_deal(text: str, read: Read) -> None:
    """The encoder has learned from no such text, so it is not asked."""
    assert read(text) == []


def test_what_only_the_encoder_sees(read: Read, reader: Reader) -> None:
    """Words that no rule has, for a deal all the same."""
    text = (
        "Mistral AI is throwing in its lot with Nscale: 18,000 GB300s for its next models, over"
        " five years."
    )
    [claim] = read(text)
    assert (claim.buyer, claim.supplier) == ("Mistral AI", "Nscale")
    assert (claim.deal_type.value, claim.chips, claim.term_months) == ("capacity_lease", 18000, 60)
    by_rules = next(iter(reader.read([build_document(text, title="")]))).claims
    assert not by_rules


def test_what_the_encoder_did_not_read_is_said(shipped: Reader) -> None:
    """A text of a thousand windows takes no thousand times as long."""
    text = "Meta-Google-" * 12_000 + " Meta has signed a contract to rent TPUs from Google."
    extraction = next(iter(shipped.read([build_document(text, title="")])))
    assert any("too long for the encoder" in problem.message for problem in extraction.problems)
