"""The command line as a person runs it: another process, its exit status and its output."""

import os
import subprocess
import sys
from pathlib import Path

Done = subprocess.CompletedProcess[str]


def tracker(home: Path, *arguments: str | Path, seed: str = "0") -> Done:
    """Run `tracker --home HOME ...` to its end."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home), *map(str, arguments)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRACKER_")}
    return subprocess.run(  # noqa: S603 - our own program
        command,
        stdin=subprocess.DEVNULL,  # a terminal would open the shell of `sql`
        capture_output=True,
        text=True,
        env={**environment, "PYTHONHASHSEED": seed, "COLUMNS": "200"},
        timeout=120,
        check=False,
    )
