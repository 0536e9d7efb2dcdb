"""Whose silicon a claim is about: TPU and Trainium at one cloud are two contracts."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from tracker.reference.products import Products, load_products

Designers = Mapping[str, str]  # product -> company that designs its silicon


@cache
def _products() -> Products:
    return load_products()


@cache
def shipped_designers() -> Designers:
    """The designers of all curated products; names such as "GPU" have none."""
    products = _products().all
    return MappingProxyType({p.name: p.supplier_id for p in products if p.supplier_id})


def without_families(names: Iterable[str]) -> tuple[str, ...]:
    """The names, sorted, less those that are only a family of another one among them."""
    products, kept = _products(), sorted(set(names))
    families = {
        above for name in kept if name in products.by_name for above in products.family(name)[1:]
    }
    return tuple(name for name in kept if name not in families)


def designers_of(products: Iterable[str], designers: Designers) -> frozenset[str]:
    """Ids of the designers of the named products; unknown and general names are left out."""
    return frozenset(designers[name] for name in products if name in designers)


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when both name somebody or something, and nothing is in both."""
    return bool(one and other and not one & other)
