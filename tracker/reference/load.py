"""All reference data in one frozen value, read once a process."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from tracker.model.feeds import Feed
from tracker.reference.companies import Companies, load_companies
from tracker.reference.evidence import EvidenceScale, load_evidence
from tracker.reference.feeds import load_feeds
from tracker.reference.market import Market, load_market
from tracker.reference.overrides import FOLDER
from tracker.reference.products import Products, load_products


@dataclass(frozen=True, slots=True)
class Reference:
    """What the rooms know before they read anything."""

    companies: Companies
    products: Products
    feeds: tuple[Feed, ...]
    market: Market
    evidence: EvidenceScale


def load_reference(home: Path | None = None) -> Reference:
    """The reference data, validated: the shipped ones under the files of `home/reference`.

    Read anew when a file of the home folder has changed. Raises BadReference naming file
    and line.
    """
    base = _shipped()
    own = home / FOLDER if home else None
    if own is None or not own.is_dir():
        return base
    return replace(base, market=_own_market(own, _stamp(own)))


@cache
def _shipped() -> Reference:
    return Reference(
        companies=load_companies(),
        products=load_products(),
        feeds=load_feeds(),
        market=load_market(),
        evidence=load_evidence(),
    )


@lru_cache(maxsize=4)
def _own_market(own: Path, _stamp: tuple[object, ...]) -> Market:
    return load_market(own=own)


def _stamp(own: Path) -> tuple[object, ...]:
    """What changes when a file in the folder does."""
    files = sorted(path for path in own.rglob("*") if path.is_file())
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
