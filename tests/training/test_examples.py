"""Labelled passages as the encoder is shown them: who is named where, and what tells a leg."""

from typing import Any

import pytest

from pipelines.training.encoder.examples import Example, examples_of

TEXT = (
    "Nobody expected it. Brindlewick Compute will lease 40 MW at its Tampere hall to Mistral AI"
    " for six years. Quillon Research had looked at the site too. Talks with Google over TPUs"
    " for the same models go on."
)
LEASE = {
    "deal_type": "capacity_lease",
    "status": "announced",
    "buyer": "Mistral AI",
    "supplier": "Brindlewick Compute",
    "evidence": [
        "Brindlewick Compute will lease 40 MW at its Tampere hall to Mistral AI for six years."
    ],
}
RENTAL = {
    "deal_type": "cloud_rental",
    "status": "in_talks",
    "buyer": "Mistral AI",
    "supplier": "Alphabet",
    "optional": True,
    "evidence": ["Talks with Google over TPUs for the same models go on."],
}


@pytest.fixture(scope="module")
def example() -> Example:
    """One passage with two legs, one of them optional."""
    passage: dict[str, Any] = {
        "id": "t-1",
        "published": "2026-05-04",
        "title": "Mistral AI takes a hall in Tampere",
        "text": TEXT,
        "deals": [LEASE, RENTAL],
    }
    (found,) = examples_of("test", [passage])
    return found


def named(example: Example, mark: Any) -> str:
    """The characters of a mark."""
    line = next(line for line in example.lines if line.index == mark.line)
    return line.text[mark.start - line.start : mark.end - line.start]


def test_names_of_the_label_are_learned(example: Example) -> None:
    """Also one that no list has; a bystander may or may not be one."""
    told = {named(example, mark) for mark in example.names}
    assert {"Brindlewick Compute", "Mistral AI", "Google"} <= told
    assert "Quillon Research" not in told


def test_each_leg_knows_its_sentence(example: Example) -> None:
    """The evidence is found again among the sentences, each leg's own."""
    texts = {line.index: line.text for line in example.lines}
    told = [[texts[index] for index in sorted(a.evidence)] for a in example.answers]
    assert told == [LEASE["evidence"], RENTAL["evidence"]]
    assert [answer.optional for answer in example.answers] == [False, True]
