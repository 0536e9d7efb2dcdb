"""A store in a folder of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.store.store import Store


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in its first shape, made once: the making takes a quarter of a second."""
    home = tmp_path_factory.mktemp("empty")
    with Store.open(home):
        pass
    return home / "tracker.duckdb"


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    """An empty store."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    with Store.open(home) as opened:
        yield opened
