"""Files and folders."""

import os

from tests.sources.helpers import NOW
from tracker.model.errors import Problem
from tracker.model.feeds import RawItem
from tracker.sources.disk import count_files, read_paths


def read(*paths):
    return list(read_paths(paths, known_at=None, now=NOW))


def test_folders_are_walked_in_order(tmp_path):
    """Every file in depth, sorted, hidden ones passed over, and the count agrees."""
    for name in ("b.xml", "a/2.xml", "a/1.xml", ".hidden", ".git/x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = read(tmp_path)
    assert [os.path.relpath(item.origin, tmp_path) for item in found] == [
        "b.xml", "a/1.xml", "a/2.xml",
    ]  # fmt: skip
    assert count_files([tmp_path]) == 3


def test_a_file_is_kept_as_it_is(tmp_path):
    """Bytes, hash, clocks and a guess of the type."""
    path = tmp_path / "a.html"
    path.write_bytes(b"<p>\r\n</p>")
    (item,) = read(path)
    assert isinstance(item, RawItem)
    assert item.body == b"<p>\r\n</p>"
    assert len(item.raw_id) == 64
    assert (item.fetched_at, item.known_at, item.media_type) == (NOW, None, "text/html")


def test_what_is_missing_is_told(tmp_path):
    """A named path that does not exist is a problem under its own name; the rest is read."""
    path = tmp_path / "there.xml"
    path.write_text("x")
    problem, item = read(tmp_path / "none.xml", path)
    assert problem == Problem(
        "sources", str(tmp_path / "none.xml"), "does not exist; check the path"
    )
    assert isinstance(item, RawItem)


def test_what_is_too_large_is_told(tmp_path):
    """A file beyond the limit is not even read."""
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "the limit is" in problem.message


def test_a_pipe_does_not_hang(tmp_path):
    """What is no file is told and not waited for."""
    os.mkfifo(tmp_path / "pipe")
    (problem,) = read(tmp_path)
    assert "neither a file nor a folder" in problem.message


def test_links_in_a_circle_end(tmp_path):
    """A folder that links to itself is walked once; a link to nothing is told."""
    (tmp_path / "a.xml").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "nothing").symlink_to(tmp_path / "gone")
    found = read(tmp_path)
    assert [type(item) for item in found] == [RawItem, Problem]


def test_what_may_not_be_read_is_told(tmp_path, monkeypatch):
    """A file without permission is a problem that says so."""
    path = tmp_path / "secret.xml"
    path.write_text("x")

    def refuse(self):  # root may read everything, so the system's answer is given here
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    (problem,) = read(path)
    assert "permissions" in problem.message


def test_an_unreadable_file_is_told(tmp_path, monkeypatch):
    """An error of the disk is a problem with its reason."""
    path = tmp_path / "bad.xml"
    path.write_text("x")

    def fail(self):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    (problem,) = read(path)
    assert "Input/output error" in problem.message
