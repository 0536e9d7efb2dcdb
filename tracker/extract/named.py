"""What a name in a text stands for: the records that reading passes on."""

from dataclasses import dataclass
from typing import Literal

Label = Literal["COMPANY", "PRODUCT", "OUTLET", "PERSON", "PLACE"]
Kind = Literal["name", "ticker", "description", "unknown", "weak"]


@dataclass(frozen=True, slots=True)
class Party:
    """A company that can take part in a deal.

    `roles` are those of the reference (cloud, neocloud, landlord, chip_maker ...); for a
    company that nobody listed they come from how the text describes it.
    """

    name: str
    entity_id: str
    roles: frozenset[str]
    curated: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: `start` and `end` are characters of it.

    `maker` is whose product it is, a party that the text may name only so ("Google TPUs").
    """

    start: int
    end: int
    label: Label
    kind: Kind
    text: str
    party: Party | None = None
    product: str | None = None
    maker: Party | None = None


UNNAMED = Party("", "", frozenset(), curated=False)
"""A party that the text has but does not name: "a US hyperscaler"."""


def overlaps(named: Named, taken: list[Named]) -> bool:
    """Whether `named` shares a character with one of `taken`."""
    return any(named.start < other.end and other.start < named.end for other in taken)
