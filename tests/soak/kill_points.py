"""A run that is killed right after a transaction, a swap of files or a sync ends the same.

`python -m tests.soak.kill_points [every] [first day] [last day]` kills it after each of them, or
after every fifth, say. Random kills (`kill_run`) seldom strike between two that belong together.
"""

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipelines.extract import reader
from tests.soak.lives import difference, live, state
from tracker.store.store import Store

_FORKED = multiprocessing.get_context("fork")  # the language model is loaded once, before
Days = tuple[str, str]


def _run(home: Path, days: Days, at: int, passed: "Synchronized[int]") -> None:
    """Live the days, and die at the point of number `at`; `passed` is how many were passed."""

    def point() -> None:
        passed.value += 1
        if passed.value == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def then_point(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            found = call(*given, **named)
            point()
            return found

        return called

    commit, depth = Store.transaction, 0

    @contextmanager
    def transaction(store: Store) -> Iterator[None]:
        nonlocal depth
        depth += 1
        try:
            with commit(store):
                yield
        finally:
            depth -= 1
        if depth == 0:
            point()

    with ExitStack() as stack:
        for name in ("fsync", "replace"):
            stack.enter_context(patch.object(os, name, then_point(getattr(os, name))))
        stack.enter_context(patch.object(Store, "transaction", transaction))
        live(home, *days)


def lived(home: Path, days: Days, at: int = 0) -> tuple[int | None, int]:
    """The exit code of a process that lives the days, and how many points it passed."""
    passed = _FORKED.Value("i", 0)
    process = _FORKED.Process(target=_run, args=(home, days, at, passed))
    process.start()
    process.join()
    return process.exitcode, passed.value


def _state(home: Path) -> dict[str, Any]:
    """In a process of its own: what the database starts would not survive the next fork."""
    with _FORKED.Pool(1) as pool:
        return pool.apply(state, (home,))


def compare(folder: Path, days: Days, *, every: int = 1) -> int:
    """At how many points a run was killed. Raises AssertionError naming the first that tells."""
    reader("")
    whole = folder / "undisturbed"
    code, points = lived(whole, days)
    if code != 0:
        raise AssertionError(f"undisturbed, the run ended with {code}")
    expected = _state(whole)
    struck = range(1, points + 1, every)
    for at in struck:
        home = folder / f"killed-{at}"
        codes = lived(home, days, at)[0], lived(home, days)[0]
        if codes != (-signal.SIGKILL, 0):
            raise AssertionError(f"point {at} of {points}: the runs ended with {codes}")
        if told := difference(expected, _state(home)):
            raise AssertionError(f"point {at} of {points}: {told}")
        if left := list(home.rglob(".*.tmp")):
            raise AssertionError(f"point {at} of {points}: {left} were left")
        shutil.rmtree(home)
    return len(struck)


def main(every: str = "1", first: str = "2026-02-26", last: str = "2026-02-27") -> None:
    """Print at how many points a run over the days of the founding story was killed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-points-") as folder:
        struck = compare(Path(folder), (first, last), every=int(every))
    took = time.monotonic() - began
    sys.stdout.write(f"killed at {struck} points, all the same, in {took:,.0f} s\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
