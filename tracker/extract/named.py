"""What a name in a text stands for: the records that reading passes on."""

from collections.abc import Iterable
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


class Ground:
    """Which characters of a text belong to a name already: no two names share one."""

    def __init__(self, size: int, names: Iterable[Named] = ()) -> None:
        self._taken = bytearray(size)
        for named in names:
            self.take(named)

    def take(self, named: Named) -> bool:
        """Whether the name's characters were free; they are its own from now on."""
        if self.first_taken(named.start, named.end) is not None:
            return False
        self._taken[named.start : named.end] = b"\1" * (named.end - named.start)
        return True

    def first_taken(self, start: int, end: int) -> int | None:
        """The first character from `start` on and before `end` that is some name's."""
        at = self._taken.find(1, start, end)
        return at if at >= 0 else None

    def last_taken(self, start: int, end: int) -> int | None:
        """The last such character."""
        at = self._taken.rfind(1, start, end)
        return at if at >= 0 else None
