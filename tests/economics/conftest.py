"""The shipped reference data, loaded once for the room."""

import pytest

from tracker.reference.companies import Companies, load_companies
from tracker.reference.market import Market, load_market
from tracker.reference.products import Products, load_products


@pytest.fixture(scope="session")
def market() -> Market:
    return load_market()


@pytest.fixture(scope="session")
def products() -> Products:
    return load_products()


@pytest.fixture(scope="session")
def companies() -> Companies:
    return load_companies()
