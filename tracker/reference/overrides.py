"""A user's own figures: files in the home folder laid over the shipped ones, row by row.

`home/reference/prices.csv` may have any of the shipped file's columns beside the key. A row
with a known key replaces the cells that it gives; one with a new key needs all columns.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tracker.model.errors import BadReference
from tracker.reference.table import Row, read_csv, read_toml

FOLDER = "reference"
IMPORTED = f"{FOLDER}/imported"  # what `tracker reference import` wrote; own files come over it
FILES = (
    "accelerators.toml", "prices.csv", "throughput.csv", "tco.csv", "stakes.csv",
    "company_facts.csv", "silicon_mix.toml", "families.toml", "rivals.toml",
)  # fmt: skip
_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Override:
    """One row of ours that a user's file replaced or added, in words."""

    where: str  # "reference/prices.csv:2"
    key: str
    words: str

    def __str__(self) -> str:
        return f"{self.key}: {self.words} ({self.where})"


@dataclass(slots=True)
class Layers:
    """The shipped folder, the user's one if there is any, and what came of laying them."""

    shipped: Path
    own: Path | None = None
    overrides: list[Override] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Raises BadReference for a file that nothing would read."""
        if self.own is None:
            return
        for path in sorted(self.own.iterdir()):
            known = path.name in FILES or path.name == "workloads"
            if path.suffix in (".csv", ".toml") and not known:
                names = ", ".join((*FILES, "workloads/*.toml"))
                raise BadReference(f"{FOLDER}/{path.name}:1: overrides nothing; known: {names}")

    def csv(self, name: str, columns: Collection[str], *keys: str) -> Iterator[Row]:
        """The rows of a CSV file with imported ones, then the user's, laid over them."""
        rows = self._with_imported(name, read_csv(self.shipped / name, columns), columns, keys)
        path = self._own(name)
        own = read_csv(path, columns, keys=keys, shown=f"{FOLDER}/{name}") if path else iter(())
        return self._laid(rows, own, keys, columns)

    def toml(self, name: str, block: str, *keys: str) -> Iterator[Row]:
        """The blocks of a TOML file with the user's laid over them, key by key."""
        path = self._own(name)
        own = read_toml(path, block, shown=f"{FOLDER}/{name}") if path else iter(())
        return self._laid(read_toml(self.shipped / name, block), own, keys, None)

    def folder(self, name: str, key: str) -> Iterator[Row]:
        """The files of a folder, one a row, with the user's laid over them."""
        shipped = (
            row for p in sorted((self.shipped / name).glob("*.toml")) for row in read_toml(p)
        )
        path = self.own / name if self.own else None
        files = sorted(path.glob("*.toml")) if path and path.is_dir() else []
        own = (row for p in files for row in read_toml(p, shown=f"{FOLDER}/{name}/{p.name}"))
        return self._laid(shipped, own, (key,), None)

    def _with_imported(
        self, name: str, rows: Iterator[Row], columns: Collection[str], keys: tuple[str, ...]
    ) -> Iterator[Row]:
        path = self._own(f"imported/{name}")
        if path is None:
            return rows
        shown = f"{IMPORTED}/{name}"
        new = {" ".join(r.text(key) for key in keys): r
               for r in read_csv(path, columns, shown=shown)}  # fmt: skip
        self.overrides.append(Override(shown, f"{len(new)} rows", "imported"))
        kept = [r for r in rows if " ".join(str(r.values.get(k, "")) for k in keys) not in new]
        return iter([*kept, *new.values()])

    def _own(self, name: str) -> Path | None:
        path = self.own / name if self.own else None
        return path if path and path.exists() else None

    def _laid(
        self,
        shipped: Iterator[Row],
        own: Iterator[Row],
        keys: tuple[str, ...],
        columns: Collection[str] | None,
    ) -> Iterator[Row]:
        rows: dict[str, Row] = {}
        for number, row in enumerate(shipped):
            name = " ".join(str(row.values.get(key, "")) for key in keys)
            rows[name if name not in rows else f"{name}#{number}"] = row  # told by `unique`
        mine: dict[str, str] = {}
        for row in own:
            name = " ".join(row.text(key) for key in keys)
            if name in mine:
                raise row.fail(keys[0], f"{name!r} is already in {mine[name]}; remove one")
            mine[name] = row.where
            rows[name] = self._over(rows.get(name), row, name, columns)
        return iter(rows.values())

    def _over(self, old: Row | None, new: Row, name: str, columns: Collection[str] | None) -> Row:
        if old is None:
            missing = sorted(set(columns or ()) - set(new.values))
            if missing:
                raise new.fail(missing[0], f"a new row ({name}) needs all columns")
            self.overrides.append(Override(new.where, name, "added"))
            return new
        changes = [
            f"{column} {_short(old.values.get(column))} -> {_short(value)}"
            for column, value in new.values.items()
            if value != old.values.get(column)
        ]
        more = f" and {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
        words = ", ".join(changes[:_MOST_CHANGES]) + more
        if changes:
            self.overrides.append(Override(new.where, name, words))
        return Row(new.where, {**old.values, **new.values}, {**old.places, **new.places})


def _short(value: object) -> str:
    words = str(value if value not in (None, "") else "nothing")
    return words if len(words) <= 24 else f"{words[:21]}..."
