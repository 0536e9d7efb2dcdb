"""What an analyst corrects by hand, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What is done to a deal."""

    SET = "set"  # terms, status or parties are stated
    MERGE = "merge"  # other deals are found to be this one
    SPLIT = "split"  # some of its claims are found to be another deal's


@dataclass(frozen=True, slots=True)
class Correction:
    """One act of an analyst on one deal.

    `claim_ids` are those of the deal when it was corrected: by any of them it is found again,
    whatever later runs make of its id. `other_ids` are one claim of each deal to merge in, or
    the claims to split off. `fields` holds "name=value" in plain words. `number` puts the
    corrections of one instant in the order in which they were made.
    """

    correction_id: str
    act: Act
    deal_id: str
    claim_ids: tuple[str, ...]
    other_ids: tuple[str, ...]
    fields: tuple[str, ...]
    why: str
    who: str
    number: int
    known_at: datetime
