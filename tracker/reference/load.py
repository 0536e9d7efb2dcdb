"""All reference data in one frozen value, read once a process."""

from dataclasses import dataclass
from functools import cache

from tracker.model.feeds import Feed
from tracker.reference.companies import Companies, load_companies
from tracker.reference.evidence import EvidenceScale, load_evidence
from tracker.reference.feeds import load_feeds
from tracker.reference.market import Market, load_market
from tracker.reference.products import Products, load_products


@dataclass(frozen=True, slots=True)
class Reference:
    """What the rooms know before they read anything."""

    companies: Companies
    products: Products
    feeds: tuple[Feed, ...]
    market: Market
    evidence: EvidenceScale


@cache
def load_reference() -> Reference:
    """The shipped reference data, validated. Raises BadReference naming file and row."""
    return Reference(
        companies=load_companies(),
        products=load_products(),
        feeds=load_feeds(),
        market=load_market(),
        evidence=load_evidence(),
    )
