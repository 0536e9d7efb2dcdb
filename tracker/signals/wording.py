"""Deals and their states in plain words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tracker.model.deals import Confirmation, Deal, DealType, Status

_SUBJECTS = {
    DealType.CLOUD_RENTAL: "{buyer} rents {products} from {supplier}",
    DealType.CAPACITY_LEASE: "{buyer} leases {products} from {supplier}",
    DealType.HARDWARE_PURCHASE: "{buyer} buys {products} from {supplier}",
    DealType.SUPPLY_AGREEMENT: "{buyer} is supplied with {products} by {supplier}",
    DealType.CUSTOM_SILICON: "{buyer} has {products} designed or made by {supplier}",
    DealType.EQUITY_INVESTMENT: "{buyer} invests in {supplier}",
    DealType.WARRANT: "{buyer} gets a warrant on shares of {supplier}",
    DealType.ACQUISITION: "{buyer} acquires {supplier}",
    DealType.FINANCING: "{buyer} is financed by {supplier}",
    DealType.JOINT_VENTURE: "{buyer} and {supplier} form a venture",
}
_UNNAMED_PRODUCTS = {
    DealType.CLOUD_RENTAL: "compute",
    DealType.CAPACITY_LEASE: "capacity",
    DealType.HARDWARE_PURCHASE: "hardware",
    DealType.SUPPLY_AGREEMENT: "components",
    DealType.CUSTOM_SILICON: "a chip",
}
_BUYERS = {
    DealType.EQUITY_INVESTMENT: "An unnamed investor",
    DealType.WARRANT: "An unnamed holder",
    DealType.ACQUISITION: "An unnamed acquirer",
    DealType.FINANCING: "An unnamed borrower",
    DealType.JOINT_VENTURE: "An unnamed partner",
}
_SUPPLIERS = {
    DealType.EQUITY_INVESTMENT: "an unnamed company",
    DealType.WARRANT: "an unnamed company",
    DealType.ACQUISITION: "an unnamed company",
    DealType.FINANCING: "an unnamed lender",
    DealType.JOINT_VENTURE: "an unnamed partner",
}
_VOICES = {
    Confirmation.SOCIAL: "per a social post",
    Confirmation.OTHER_REPORT: "per one report",
    Confirmation.ONE_OUTLET: "per one report",
    Confirmation.ONE_PARTY: "says one party",
    Confirmation.BOTH_PARTIES: "both parties confirm",
    Confirmation.FILED: "in a filing",
}


def subject(deal: Deal) -> str:
    """The leg in words: "Meta Platforms rents TPU from Alphabet"."""
    unnamed = _UNNAMED_PRODUCTS.get(deal.deal_type, "")
    return _SUBJECTS[deal.deal_type].format(
        buyer=deal.buyer or _BUYERS.get(deal.deal_type, "An unnamed buyer"),
        supplier=deal.supplier or _SUPPLIERS.get(deal.deal_type, "an unnamed supplier"),
        products=_listed(deal.products[:3]) or unnamed,
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def status_word(status: Status) -> str:
    """The status as a label: "IN TALKS"."""
    return status.value.replace("_", " ").upper()


def standing(deal: Deal, before: Deal | None) -> str:
    """The status and who stands behind it: "SIGNED, per one report".

    Reports are counted by the independent origins that came with this status.
    """
    voice = _VOICES[deal.confirmation]
    fresh = len(set(deal.origins) - set(before.origins if before else ()))
    if voice == "per one report" and fresh > 1:
        voice = f"per {fresh} reports"
    return f"{status_word(deal.status)}, {voice}"


def dollars(amount: Decimal | None) -> str:
    """A short amount: "$14.2B"; "no value" for None."""
    if amount is None:
        return "no value"
    for unit, letter in ((Decimal(10**9), "B"), (Decimal(10**6), "M")):
        if abs(amount) >= unit:
            return f"${(amount / unit).quantize(Decimal('0.1')).normalize():f}{letter}"
    return f"${amount:.0f}"


def day(when: date | None) -> str:
    """A date in words: "26 Feb 2026"; "an unknown day" for None."""
    return f"{when.day} {when:%b %Y}" if when else "an unknown day"


def origins(deal: Deal) -> str:
    """Who says so, in words: "The Information"; three names at most."""
    more = len(deal.origins) - 3
    return ", ".join(deal.origins[:3]) + (f" and {more} more" if more > 0 else "")
