"""Amounts of claims compared: when two figures speak of one contract, and when of two."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.model.deals import DealClaim, Qualifier
from tracker.reference.fx import shipped_rates
from tracker.resolve.order import true_date

SAME = 0.02  # two printings of one figure differ by rounding at most
ALIKE = 0.10  # "about" and a late exchange rate still mean the same contract
AT_LEAST_REACH = 1.5  # "more than 10" is said of 10 to 15, not of 40
UP_TO_REACH = 3.0  # "up to 27" may have 9 firm, hardly less


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of one kind: dollars, chips, or megawatts.

    Money is in dollars at the rate of its day; in its own currency where there is no rate.
    """

    kind: str  # "value", "value:XYZ", "chips", "power_mw"
    low: float | None
    high: float | None
    qualifier: Qualifier
    printed_in: str = ""  # currency

    @property
    def is_vague(self) -> bool:
        """True for "billions": a floor by convention that identifies nothing."""
        return self.qualifier is Qualifier.VAGUE

    @property
    def size(self) -> float:
        """The headline figure: the high end, or the floor when only that is known."""
        return self.high if self.high is not None else self.low or 0.0


def amounts_of(claim: DealClaim) -> tuple[Amount, ...]:
    """The stated amounts of a claim; those of zero or below are left out."""
    found = [_value_of(claim)]
    for kind, number, qualifier in (
        ("chips", claim.chips, claim.chips_qualifier),
        ("power_mw", claim.power_mw, claim.power_qualifier),
    ):
        if number is not None:
            found.append(_single(kind, float(number), qualifier or Qualifier.EXACT))
    return tuple(amount for amount in found if amount is not None and amount.size > 0)


def is_same(one: Amount, other: Amount) -> bool:
    """True when both print one figure: good enough to recognise a contract by."""
    if one.kind != other.kind or one.is_vague or other.is_vague:
        return False
    return _apart(one.size, other.size) <= (SAME if one.printed_in == other.printed_in else ALIKE)


def is_conflict(one: Amount, other: Amount) -> bool:
    """True when both are firm figures of one kind that no one contract fits."""
    if one.kind != other.kind or one.is_vague or other.is_vague:
        return False
    small, large = sorted((one, other), key=lambda amount: amount.size)
    reach = 1 + (ALIKE if one.printed_in == other.printed_in else 2 * ALIKE)
    if Qualifier.AT_LEAST in (small.qualifier, large.qualifier):
        reach = AT_LEAST_REACH
    if large.qualifier is Qualifier.UP_TO or large.low != large.high:
        reach = max(reach, UP_TO_REACH)
    return large.size > small.size * reach


def _value_of(claim: DealClaim) -> Amount | None:
    low, high = _plain(claim.value_low), _plain(claim.value_high)
    if low is None and high is None:
        return None
    qualifier, currency = claim.value_qualifier or Qualifier.EXACT, claim.currency or "USD"
    if currency == "USD":
        return Amount("value", low, high, qualifier, currency)
    rate = shipped_rates().at(currency, true_date(claim))
    if rate is None:
        return Amount(f"value:{currency}", low, high, qualifier, currency)
    low, high = (None if end is None else end * rate.usd for end in (low, high))
    return Amount("value", low, high, qualifier, currency)


def _single(kind: str, number: float, qualifier: Qualifier) -> Amount:
    low = None if qualifier is Qualifier.UP_TO else number
    high = None if qualifier in (Qualifier.AT_LEAST, Qualifier.VAGUE) else number
    return Amount(kind, low, high, qualifier)


def _plain(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(one, other)
