"""What the judge makes of an encoder's answers, with an encoder that says what a test wants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from tests.builders import build_document
from tracker.extract.document import lines_of
from tracker.extract.encoder.encoder import Encoder
from tracker.extract.encoder.judge import LEAST_UNSEEN, EncoderJudge
from tracker.extract.encoder.network import VOCABULARY, WEIGHTS, Answers
from tracker.extract.encoder.outline import Outline
from tracker.extract.encoder.ways import STATUSES, TYPES, Asker, Inputs
from tracker.extract.encoder.windows import Reading, WindowMaker
from tracker.extract.reader import Reader
from tracker.model.deals import DealClaim
from tracker.reference.load import load_reference


@dataclass(frozen=True)
class Said:
    """What is told of one type of deal between two companies, and in which sentence."""

    status: str
    line: int
    chance: float = 0.95
    value: str = ""  # the words of its value; every amount of the sentence if none are given
    sure: float = 1.0  # that these are its terms


Told = Mapping[tuple[str, str], Mapping[str, Said]]


class Scripted(Encoder):
    """Reads as the shipped encoder; its answers are those of a script, by names and type."""

    def __init__(self, told: Told, text: str) -> None:
        super().__init__()
        self.told, self.text = told, text

    def ask(self, reading: Reading, outline: Outline) -> tuple[Inputs, Answers] | None:
        """The script's answers for every way of the window."""
        inputs = Asker(()).inputs(reading.window, outline)
        if inputs is None:
            return None
        size = len(reading.window.ids)
        deals = np.zeros(len(inputs.ways), np.float32)
        types = np.zeros((len(inputs.ways), len(TYPES)), np.float32)
        statuses = np.full((*types.shape, len(STATUSES)), 0.01, np.float32)
        where = np.full((*types.shape, size), 1.0 / size, np.float32)
        terms = np.zeros((*types.shape, len(inputs.spans), 2), np.float32)
        for row, (buyer, supplier) in enumerate(inputs.ways):
            names = (outline.parties[buyer].name, outline.parties[supplier].name)
            for name, said in self.told.get(names, {}).items():
                kind = TYPES.index(name)
                deals[row] = types[row, kind] = said.chance
                statuses[row, kind, STATUSES.index(said.status)] = 0.9
                if said.line in reading.window.spans:
                    first, last = reading.window.spans[said.line]
                    where[row, kind] = 0.0
                    where[row, kind, first:last] = 1.0 / (last - first)
                else:  # a later window, surer of the two
                    deals[row] = (1.0 + said.chance) / 2
                for column, place in enumerate(inputs.amounts):
                    amount = outline.amounts[place]
                    words = self.text[amount.start : amount.end]
                    mine = words == said.value if said.value else amount.line == said.line
                    terms[row, kind, column, 0] = said.sure * mine
        return inputs, Answers(deals, types, statuses, where, terms)


Read = Callable[[str, Told], list[DealClaim]]


@pytest.fixture(scope="module")
def read() -> Read:
    """A function from a text and a script to the claims of the reader."""
    reference = load_reference()

    def claims(text: str, told: Told) -> list[DealClaim]:
        judge = EncoderJudge(Scripted(told, text))
        reader = Reader(reference.companies, reference.products, judge=judge)
        return list(next(iter(reader.read([build_document(text, title="")]))).claims)

    return claims


def test_nothing_said_is_nothing_told(read: Read) -> None:
    """The rules see a rental here; the encoder decides."""
    assert read("Meta has signed a contract to rent TPUs from Google.", {}) == []


