"""Runs over the sample that are killed again and again end where an undisturbed one does.

`python -m tests.soak.kill_run [kills] [first day] [last day]` prints what was compared; 100
kills when left out. A killed run goes on from the day that it was at, and when it is through
another home is begun, so that kills strike fresh work and not its repetition.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.soak.lives import acknowledged, command, difference, state

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = (1.5, 12.0)  # a run needs about one until it is at work, and one or two a day


def killed_until_done(home: Path, days: tuple[str, str], kills: int, chance: random.Random) -> int:
    """How many kills, at most so many, struck before the run was through; it is at the end.

    After each kill nothing that was kept before is gone.
    """
    struck = 0
    before: set[str] = set()
    while True:
        wait = chance.uniform(*WAIT_SECONDS) if struck < kills else None
        with home.with_suffix(".log").open("w+", encoding="utf-8") as log:
            running = subprocess.Popen(  # noqa: S603
                command(home, days), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log
            )
            try:
                running.wait(timeout=wait)
            except subprocess.TimeoutExpired:
                struck += 1
            finally:  # it does not outlive an interrupted test
                running.kill()
                running.wait()
            log.seek(0)
            said = log.read()
        now = acknowledged(home)
        if before - now:
            raise AssertionError(f"after kill {struck} these are gone: {sorted(before - now)[:5]}")
        before = now
        if running.returncode == 0:
            return struck
        if running.returncode != -9:
            raise AssertionError(f"after kill {struck}: code {running.returncode}\n{said[-2000:]}")


def compare(folder: Path, kills: int, days: tuple[str, str], seed: int = 1) -> dict[str, int]:
    """Kill and compare; how much there was of each thing. Raises AssertionError."""
    subprocess.run(  # noqa: S603
        command(folder / "undisturbed", days), cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    expected = state(folder / "undisturbed")
    chance = random.Random(seed)  # noqa: S311
    struck = homes = 0
    while struck < kills:
        homes += 1
        home = folder / f"killed-{homes}"
        struck += killed_until_done(home, days, kills - struck, chance)
        _must_be_the_same(expected, home, struck)
        shutil.rmtree(home)
    counts = {name: len(value) for name, value in expected.items()}
    return {"kills": struck, "homes": homes} | counts


def _must_be_the_same(expected: dict[str, Any], home: Path, struck: int) -> None:
    if told := difference(expected, state(home)):
        raise AssertionError(f"after {struck} kills {told}")
    if list(home.rglob(".*.tmp")):
        raise AssertionError("temporary files were left")


def main(kills: int = 100, first: str = "2026-02-17", last: str = "2026-03-31") -> None:
    """Print what an undisturbed run and the killed ones have in common."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-kill-") as folder:
        for name, count in compare(Path(folder), kills, (first, last)).items():
            sys.stdout.write(f"{name:<24} {count:>8,}\n")
    sys.stdout.write(f"all the same, in {time.monotonic() - began:,.0f} s\n")


if __name__ == "__main__":
    main(*[int(sys.argv[1])] if len(sys.argv) > 1 else [], *sys.argv[2:4])
