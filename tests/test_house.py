"""The house keeps its own rules: sizes, names, docstrings, and one door a library."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("tracker", "pipelines")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
DOORS = {
    "feedparser": {"tracker/sources"},
    "spacy": {"tracker/extract", "pipelines/training"},
    "duckdb": {"tracker/store"},
    "jinja2": {"tracker/digest"},
    "matplotlib": {"tracker/charts"},
    "apscheduler": {"pipelines/schedule.py"},
    "httpx": {"tracker/net"},
    "smtplib": {"tracker/digest"},
    "xlsxwriter": {"tracker/cli/workbook.py"},
}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_files_and_functions_stay_short(path: Path) -> None:
    """No file grows past what one can hold in mind, and no function past one screen."""
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    long = {
        node.name: length
        for node in functions(ast.parse(source))
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_public_things_say_what_comes_back(path: Path) -> None:
    """Modules, and the public classes and functions at their top, have docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_nothing_is_called_utils() -> None:
    """Modules are named for what they hold."""
    assert not [relative(p) for p in modules() if re.search(r"util|helper|misc|common", p.stem)]


@pytest.mark.parametrize("library", sorted(DOORS))
def test_each_library_has_one_door(library: str) -> None:
    """A library is imported only where the plan of the house lets it in."""
    strangers = [
        relative(path)
        for path in modules()
        if library in imports(ast.parse(path.read_text(encoding="utf-8")))
        and not any(relative(path).startswith(door) for door in DOORS[library])
    ]
    assert not strangers


def test_the_shipped_lock_names_no_index() -> None:
    """The lock pins every package by hash and holds no address."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")


def test_every_declared_dependency_is_locked() -> None:
    """What pyproject asks for is in the lock, so that a fresh machine gets all of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~\[ ]", entry)[0].lower() for entry in asked}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert not {name for name in names if not re.search(rf"^{re.escape(name)}==", lock, re.M)}


def test_no_machine_of_ours_is_named() -> None:
    """No file that ships holds a path of the machine it was written on."""
    named = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")
    endings = {".py", ".toml", ".sql", ".j2", ".md", ".lock", ".csv", ".jsonl"}
    skipped = {".venv", ".git", "demo", ".pytest_cache", ".hypothesis"}
    files = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in endings and not skipped & set(path.relative_to(ROOT).parts)
    ]
    assert not [
        relative(p)
        for p in files
        if p != Path(__file__).resolve() and named.search(p.read_text("utf-8", "replace"))
    ]
