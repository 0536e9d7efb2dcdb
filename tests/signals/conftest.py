"""What the tests of signals share: changes over the curated companies and products."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.reference.companies import load_companies
from tracker.reference.products import load_products
from tracker.signals.changes import Changes

Build = Callable[..., Changes]


@pytest.fixture(scope="session")
def changes() -> Build:
    """Makes `Changes` of the given versions; nothing else is known."""

    def build(*deals: Any, **given: Any) -> Changes:
        kinds = {name: tuple(given.get(name, ())) for name in ("estimates", "shares", "exposures")}
        return Changes(
            deals=deals, steps=(), products=load_products(), companies=load_companies(), **kinds
        )

    return build
