"""What the tests of the encoder share: the shipped weights, because loading them is slow."""

import pytest

from tracker.extract.encoder.network import VOCABULARY, WEIGHTS, Network
from tracker.extract.encoder.windows import WindowMaker


@pytest.fixture(scope="session")
def maker() -> WindowMaker:
    """Windows by the shipped vocabulary."""
    return WindowMaker(WEIGHTS / VOCABULARY)


@pytest.fixture(scope="session")
def network() -> Network:
    """The shipped encoder."""
    return Network()