def test_what_no_rule_saw_stands_in_its_sentence(read: Read) -> None:
    """The evidence, and the amount, are those of the sentence that was looked at."""
    text = (
        "Mistral AI was founded in Paris and spends $3 billion a year. Nscale and Mistral AI have"
        " found each other: GB300s for $1.2 billion. Nscale is based in London."
    )
    told = {("Mistral AI", "Nscale"): {"capacity_lease": Said("signed", 1)}}
    (claim,) = read(text, told)
    assert (claim.buyer, claim.supplier, claim.status.value) == ("Mistral AI", "Nscale", "signed")
    assert claim.value_high == 1_200_000_000
    assert claim.quote.startswith("Nscale and Mistral AI have found each other")


def test_doubt_is_not_told(read: Read) -> None:
    """A leg that only the encoder sees has to be likely."""
    text = "Nscale and Mistral AI have found each other over GB300s."
    told = {("Mistral AI", "Nscale"): {"capacity_lease": Said("signed", 0, LEAST_UNSEEN - 0.05)}}
    assert read(text, told) == []


def test_what_is_no_value_is_still_said_of_the_leg(read: Read) -> None:
    """The judge picks the value; a prepayment and an option beside it are read as before."""
    text = (
        "Mistral AI signed a $6 billion lease with Nscale for GB300s, with a prepayment of "
        "$1.2 billion."
    )
    only = {("Mistral AI", "Nscale"): {"capacity_lease": Said("signed", 0, value="$6 billion")}}
    (claim,) = read(text, only)
    assert (claim.value_high, claim.prepayment_amount) == (6_000_000_000, 1_200_000_000)


def test_two_legs_of_the_same_two_have_their_own_sentences(read: Read) -> None:
    """Rented for one sum, bought for another; each has what its own sentence tells."""
    text = (
        "Meta has signed a contract to rent TPUs from Google for $2 billion. Separately, Meta is "
        "in talks to buy TPUs from Google for $3 billion."
    )
    told = {
        ("Meta Platforms", "Alphabet"): {
            "cloud_rental": Said("signed", 0),
            "hardware_purchase": Said("in_talks", 1),
        }
    }
    found = {
        (claim.deal_type.value, claim.status.value, int(claim.value_high or 0), claim.quote[:8])
        for claim in read(text, told)
    }
    assert found == {
        ("cloud_rental", "signed", 2_000_000_000, "Meta has"),
        ("hardware_purchase", "in_talks", 3_000_000_000, "Separate"),
    }


def test_a_second_type_that_no_rule_saw_is_not_told(read: Read) -> None:
    """Stories that were learned from tempt to be told again."""
    text = (
        "Sakana AI has an understanding with Kestrel Compute over GB300s at $2 billion. Beyond "
        "that, Sakana AI and Kestrel Compute see eye to eye on racks of GB300s at $300 million."
    )
    pair = ("Sakana AI", "Kestrel Compute")
    told = {
        pair: {
            "capacity_lease": Said("signed", 0),
            "hardware_purchase": Said("in_talks", 1),
        }
    }
    (lease,) = read(text, told)
    assert (lease.status.value, lease.value_high) == ("signed", 2_000_000_000)


def test_a_sentence_with_neither_of_the_two_is_not_theirs(read: Read) -> None:
    """However long it was looked at: another pair's verb and products stay there."""
    text = (
        "Meta will lease 200 MW of GB300s from CoreWeave for $3 billion. Mistral AI and Nscale,"
        " both watching, have found each other."
    )
    told = {
        ("Meta Platforms", "CoreWeave"): {"capacity_lease": Said("announced", 0)},
        ("Mistral AI", "Nscale"): {"capacity_lease": Said("signed", 0, value="nothing")},
    }
    found = {claim.supplier: claim for claim in read(text, told)}
    assert found["Nscale"].quote.startswith("Mistral AI and Nscale")
    assert found["Nscale"].value_high is None


