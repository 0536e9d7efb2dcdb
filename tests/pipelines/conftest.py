"""A home that has lived through the whole bundled sample, made once for all tests."""

import shutil
from pathlib import Path

import pytest

from pipelines import demo


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that looks at the lived home runs in one process, so that one makes it."""
    for item in items:
        if "lived" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("lived"))


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after `make demo`; tests that change it take a copy."""
    home = tmp_path_factory.mktemp("demo") / "home"
    assert demo.main(["--home", str(home)]) == 0
    return home


@pytest.fixture
def own_copy(lived: Path, tmp_path: Path) -> Path:
    """A copy of that home to write in."""
    return Path(shutil.copytree(lived, tmp_path / "home"))
