"""Fences around a query that hold where DuckDB's own limits do not reach."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

GRACE_SECONDS = 5.0  # for DuckDB to notice that it was told to stop
SPARE_BYTES = 500_000_000  # for Python, Arrow and what DuckDB does not count


def fence_memory(memory_bytes: int) -> None:
    """Let this process allocate no more than a query may, and something to spare.

    Only Linux keeps such a limit; elsewhere DuckDB's own stands alone.
    """
    try:
        import resource

        held = _held_bytes()
    except (ImportError, OSError, ValueError, StopIteration):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = held + 2 * memory_bytes + SPARE_BYTES
    if hard == resource.RLIM_INFINITY or most < hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _held_bytes() -> int:
    """Writable memory of this process now."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith("VmData:"))
    return int(found.split()[1]) * 1024


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End the process, in one line, if the block outlives its time by more than the grace.

    An interruption is not noticed inside a single step, and a step can take hours.
    """
    timer = threading.Timer(seconds + GRACE_SECONDS, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    sys.stderr.write(
        f"tracker: stopped after {seconds:g} seconds; ask for less, or allow more with --seconds\n"
    )
    sys.stderr.flush()
    os._exit(2)
