"""What accelerators are called in deals: families, their generations, and whose they are.

Names are matched case and all, aliases in small letters in any case, plurals too.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from tracker.model.errors import BadReference
from tracker.model.ids import entity_id
from tracker.model.market import Product

ProductKind = Literal["accelerator", "cpu", "memory", "system", "rack"]

_SHIPPED = Path(__file__).with_name("products.toml")
_KINDS = ("accelerator", "cpu", "memory", "system", "rack")
_LISTS = ("aliases", "ambiguous", "context")
_KEYS = {"name", "supplier", "parent", "accelerator_id", "kind", "source_url", *_LISTS}


@dataclass(frozen=True, slots=True)
class ProductAlias:
    """One way of writing a product. `needs_context`: see `Products.has_context`."""

    text: str
    name: str
    any_case: bool
    needs_context: bool


@dataclass(frozen=True, slots=True)
class Products:
    """The curated products, in the file's order."""

    all: tuple[Product, ...]
    by_name: Mapping[str, Product]
    kinds: Mapping[str, ProductKind]
    contexts: Mapping[str, tuple[str, ...]]
    ambiguous: frozenset[str]

    def aliases(self) -> Iterator[ProductAlias]:
        """Every spelling of every product, its plural after it; each text comes once."""
        for product in self.all:
            for text in (product.name, *product.aliases):
                for form in dict.fromkeys((text, plural(text))):
                    yield ProductAlias(
                        form, product.name, text == text.lower(), text in self.ambiguous
                    )

    def family(self, name: str) -> tuple[str, ...]:
        """`name` and the families above it, nearest first. Raises KeyError if unknown."""
        product = self.by_name[name]
        names = [product.name]
        while product.parent is not None:
            product = self.by_name[product.parent]
            names.append(product.name)
        return tuple(names)

    def accelerator_id(self, name: str) -> str | None:
        """The datasheet that stands for a product; None if there is none or it is unknown."""
        product = self.by_name.get(name)
        return product.accelerator_id if product else None

    def has_context(self, name: str, surroundings: str) -> bool:
        """Whether one of the product's context words is in `surroundings` (begins a word there).

        True for a product that needs none.
        """
        words = self.contexts.get(name, ())
        return not words or any(re.search(rf"\b{re.escape(w)}", surroundings) for w in words)


def plural(text: str) -> str:
    """A product's name in the plural: "TPU" -> "TPUs", "GB300" -> "GB300s"."""
    return text if text.endswith("s") else f"{text}s"


def load_products(path: Path | None = None) -> Products:
    """The shipped products, or those of `path`.

    Raises BadReference with file and product: unknown key or kind, a name given twice,
    a parent that is missing or circular, an ambiguous name without context.
    """
    source = path or _SHIPPED
    rows = [_checked(row, source, n) for n, row in enumerate(_read(source), 1)]
    products = tuple(_product(row) for row in rows)
    _check_together(products, source)
    return Products(
        all=products,
        by_name=MappingProxyType({product.name: product for product in products}),
        kinds=MappingProxyType({row["name"]: row.get("kind", "accelerator") for row in rows}),
        contexts=MappingProxyType({r["name"]: tuple(r["context"]) for r in rows if "context" in r}),
        ambiguous=frozenset(text for row in rows for text in row.get("ambiguous", ())),
    )


def _read(source: Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(source.read_text(encoding="utf-8")).get("product", [])
    except (OSError, ValueError) as error:
        raise BadReference(f"{source}: cannot be read ({error}); mend the file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadReference(f"{source}: product must be written [[product]]; mend its brackets")
    return rows


def _checked(row: dict[str, Any], source: Path, number: int) -> dict[str, Any]:
    where = f"{source}: product {row.get('name', number)!r}"
    if unknown := sorted(set(row) - _KEYS):
        raise BadReference(f"{where}: unknown key {unknown[0]!r}; remove it")
    for key in ("name", "source_url"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise BadReference(f"{where}: {key} is missing; add it")
    for key in _LISTS:
        texts = row.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(t, str) and t for t in texts):
            raise BadReference(f"{where}: {key} must be a list of texts; mend it")
    for key in ("supplier", "parent", "accelerator_id"):
        if not isinstance(row.get(key, ""), str):
            raise BadReference(f"{where}: {key} must be a text; mend it")
    if row.get("kind", "accelerator") not in _KINDS:
        raise BadReference(f"{where}: unknown kind {row['kind']!r}; use one of {', '.join(_KINDS)}")
    if bool(row.get("ambiguous")) != bool(row.get("context")):
        raise BadReference(f"{where}: `ambiguous` and `context` need each other; give both")
    return row


def _product(row: dict[str, Any]) -> Product:
    supplier = row.get("supplier")
    return Product(
        name=row["name"],
        supplier_id=entity_id(supplier) if supplier else "",
        parent=row.get("parent"),
        aliases=tuple(row.get("aliases", ())),
        accelerator_id=row.get("accelerator_id"),
        source_url=row["source_url"],
    )


def _check_together(products: tuple[Product, ...], source: Path) -> None:
    taken: dict[str, str] = {}
    for product in products:
        for text in (product.name, *product.aliases):
            for form in {text, plural(text)}:
                if form in taken:
                    raise BadReference(
                        f"{source}: product {product.name!r}: {form!r} is taken by"
                        f" {taken[form]!r}; one of them must drop it"
                    )
                taken[form] = product.name
    parents = {product.name: product.parent for product in products}
    for product in products:
        _check_parents(product.name, parents, source)


def _check_parents(name: str, parents: Mapping[str, str | None], source: Path) -> None:
    seen, above = {name}, parents[name]
    while above is not None:
        if above not in parents or above in seen:
            fault = "circular" if above in seen else "not in the file"
            raise BadReference(f"{source}: product {name!r}: parent {above!r} is {fault}; mend it")
        seen.add(above)
        above = parents[above]
