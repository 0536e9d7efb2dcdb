"""The data dictionary: every table and column of the analysts' file, from its comments.

`python -m tracker.store.dictionary docs/data-dictionary.md` writes it; a test keeps it in step.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from tracker.store.connect import connect, rows
from tracker.store.cookbook import cookbook
from tracker.store.migrate import load_comments
from tracker.store.publish import publish
from tracker.store.store import Store

HEAD = """# Data dictionary

What `published/published.duckdb` holds, for any DuckDB client from 1.4 on. Made from the
comments that stand in the file itself; do not edit it, run `make dictionary`.

Every table but `meta` and `document_text` has a macro of its name and `_as_of`:
`FROM deals_as_of(TIMESTAMP '2026-02-01')` gives it as it was known then. Instants are UTC. Dollars
are US dollars; amounts in `currency` are as printed. The tables under `fact.` hold every row ever
written; the views here leave out what a later reading has withdrawn.
"""

_COLUMNS = """
SELECT c.table_name, coalesce(v.comment, t.comment), c.column_name, c.data_type, c.comment
FROM duckdb_columns() AS c
LEFT JOIN duckdb_views() AS v ON v.view_oid = c.table_oid AND v.view_name = c.table_name
LEFT JOIN duckdb_tables() AS t ON t.table_oid = c.table_oid AND t.table_name = c.table_name
WHERE c.schema_name = 'main' AND NOT c.internal
ORDER BY c.table_name, c.column_index
"""


def dictionary() -> str:
    """The whole text, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Store.open(home) as store:
            path = publish(store, home, datetime(2026, 1, 1, tzinfo=UTC))
        with connect(path, access_mode="read_only") as con:
            found = rows(con, _COLUMNS)
    return "\n".join([HEAD, *_tables(found), *_recipes()]) + "\n"


def _tables(found: list[tuple[str, str, str, str, str]]) -> Iterator[str]:
    same = load_comments()["same_columns"]
    for (name, comment), columns in groupby(found, key=lambda row: (row[0], row[1])):
        yield f"## {name}\n\n{comment}.\n"
        if name in same:
            yield f"The columns are those of [{same[name]}](#{same[name]}).\n"
            continue
        yield "| column | type | meaning |\n|---|---|---|"
        for _, _, column, kind, meaning in columns:
            yield f"| `{column}` | {_short(kind)} | {meaning} |".replace("\n", " ")
        yield ""


def _short(kind: str) -> str:
    return kind.replace("|", "/").replace('"', "")


def _recipes() -> Iterator[str]:
    yield "## Cookbook\n\nQuestions ready to ask, as `tracker sql --cookbook NAME`.\n"
    yield "| name | answers |\n|---|---|"
    for name, recipe in cookbook().items():
        yield f"| `{name}` | {recipe.question} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
