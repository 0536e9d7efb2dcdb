"""What companies, products and deals are called in a digest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.digest.source_text import one_line
from tracker.digest.view import DigestInput, Phrase
from tracker.digest.wording import partial_date
from tracker.model.deals import Binding, Deal, DealType, Status
from tracker.model.market import Company

_PLAIN_TICKER = re.compile(r"[A-Z]{1,5}")

UNKNOWN = "unknown"  # the silicon supplier of a cloud's unnamed chips
FIRM = frozenset({Status.SIGNED, Status.AMENDED, Status.COMPLETED})
OPEN = frozenset({Status.RUMORED, Status.CONSIDERING, Status.IN_TALKS, Status.ANNOUNCED})
OVER = frozenset({Status.TERMINATED, Status.DENIED})
SILICON = frozenset(
    {
        DealType.CLOUD_RENTAL,
        DealType.CAPACITY_LEASE,
        DealType.HARDWARE_PURCHASE,
        DealType.SUPPLY_AGREEMENT,
        DealType.CUSTOM_SILICON,
    }
)

_VERBS = {
    DealType.CLOUD_RENTAL: "{buyer} rents {goods}",
    DealType.HARDWARE_PURCHASE: "{buyer} buys {goods}",
    DealType.SUPPLY_AGREEMENT: "{buyer} secures supply of {goods}",
    DealType.CAPACITY_LEASE: "{buyer} leases capacity from {supplier}{on}",
    DealType.CUSTOM_SILICON: "{buyer} has its own silicon made by {supplier}{on}",
    DealType.EQUITY_INVESTMENT: "{buyer} invests in {supplier}",
    DealType.WARRANT: "{buyer} gets warrants over {supplier}",
    DealType.ACQUISITION: "{buyer} acquires {supplier}",
    DealType.FINANCING: "{buyer} is financed by {supplier}",
    DealType.JOINT_VENTURE: "{buyer} + {supplier}, joint venture{on}",
}
NOUNS = {
    DealType.CLOUD_RENTAL: "rental",
    DealType.HARDWARE_PURCHASE: "purchase",
    DealType.SUPPLY_AGREEMENT: "supply",
    DealType.CAPACITY_LEASE: "lease",
    DealType.CUSTOM_SILICON: "custom silicon",
    DealType.EQUITY_INVESTMENT: "investment",
    DealType.WARRANT: "warrant",
    DealType.ACQUISITION: "acquisition",
    DealType.FINANCING: "financing",
    DealType.JOINT_VENTURE: "joint venture",
}
_NAMELESS = {
    DealType.EQUITY_INVESTMENT: ("unnamed investor", "unnamed company"),
    DealType.WARRANT: ("unnamed holder", "unnamed issuer"),
    DealType.ACQUISITION: ("unnamed acquirer", "unnamed company"),
    DealType.FINANCING: ("unnamed borrower", "unnamed lender"),
    DealType.JOINT_VENTURE: ("unnamed partner", "unnamed partner"),
}
_PLURAL = re.compile(r"(^|\s)([A-Z]PU|ASIC)$")
BINDINGS = {
    Binding.BINDING: "binding",
    Binding.CONDITIONAL: "conditional",
    Binding.OPTION: "an option",
    Binding.LETTER_OF_INTENT: "a letter of intent",
    Binding.NONE: "not binding",
    Binding.UNKNOWN: "not known to be binding",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a digest uses, and the day that its dates are read from."""

    companies: Mapping[str, Company]
    labels: Mapping[str, str]
    deals: Mapping[str, Deal]
    today: date

    def short(self, company_id: str | None, printed: str | None = None) -> str:
        """The ticker where it is plain letters, else the name as printed, else the id."""
        company = self.companies.get(company_id or "")
        for ticker in company.tickers if company else ():
            if _PLAIN_TICKER.fullmatch(ticker):
                return ticker
        return self.full(company_id, printed)

    def full(self, company_id: str | None, printed: str | None = None) -> str:
        """The canonical name of a curated company, else the name as printed, else the id."""
        company = self.companies.get(company_id or "")
        if company:
            return company.name
        if company_id == UNKNOWN and not printed:
            return "unnamed silicon"
        return one_line(printed or self._printed(company_id) or company_id or "", 60)

    def _printed(self, company_id: str | None) -> str | None:
        """The name under which a deal knows a party that is not curated."""
        for deal in self.deals.values():
            if company_id is not None and company_id in (deal.buyer_id, deal.supplier_id):
                return deal.buyer if deal.buyer_id == company_id else deal.supplier
        return None

    def label(self, name: str) -> str:
        """An accelerator or workload in words."""
        return self.labels.get(name) or one_line(name, 60)


def names_of(inputs: DigestInput) -> Names:
    """The names that these inputs bring, on the reader's day of the cut."""
    today = local(inputs, inputs.cut_at).date()
    return Names(inputs.companies, inputs.labels, inputs.deals_now, today)


def local(inputs: DigestInput, instant: datetime) -> datetime:
    """The instant on the reader's clock."""
    return instant.astimezone(ZoneInfo(inputs.watchlist.time_zone))


def deal_words(deal: Deal, names: Names, *, outright: bool = False) -> str:
    """One leg as a headline: "META rents GOOGL TPUs", "AMZN invests in Anthropic".

    `outright` tells a purchase from the rental that it stands beside.
    """
    nameless = _NAMELESS.get(deal.deal_type, ("unnamed buyer", "unnamed supplier"))
    buyer = names.short(deal.buyer_id, deal.buyer) or nameless[0]
    supplier = names.short(deal.supplier_id, deal.supplier) or nameless[1]
    if deal.deal_type is DealType.JOINT_VENTURE and buyer == nameless[0]:
        buyer, supplier = supplier, buyer
    full = names.full(deal.supplier_id, deal.supplier)
    products = product_words(deal.products, full)
    words = _VERBS[deal.deal_type].format(
        buyer=buyer,
        supplier=supplier,
        goods=f"{supplier} {products or _goods(deal.deal_type)}",
        on=f" ({products})" if products else "",
    )
    if deal.deal_type is DealType.HARDWARE_PURCHASE and outright:
        words += " outright"
    starts_later = deal.start and deal.start[:10] > names.today.isoformat()[: len(deal.start)]
    return f"{words} from {partial_date(deal.start or '')}" if starts_later else words


def _goods(deal_type: DealType) -> str:
    if deal_type is DealType.HARDWARE_PURCHASE:
        return "hardware"
    return "components" if deal_type is DealType.SUPPLY_AGREEMENT else "capacity"


def product_words(products: tuple[str, ...], supplier: str = "", most: int = 3) -> str:
    """Product names as a reader says them: "TPUs", "Blackwell, Rubin"."""
    plain = [one_line(name, 40).removeprefix(f"{supplier} ") for name in products]
    words = [f"{name}s" if _PLURAL.search(name) else name for name in plain]
    more = f" +{len(words) - most}" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def status_words(status: Status) -> str:
    """A status as a reader reads it: "IN TALKS"."""
    return status.value.replace("_", " ").upper()


def pill(status: Status) -> Phrase:
    """A status as a phrase that looks as sure as it is."""
    words = status_words(status)
    if status in FIRM:
        return Phrase(words, "firm")
    return Phrase(words, "off" if status in OVER else "open")
