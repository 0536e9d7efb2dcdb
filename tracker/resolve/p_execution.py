"""How likely a deal is to come about, and what its amount is worth with that in mind."""

from datetime import date
from decimal import Decimal

from tracker.model.deals import Binding, Confirmation, Qualifier, Status
from tracker.reference.evidence import EvidenceScale
from tracker.reference.fx import shipped_rates

_CERTAINTIES = 3  # decimals of a probability; more would be false precision
_DOLLAR = Decimal(1)


def p_execution(
    status: Status, binding: Binding, confirmation: Confirmation, scale: EvidenceScale
) -> float:
    """Probability, 0-1, that the deal is carried out as claimed.

    rate of the status x factor of the wording x weight of the voice. The ways out have a
    rate for each voice. Source: `evidence.toml`, base rates that are choices.
    """
    if status in scale.exit_rates:
        return scale.exit_rates[status][confirmation]
    rate = scale.status_rates[status] * scale.weights[confirmation]
    if status is Status.COMPLETED:
        return round(rate, _CERTAINTIES)
    return round(min(scale.highest_p, rate * scale.binding_factors[binding]), _CERTAINTIES)


def headline_usd(
    low: Decimal | None, high: Decimal | None, currency: str | None, day: date
) -> Decimal | None:
    """The amount as a headline has it: the high end, or the floor when only that is known.

    Another currency is converted at the last rate by `day`. None without an amount or a rate.
    """
    amount = high if high is not None else low
    if amount is None or currency in (None, "USD"):
        return amount
    rate = shipped_rates().at(str(currency), day)
    return None if rate is None else (amount * Decimal(str(rate.usd))).quantize(_DOLLAR)


def expected_usd(
    headline: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    qualifier: Qualifier | None,
    binding: Binding,
    p: float,
    scale: EvidenceScale,
) -> Decimal | None:
    """The headline times `p`, the part beyond what is firm counting for `up_to_share` only.

    "12 firm, as much as 15 more" is 12 + 15 x 0.35; "up to 60" without a firm part is all
    beyond it, 60 x 0.35. An option's factor in `p` says this already, so there it is not
    said twice. Source: economics model, section (j).
    """
    if headline is None:
        return None
    firm = Decimal(1)  # share of the headline
    if binding is not Binding.OPTION and high:
        firm = low / high if low is not None else Decimal(qualifier is not Qualifier.UP_TO)
    counted = firm + (1 - firm) * Decimal(str(scale.up_to_share))
    return (headline * counted * Decimal(str(p))).quantize(_DOLLAR)
