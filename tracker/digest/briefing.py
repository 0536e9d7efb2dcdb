"""The labelled lines under the items of the first screen."""

from tracker.digest.commitments import commitments
from tracker.digest.outlook import next_line, read_line, rivals_line
from tracker.digest.prices import price_line
from tracker.digest.stories import Leg
from tracker.digest.view import DigestInput, Fact


def briefing(inputs: DigestInput, legs: tuple[Leg, ...]) -> tuple[Fact, ...]:
    """The facts that hold for the whole of the first screen; those without words are absent."""
    deals = [leg.deal for leg in legs if leg.deal and not leg.restated]
    facts = [Fact("Price", price_line(inputs, legs))]
    facts += commitments(inputs, deals)
    facts.append(Fact("Rivals", rivals_line(inputs, deals)))
    facts.append(Fact("Read", read_line(inputs, legs)))
    facts.append(Fact("Next", next_line(inputs, legs)))
    return tuple(fact for fact in facts if fact.line)
