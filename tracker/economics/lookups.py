"""What the model asks of the curated companies and products, and nothing more."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tracker.model.market import Company, Product


class CompanyBook(Protocol):
    """The curated companies."""

    @property
    def by_id(self) -> Mapping[str, Company]:
        """Companies by their id."""


class ProductBook(Protocol):
    """The curated products."""

    @property
    def all(self) -> Sequence[Product]:
        """Every product."""

    @property
    def by_name(self) -> Mapping[str, Product]:
        """Products by their canonical name."""


def roles_of(companies: CompanyBook, company_id: str | None) -> tuple[str, ...]:
    """The roles of a company; none when it is not a curated one."""
    company = companies.by_id.get(company_id or "")
    return company.roles if company else ()


def accelerators_of(names: Sequence[str], products: ProductBook) -> tuple[str, ...]:
    """The datasheets that stand for the named products, sorted; families of others left out."""
    known = [products.by_name[name] for name in names if name in products.by_name]
    above = {product.parent for product in known}
    found = {p.accelerator_id for p in known if p.accelerator_id and p.name not in above}
    return tuple(sorted(found))


def is_family(names: Sequence[str], products: ProductBook) -> bool:
    """Whether a name stands for several generations, so that which one is not said."""
    parents = {product.parent for product in products.all}
    above = {products.by_name[n].parent for n in names if n in products.by_name}
    return any(name in parents and name not in above for name in names)
