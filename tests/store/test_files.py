"""Files that are there whole or not at all, and what a killed process leaves."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tracker.store.files import replacing, sweep
from tracker.store.store import Store


def gone_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    """The old content stays, and no litter."""
    path = tmp_path / "a.json"
    path.write_text("old")
    with suppress(RuntimeError), replacing(path) as temporary:
        temporary.write_text("new, hal")
        raise RuntimeError("the disk is full")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.json"]


def test_leftovers_of_the_dead_are_swept_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """A file being written by somebody else is not touched."""
    dead, living = tmp_path / f".a-{gone_process()}.tmp", tmp_path / f".a-{os.getpid()}.tmp"
    inside = tmp_path / "raw" / "ab" / f".b-{gone_process()}.tmp"
    inside.parent.mkdir(parents=True)
    others = [tmp_path / ".profile", tmp_path / "b-1.tmp", tmp_path / ".c-x.tmp"]
    for path in (dead, living, inside, *others):
        path.touch()
    assert sweep(tmp_path) == 1
    assert not dead.exists()
    assert inside.exists()
    assert sweep(tmp_path, deep=True) == 1
    assert all(path.exists() for path in (living, *others))


def test_the_next_writer_sweeps_after_one_that_was_killed(tmp_path: Path) -> None:
    """Its note is still there, so every folder is looked into."""
    with Store.open(tmp_path):
        pass
    (tmp_path / "writer.json").write_text("{}")
    left = tmp_path / "raw" / "ab" / f".x.gz-{gone_process()}.tmp"
    left.parent.mkdir(parents=True)
    left.touch()
    with Store.open(tmp_path):
        assert not left.exists()
