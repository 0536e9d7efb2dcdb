"""The writer's lock: held for one job, given back by the system when its process dies."""

import json
import os
import time
from pathlib import Path

import filelock

from tracker.model.errors import StoreBusy, StoreError
from tracker.store.files import replacing, sweep


class WriterLock:
    """The right to write in a home folder.

    The system's lock on `writer.lock` decides; `writer.json` only tells others who has it.
    """

    def __init__(self, home: Path) -> None:
        self._holder = home / "writer.json"
        self._lock = filelock.FileLock(home / "writer.lock")

    def acquire(self, wait_seconds: float) -> None:
        """Take the lock. Raises StoreBusy naming the holder when it stays held."""
        try:
            self._lock.acquire(timeout=wait_seconds, poll_interval=0.05)
        except filelock.Timeout:
            raise StoreBusy(f"{self._lock.lock_file}: {self._who()}") from None
        except OSError as error:
            raise StoreError(
                f"{self._lock.lock_file}: cannot be locked ({error.strerror}); "
                "check the folder's permissions"
            ) from error
        sweep(self._holder.parent, deep=self._holder.exists())  # its last holder was killed
        # The wall's clock, not the run's: it tells a person how long another has been at it.
        since = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
        with replacing(self._holder) as path:
            path.write_text(json.dumps({"pid": os.getpid(), "since": since}), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _who(self) -> str:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            who = f"process {holder['pid']} is writing since {holder['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process is writing"
        return f"{who}; wait for it to end, or use a running daemon's inbox"
