"""Which accelerators are the goods of a leg."""

from collections.abc import Iterator

from tracker.extract.drafts import Draft
from tracker.extract.slots import Terms
from tracker.model.deals import DealType
from tracker.reference.products import Products

_VAGUE = frozenset({"GPU", "custom accelerator", "NVIDIA GPU"})
_OTHERS = frozenset({"GPU", "NVIDIA GPU"})
# Shares are of a company, whatever it sells.
_WITHOUT = frozenset({DealType.EQUITY_INVESTMENT, DealType.WARRANT, DealType.ACQUISITION})
_PARTS = "memory"


def products_of(draft: Draft, terms: Terms, products: Products) -> list[str]:
    """The products of a leg in order of the text, the exact name of each family alone.

    Those of the leg's own words; where these name none or a vendor's chips at most, those of
    the sentences that speak of the leg.
    """
    if draft.deal_type in _WITHOUT:
        return []
    own = [p for leg in draft.legs for p in leg.products]
    found = [p for p in own if _fits(p, draft, products)]
    told = [p for p in (*_heard(terms), *terms.goods) if _fits(p, draft, products)]
    if all(_is_vague(p, products) for p in found):
        found += told
    else:
        found += [p for p in told if _below(products, p, found)]
    found = list(dict.fromkeys(found))
    exact = [p for p in found if not _is_vague(p, products)]
    if exact or draft.deal_type is DealType.SUPPLY_AGREEMENT:
        found = exact  # a part is made for chips, which are not what is sold
    families = {parent for p in found for parent in products.family(p)[1:]}
    # "Vera Rubin" is one product, whatever else its words name.
    parts = {p for p in found for other in found if p != other and p in other.split()}
    return [p for p in found if p not in families | parts]


def _is_vague(name: str, products: Products) -> bool:
    """Whether it leaves open which chips they are: any GPU, or what they are mounted in."""
    return name in _VAGUE or products.kinds[name] == "rack"


def _heard(terms: Terms) -> Iterator[str]:
    for one in terms.heard:
        for named in one.names:
            if named.product is not None:
                yield named.product


def _below(products: Products, name: str, found: list[str]) -> bool:
    """Whether `name` is a generation of a family that was found."""
    return any(family in found for family in products.family(name)[1:])


def _fits(name: str, draft: Draft, products: Products) -> bool:
    """Whether a leg of that type can be about the product: nobody designs "a GPU" to order."""
    if draft.deal_type is DealType.CUSTOM_SILICON and name in _OTHERS:
        return False
    return products.kinds[name] != _PARTS or draft.deal_type is DealType.SUPPLY_AGREEMENT
