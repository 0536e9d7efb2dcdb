"""Analysts' own DuckDB clients open the published file, from version 1.4.0 on."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.store.rich import rich
from tests.store.seed import NOW
from tracker.store.cookbook import cookbook
from tracker.store.publish import publish

OLDEST = "1.4.0"

ASK = """
import json, sys, duckdb
path, recipes = sys.argv[1], json.load(sys.stdin)
con = duckdb.connect(path, read_only=True)
answers = {name: len(con.execute(sql).fetchall()) for name, sql in recipes.items()}
answers["version"] = duckdb.__version__
answers["then"] = con.execute(
    "SELECT status FROM deals_as_of(TIMESTAMP '2026-02-01') WHERE buyer = 'Meta Platforms'"
).fetchall()
answers["texts"] = con.execute("SELECT count(*) FROM document_text").fetchone()
answers["bare"] = con.execute(
    "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
).fetchone()
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def old_python(pytestconfig: pytest.Config) -> Path:
    """An interpreter with the oldest client that is promised; installed once."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir(f"duckdb-{OLDEST}")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", f"duckdb=={OLDEST}"]
        subprocess.run(install, check=True)  # noqa: S603
        (folder / "ready").touch()
    return python


@pytest.mark.check
def test_the_oldest_client_answers_every_recipe(old_python: Path, tmp_path: Path) -> None:
    """Views, macros, comments, texts and the cookbook work there as here."""
    store = rich(tmp_path)
    publish(store, tmp_path, NOW)
    path = publish(store, tmp_path, NOW)  # goes on from the first
    store.close()
    recipes = {name: recipe.sql for name, recipe in cookbook().items()}
    asked = subprocess.run(  # noqa: S603
        [old_python, "-c", ASK, path],
        input=json.dumps(recipes), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    answers = json.loads(asked.stdout)
    assert answers["version"] == OLDEST
    assert answers["version"] != sys.modules["duckdb"].__version__
    assert all(answers[name] > 0 for name in recipes)
    assert (answers["then"], answers["texts"], answers["bare"]) == ([["in_talks"]], [4], [0])
