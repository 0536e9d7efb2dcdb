"""What of an amount is firm, what an option, and what hangs on a condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.model.deals import Binding, DealClaim, Qualifier, Status
from tracker.resolve.order import FIRM


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an amount in its own currency; None without an amount.

    They add up to its headline, unless a document prints parts that do not: an option beside
    a base value is no part of the value.
    """

    firm: Decimal | None = None
    optional: Decimal | None = None
    contingent: Decimal | None = None


def stated_parts(
    claim: DealClaim, value: Mapping[str, Any], binding: Binding, status: Status
) -> Parts | None:
    """The parts that the claim behind a value prints itself; None where it prints none.

    They hold for the value as that claim has it, so not after an amendment of another. What
    nothing obliges to yet is not firm, whatever it was called.
    """
    printed = (claim.firm_amount, claim.optional_amount, claim.contingent_amount)
    if all(part is None for part in printed):
        return None
    if any(getattr(claim, name) != value[name] for name in ("value_low", "value_high", "currency")):
        return None
    firm, optional, contingent = (part or Decimal(0) for part in printed)
    # A condition that has a part of its own leaves the rest firm.
    apart = binding is Binding.CONDITIONAL and claim.contingent_amount is not None
    if not _obliges(Binding.BINDING if apart else binding, status):
        return Parts(Decimal(0), optional, firm + contingent)
    return Parts(firm, optional, contingent)


def parts_of(
    low: Decimal | None,
    high: Decimal | None,
    qualifier: Qualifier | None,
    binding: Binding,
    status: Status,
) -> Parts:
    """The parts of an amount by its wording.

    "12 firm, as much as 15 more" is 12 firm and 15 optional, "up to 60" all optional. What is
    conditional, a letter of intent or not agreed yet hangs on that: none of it is firm.
    """
    headline = high if high is not None else low
    if headline is None:
        return Parts()
    nothing = Decimal(0)
    if binding is Binding.OPTION:
        return Parts(nothing, headline, nothing)
    sure = headline
    if high is not None:
        sure = low if low is not None else (nothing if qualifier is Qualifier.UP_TO else high)
    if _obliges(binding, status):
        return Parts(sure, headline - sure, nothing)
    return Parts(nothing, headline - sure, sure)


def _obliges(binding: Binding, status: Status) -> bool:
    if binding is Binding.BINDING:
        return status in FIRM | {Status.ANNOUNCED}
    return binding is Binding.UNKNOWN and status in FIRM
