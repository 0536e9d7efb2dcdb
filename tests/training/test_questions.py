"""Questions with their right answers: which leg of several is learned, and which amounts."""

from dataclasses import replace

import numpy as np
import pytest

from pipelines.training.encoder.examples import Answer, Example, examples_of
from pipelines.training.encoder.questions import Question, Teacher
from tracker.extract.encoder.network import VOCABULARY, WEIGHTS
from tracker.extract.encoder.ways import MOST_AMOUNTS, STATUSES, TYPES, Asker
from tracker.extract.encoder.windows import WindowMaker

TEXT = (
    "CoreWeave extended its lease with Mistral AI by $21 billion through 2032. The two had signed"
    " the first one, of $14 billion, last year."
)
LEASE = TYPES.index("capacity_lease")


def leg(status: str, value: int, **given: object) -> dict[str, object]:
    """A labelled lease."""
    return {
        "deal_type": "capacity_lease",
        "status": status,
        "buyer": "Mistral AI",
        "supplier": "CoreWeave",
        "value_low": value,
        "value_high": value,
        "currency": "USD",
        "evidence": [],
        **given,
    }


@pytest.fixture(scope="module")
def example() -> Example:
    """A new leg, and the older one that may be told."""
    deals = [leg("amended", 21_000_000_000), leg("signed", 14_000_000_000, optional=True)]
    passage = {"id": "t", "published": "2026-04-09", "title": "", "text": TEXT, "deals": deals}
    (found,) = examples_of("test", [passage])
    return found


def asked(example: Example) -> tuple[Question, int]:
    """The passage's only question, and the row of the lease."""
    teacher = Teacher(WindowMaker(WEIGHTS / VOCABULARY), Asker(()))
    (question,) = teacher.questions(example)
    (row,) = np.flatnonzero(question.types[:, LEASE])
    return question, int(row)


def sums(example: Example, question: Question, row: int) -> dict[int, float]:
    """What is right of each sum of the text, in billions."""
    assert question.inputs is not None
    found = {}
    for column, place in enumerate(question.inputs.amounts):
        quantity = example.outline.amounts[place].quantity
        if quantity.kind == "money" and quantity.headline is not None:
            found[int(quantity.headline // 10**9)] = float(question.terms[row, LEASE, column, 0])
    return found


def test_an_optional_leg_does_not_take_the_place_of_another(example: Example) -> None:
    """Status and terms are those of the leg that must be found."""
    question, row = asked(example)
    assert question.statuses[row, LEASE] == STATUSES.index("amended")
    assert sums(example, question, row) == {21: 1.0, 14: 0.0}
    assert question.deals[row] == 1.0


def test_alone_it_is_learned_but_not_asked_for(example: Example) -> None:
    """Whether it is told at all is left open."""
    optional = tuple(answer for answer in example.answers if answer.optional)
    question, row = asked(replace(example, answers=optional))
    assert question.statuses[row, LEASE] == STATUSES.index("signed")
    assert np.isnan(question.deals[row])


def test_a_value_that_no_amount_states_teaches_nothing(example: Example) -> None:
    """A sum of parts is in no single amount."""
    first, _ = example.answers
    unread: Answer = replace(first, terms=frozenset(), unread=frozenset({"value"}))
    question, row = asked(replace(example, answers=(unread,)))
    assert np.isnan(list(sums(example, question, row).values())).all()


def test_only_so_many_amounts_are_asked_of(example: Example) -> None:
    """The first ones of a window."""
    many = example.outline.amounts * (MOST_AMOUNTS + 1)
    crowded = replace(example, outline=replace(example.outline, amounts=many))
    question, _ = asked(crowded)
    assert question.inputs is not None
    assert len(question.inputs.amounts) == MOST_AMOUNTS == len(question.inputs.spans)
