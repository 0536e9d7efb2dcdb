"""`tracker sql` as a person runs it: another process, its output and its exit status."""

import csv
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.store.seed import NOW, seed
from tracker.cli.shell import _statements
from tracker.store.publish import publish

ENDLESS = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range = -b.range"
ONE_LONG_STEP = (  # DuckDB looks at an interruption only after it
    "SELECT levenshtein(repeat('a', 1000000 + range::INT), repeat('b', 1000000)) FROM range(100)"
)
TOO_LARGE = "SELECT array_agg(r) FROM (SELECT repeat('y', 1000000) AS r FROM range(20000))"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose seeded story was published."""
    folder = tmp_path_factory.mktemp("sql") / "home"
    store = seed(folder)
    publish(store, folder, NOW)
    store.close()
    return folder


def sql(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipelines", "--home", str(home), "sql", *arguments]
    return subprocess.run(  # noqa: S603
        command, input=typed, capture_output=True, text=True, timeout=60, check=False
    )


def refused(home: Path, *arguments: str) -> str:
    """The one line that a bad question is answered with; its exit status is 2."""
    done = sql(home, *arguments)
    assert done.returncode == 2, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("tracker: ")
    return line


def test_formats_hold_the_same_rows(home: Path, tmp_path: Path) -> None:
    """JSON and CSV on standard output, Parquet by the ending of the file."""
    query = "SELECT buyer, status, headline_usd FROM live_deals ORDER BY buyer"
    rows = json.loads(sql(home, query, "--format", "json").stdout)
    assert [(r["buyer"], r["headline_usd"]) for r in rows] == [
        ("Meta Platforms", 12_000_000_000),
        ("OpenAI", 6_000_000_000),
    ]
    lines = list(csv.DictReader(io.StringIO(sql(home, query, "--format", "csv").stdout)))
    assert [r["buyer"] for r in lines] == ["Meta Platforms", "OpenAI"]
    path = tmp_path / "deals.parquet"
    assert sql(home, query, "--out", str(path)).returncode == 0
    assert pq.read_table(path).column("headline_usd")[0].as_py() == 12_000_000_000
    book = tmp_path / "deals.xlsx"
    assert sql(home, query, "--out", str(book)).returncode == 0
    assert zipfile.is_zipfile(book)


def test_as_of_and_cookbook_go_together(home: Path) -> None:
    """A recipe answers with what was known then."""
    told = sql(home, "--cookbook", "who_supplies_whom", "--as-of", "2026-01-15", "--json")
    (row,) = json.loads(told.stdout)
    assert (row["buyer"], row["signed"], row["in_talks"]) == ("Meta Platforms", 0, 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["SELEC 1"], "syntax error"),
        (["SELECT nothing FROM deals"], "nothing"),
        (["DELETE FROM fact.deals"], "DELETE is not allowed"),
        (["SELECT 1", "--format", "xml"], "table, csv, json, parquet, xlsx"),
        (["SELECT 1", "--format", "parquet"], "--out"),
        (["SELECT 1", "--format", "xlsx"], "xlsx is no text"),
        (["SELECT 1", "--out", "x.txt"], "txt"),
        (["SELECT 1", "--memory", "much"], "500MB"),
        (["SELECT 1", "--cookbook", "status_ladder"], "not both"),
        (["--cookbook", "nope"], "who_supplies_whom"),
    ],
)
def test_what_cannot_be_answered_is_one_line(home: Path, arguments: list[str], says: str) -> None:
    """Bad SQL, a write, an odd option: what is wrong and what there is instead."""
    assert says in refused(home, *arguments)


@pytest.mark.parametrize("query", [ENDLESS, ONE_LONG_STEP])
def test_a_query_of_minutes_is_stopped(home: Path, query: str) -> None:
    """In its time, or a few seconds later where no step of it can be interrupted."""
    began = time.monotonic()
    assert "stopped after 0.5 seconds" in refused(home, query, "--seconds", "0.5")
    assert time.monotonic() - began < 30


def test_a_query_that_wants_too_much_memory_is_stopped(home: Path) -> None:
    """The limit is the command line's, and the message names it."""
    assert "--memory" in refused(home, TOO_LARGE, "--memory", "100MB")


def test_limits_are_settings(home: Path) -> None:
    """What the command line leaves open stands in the settings."""
    settings = home / "settings.toml"
    settings.write_text('[sql]\nseconds = 0.2\nmemory = "100MB"\n', encoding="utf-8")
    try:
        assert "stopped after 0.2 seconds" in refused(home, ENDLESS)
        assert "--memory" in refused(home, TOO_LARGE, "--seconds", "30")
    finally:
        settings.unlink()


def test_an_answer_larger_than_the_memory_streams_out(home: Path) -> None:
    """Two gigabytes of CSV pass through a tenth of that; the reader may leave early."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home), "sql", "--memory", "100MB"]
    query = "SELECT range AS n, repeat('x', 1000) AS s FROM range(2000000)"
    with subprocess.Popen(  # noqa: S603
        [*command, "--format", "csv", query], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        for _ in range(50_000):
            asked.stdout.readline()
        resident = Path(f"/proc/{asked.pid}/statm")
        if resident.exists():
            pages = int(resident.read_text().split()[1])
            assert pages * os.sysconf("SC_PAGE_SIZE") < 500_000_000
        asked.stdout.close()
        assert asked.stderr.read() == b""
    assert asked.returncode == 0


def test_statements_of_a_pipe_are_answered_in_turn(home: Path) -> None:
    """A bad one is told, the rest is done, and the exit status is 2."""
    typed = (
        ".format csv\nSELECT 1 AS a;\nSELEC;\nSELECT\n  2 AS b;\n.as-of 2026-01-15\n"
        "SELECT status FROM live_deals;\n.as-of\n.nope\nSELECT count(*) AS n FROM live_deals\n"
    )
    done = sql(home, typed=typed)
    assert done.returncode == 2
    assert done.stdout.split() == ["a", "1", "b", "2", "status", "in_talks", "n", "2"]
    assert len(done.stderr.splitlines()) == 2


def test_alone_without_a_terminal_it_lists_the_tables(home: Path) -> None:
    """Each with what it is."""
    done = sql(home)
    assert done.returncode == 0
    assert "live_deals" in done.stdout


def test_the_shell_answers_and_remembers(home: Path) -> None:
    """On a terminal: errors do not end it, and what was typed is there the next time."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "pipelines", "--home", str(home), "sql"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=slave, stdout=slave, stderr=slave, close_fds=True
    ) as shell:
        os.close(slave)
        os.write(master, b"SELEC;\nSELECT 40 + 2\n AS answer;\n.describe meta\n.quit\n")
        said = b""
        while chunk := _read(master):
            said += chunk
        assert shell.wait(30) == 0
    os.close(master)
    assert b"syntax error" in said
    assert b"42" in said
    assert b"schema_version" in said
    history = (home / "sql_history").read_text(encoding="utf-8")
    assert "SELECT 40 + 2" in history
    assert (home / "sql_history").stat().st_mode & 0o077 == 0


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.parametrize("word", ["exit", "QUIT", "help"])
def test_words_that_everybody_types_are_commands(word: str) -> None:
    """Without the dot too, but not inside a statement."""
    assert list(_statements(iter([word]))) == [f".{word.lower()}"]
    assert list(_statements(iter([f"{word};"]))) == [f".{word.lower()}"]
    assert list(_statements(iter(["SELECT 1 AS", word, ";"]))) == [f"SELECT 1 AS\n{word}\n;"]
