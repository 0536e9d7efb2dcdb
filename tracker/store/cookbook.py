"""The cookbook: questions of analysts, each answered by one file of SQL."""

from dataclasses import dataclass
from pathlib import Path

from tracker.model.errors import BadInput
from tracker.reference.folders import shipped


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question and its query. The question is the comment at the head of the file."""

    name: str
    question: str
    sql: str


def cookbook(folder: Path | None = None) -> dict[str, Recipe]:
    """Every recipe by name, in order of name."""
    paths = sorted((folder or shipped("db") / "cookbook").glob("*.sql"))
    return {path.stem: _recipe(path) for path in paths}


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises BadInput with the names that there are."""
    recipes = cookbook()
    if name not in recipes:
        raise BadInput(f"no recipe {name!r}; there are: {', '.join(recipes)}")
    return recipes[name]


def _recipe(path: Path) -> Recipe:
    text = path.read_text(encoding="utf-8")
    head: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        head.append(line.removeprefix("--").strip())
    return Recipe(path.stem, " ".join(head), text)