def test_amounts_are_heard_in_every_window(read: Read) -> None:
    """The surest window is not the one with the sum."""
    filler = " ".join(
        f"Paragraph {number} speaks of the weather in Oslo and of trams, at some length and"
        " with no end in sight for those who wait for a word about compute."
        for number in range(25)
    )
    text = (
        "Mistral AI has found a home at Nscale for its GB300s, at $6 billion. "
        f"{filler} Mistral AI and Nscale said no more."
    )
    told = {("Mistral AI", "Nscale"): {"capacity_lease": Said("signed", 0, value="$6 billion")}}
    lines = lines_of(build_document(text, title=""))
    assert len(list(WindowMaker(WEIGHTS / VOCABULARY).windows(lines))) > 1
    claims = read(text, told)
    assert [claim.value_high for claim in claims] == [6_000_000_000]


def test_an_amount_at_the_verb_of_another_deal_is_not_taken(read: Read) -> None:
    """The rules saw that deal, though it is not told; the judge would have to be surer."""
    sale = "AMD said it would sell Meta 90,000 MI450 chips for $6 billion"
    script = {("Meta Platforms", "AMD"): {"hardware_purchase": Said("announced", 0, sure=0.7)}}
    (claim,) = read(f"{sale}.", script)
    assert (claim.value_high, claim.chips) == (6_000_000_000, 90_000)
    text = (
        "AMD said it would sell Meta chips for $6 billion, and Oracle agreed to buy 90,000 GPUs "
        "from Nvidia."
    )
    (claim,) = read(text, script)
    assert (claim.value_high, claim.chips) == (6_000_000_000, None)


def test_a_side_that_no_word_stands_for(read: Read) -> None:
    """A cancelled lease had a tenant, though the text has no word for it."""
    text = (
        "CoreWeave reported earnings on Tuesday. Its shares rose by 3%. The 80 MW lease of GB300 "
        "halls at Marlow is off."
    )
    (claim,) = read(text, {("", "CoreWeave"): {"capacity_lease": Said("terminated", 2)}})
    assert (claim.buyer, claim.supplier, claim.status.value) == (None, "CoreWeave", "terminated")
    assert claim.quote == "The 80 MW lease of GB300 halls at Marlow is off."


def test_an_intent_towards_somebody_unsaid_is_not_firm(read: Read) -> None:
    """Whether the other side is named or not."""
    text = "CoreWeave signed a letter of intent to lease out 40 MW of GB300 halls."
    told = {("", "CoreWeave"): {"capacity_lease": Said("signed", 0)}}
    assert [claim.status.value for claim in read(text, told)] == ["announced"]


def test_an_intent_towards_another_is_not_this_leg(read: Read) -> None:
    """The binding lease, whose tenant is not named, stays signed."""
    text = (
        "CoreWeave signed a letter of intent with Meta for GB300 racks. CoreWeave signed a binding"
        " lease of its 40 MW GB300 halls at Marlow."
    )
    told = {("", "CoreWeave"): {"capacity_lease": Said("signed", 1)}}
    assert [claim.status.value for claim in read(text, told)] == ["signed"]


def test_amounts_of_a_leg_with_an_unsaid_side_are_its_own(read: Read) -> None:
    """Though the rules saw the other side as well."""
    text = "CoreWeave said Meta agreed to lease 90 MW of its GB300 halls for $6 billion."
    (claim,) = read(text, {("", "CoreWeave"): {"capacity_lease": Said("signed", 0, sure=0.7)}})
    assert (claim.value_high, claim.power_mw) == (6_000_000_000, 90.0)


@pytest.mark.parametrize(
    ("words", "amended"),
    [
        ("Nscale and Mistral AI are at it again, with GB300s going from Paris to Oslo.", False),
        ("Nscale and Mistral AI are at it again, with another 4,000 GB300s for Oslo.", True),
    ],
)
def test_an_amendment_has_a_word_for_it(read: Read, words: str, amended: bool) -> None:
    """What the encoder alone takes for one needs a word of more, less, longer or anew."""
    told = {("Mistral AI", "Nscale"): {"capacity_lease": Said("amended", 0)}}
    (claim,) = read(words, told)
    assert (claim.status.value == "amended") is amended
