"""Files that are there whole or not at all, whenever the machine stops."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`; what was written there becomes `path` at the end.

    After an exception nothing has changed. Makes the folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        yield temporary
        sync(temporary)
        os.replace(temporary, path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path, *, deep: bool = False) -> int:
    """Remove the temporary files that processes which are no more have left; how many.

    `deep` looks into every folder inside. A number of a process can be given again: what
    stays for that is removed another time.
    """
    removed = 0
    for path in folder.glob("**/.*-*.tmp" if deep else ".*-*.tmp"):
        number = path.name.removesuffix(".tmp").rpartition("-")[2]
        if number.isdigit() and not _runs(int(number)):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _runs(process: int) -> bool:
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another user's, or a system that cannot tell
        return True
    return True


def sync(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
