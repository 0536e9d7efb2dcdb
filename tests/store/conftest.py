"""A store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "home") as opened:
        yield opened
