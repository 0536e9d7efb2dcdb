"""What of an amount is firm, what an option, and what hangs on a condition."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.model.deals import Binding, Qualifier, Status
from tracker.resolve.order import FIRM


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an amount in its own currency; they add up to its headline. All three are
    None without an amount."""

    firm: Decimal | None = None
    optional: Decimal | None = None
    contingent: Decimal | None = None


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
