"""What a page of code reads without grammar or learning: the nearest names, the first amount.

A sentence with a deal word and two companies is a deal between the supplier that stands nearest
to the word and the nearest other company; what kind of deal is said by the supplier's trade, it
is announced, and its value is the first amount of the text. Names, amounts and sentences are
found as the reader finds them, so that only the reading of deals is compared.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tracker.extract.entities import EntityFinder
from tracker.extract.legs import LegReader
from tracker.extract.named import Named, Party
from tracker.extract.organisations import OrganisationFinder
from tracker.extract.quantities import find_quantities
from tracker.extract.rules import load_rules
from tracker.extract.sentences import split_sentences
from tracker.reference.companies import Companies
from tracker.reference.products import Products

_TYPES = {
    "chip_maker": "hardware_purchase",
    "vendor": "hardware_purchase",
    "cloud": "cloud_rental",
    "neocloud": "cloud_rental",
    "landlord": "capacity_lease",
    "miner": "capacity_lease",
    "designer": "custom_silicon",
    "lender": "financing",
    "investor": "equity_investment",
}
_WORD = re.compile(r"[A-Za-z][a-z-]*")


class Baseline:
    """Deals of a passage by nearness alone."""

    def __init__(self, companies: Companies, products: Products) -> None:
        rules = load_rules()
        self._entities = EntityFinder(companies, products, rules)
        self._organisations = OrganisationFinder(rules)
        self._legs = LegReader(rules)

    def annotate(self, passage: Mapping[str, Any]) -> dict[str, Any]:
        """`{"id", "deals"}` in the schema of the gold set, one deal for each two companies."""
        text = f"{passage.get('title') or ''}\n\n{passage['text']}".strip()
        amount = _first_amount(text, str(passage.get("published") or ""))
        deals: dict[frozenset[str], dict[str, Any]] = {}
        for buyer, supplier in self._pairs(text):
            deals.setdefault(frozenset((buyer.name, supplier.name)), _deal(buyer, supplier, amount))
        return {"id": passage["id"], "deals": list(deals.values())}

    def _pairs(self, text: str) -> Iterator[tuple[Party, Party]]:
        names = self._entities.find(text)
        names += self._organisations.find(text, names)
        for span in split_sentences(text):
            here = [n for n in names if span.start <= n.start < span.end and n.party is not None]
            at = self._deal_word(text, span.start, span.end, here)
            if at is not None and (pair := _nearest(here, at)):
                yield pair

    def _deal_word(self, text: str, start: int, end: int, names: list[Named]) -> int | None:
        """Where the first deal word stands that is no part of a name."""
        for match in _WORD.finditer(text, start, end):
            inside = any(n.start <= match.start() < n.end for n in names)
            if not inside and self._legs.has_deal_word(match.group()):
                return match.start()
        return None


def _nearest(names: list[Named], at: int) -> tuple[Party, Party] | None:
    """Buyer and supplier: the nearest company that sells anything, and the nearest other."""
    near = sorted(names, key=lambda named: (abs(named.start - at), named.start))
    parties = list(dict.fromkeys(named.party for named in near if named.party is not None))
    if len(parties) < 2:
        return None
    supplier = next((p for p in parties if p.roles & set(_TYPES)), parties[-1])
    return next(p for p in parties if p != supplier), supplier


def _first_amount(text: str, published: str) -> dict[str, Any]:
    day = date.fromisoformat(published[:10]) if published else None
    money = [q for q in find_quantities(text, day) if q.kind == "money"]
    if not money:
        return {}
    low, high = money[0].low, money[0].high
    return {
        "value_low": None if low is None else float(low),
        "value_high": None if high is None else float(high),
        "currency": money[0].currency or "USD",
    }


def _deal(buyer: Party, supplier: Party, amount: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((kind for role, kind in _TYPES.items() if role in supplier.roles), None)
    return {
        "deal_type": kind or "supply_agreement",
        "status": "announced",
        "buyer": buyer.name,
        "supplier": supplier.name,
        **amount,
    }
