"""What the tests of reading share: one reader, because loading the language model is slow."""

from collections.abc import Callable

import pytest

from tests.builders import build_document, on
from tracker.extract.judging import AsTheRules
from tracker.extract.reader import Reader
from tracker.extract.rules import Rules, load_rules
from tracker.model.deals import DealClaim
from tracker.reference.companies import Companies, load_companies
from tracker.reference.products import Products, load_products

Legs = Callable[..., list[tuple[str, str, str | None, str | None]]]


@pytest.fixture(scope="session")
def companies() -> Companies:
    """The shipped companies."""
    return load_companies()


@pytest.fixture(scope="session")
def products() -> Products:
    """The shipped products."""
    return load_products()


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The shipped rules."""
    return load_rules()


@pytest.fixture(scope="session")
def reader(companies: Companies, products: Products) -> Reader:
    """A reader whose legs are those of the rules, which these tests are about."""
    return Reader(companies, products, judge=AsTheRules())


@pytest.fixture(scope="session")
def shipped(companies: Companies, products: Products) -> Reader:
    """The shipped reader, with learned weights."""
    return Reader(companies, products)


@pytest.fixture(scope="session")
def claims(reader: Reader) -> Callable[..., list[DealClaim]]:
    """A function from a text to its claims."""

    def read(
        text: str, title: str = "", day: str = "2026-02-27", **given: object
    ) -> list[DealClaim]:
        document = build_document(text, title=title, known_at=on(day), **given)
        [extraction] = reader.read([document])
        assert extraction.problems == ()
        return list(extraction.claims)

    return read


@pytest.fixture(scope="session")
def legs(claims: Callable[..., list[DealClaim]]) -> Legs:
    """A function from a text to (type, status, buyer, supplier) of its claims, sorted."""

    def read(text: str, **given: object) -> list[tuple[str, str, str | None, str | None]]:
        found = claims(text, **given)
        return sorted(
            ((c.deal_type.value, c.status.value, c.buyer, c.supplier) for c in found), key=str
        )

    return read
