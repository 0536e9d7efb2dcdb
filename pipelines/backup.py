"""One file that holds a home, and a home made from it."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipelines.run import open_store
from tracker.model.errors import BadInput, StoreError
from tracker.store.files import replacing, sync

MANIFEST = "manifest.json"
# Held by processes, made again, or of no use elsewhere.
LEFT_OUT = {"writer.lock", "writer.json", "daemon.lock", "status.lock", "sql_history"}
CHUNK = 1 << 20


def back_up(home: Path, archive: Path) -> dict[str, object]:
    """Write the home into `archive`, whole or not at all; says how many files and bytes.

    The lock is held, and the database's log is in its file. Raises StoreBusy when a job does
    not end, BadInput when there is nothing, or the archive cannot be written there.
    """
    if not (home / "tracker.duckdb").exists():
        raise BadInput(f"{home}: nothing was stored here; name another --home")
    inside = archive.absolute().is_relative_to(home.absolute())
    if inside:
        raise BadInput(f"{archive}: inside the home; name a file outside it")
    with open_store(home) as store:
        store.con.execute("CHECKPOINT")
        # The handle of the open database hinders nobody who reads the file's bytes.
        try:
            with replacing(archive) as temporary, tarfile.open(temporary, "w") as tar:
                sums = {name: _add(tar, home / name, name) for name in sorted(_files(home))}
                _add_manifest(tar, sums)
        except OSError as error:
            raise BadInput(f"{archive}: cannot be written ({error.strerror})") from error
    return {"files": len(sums), "bytes": archive.stat().st_size, "written to": str(archive)}


def _files(home: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(home):
        folders[:] = [name for name in folders if name != "rebuilding"]
        for name in names:
            path = Path(folder, name)
            if name in LEFT_OUT or name.endswith((".tmp", ".wal")) or path.is_symlink():
                continue
            yield path.relative_to(home).as_posix()


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Put one file into the archive; its SHA-256."""
    with path.open("rb") as file:
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)
        file.seek(0)
        return _sha256(file)


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _add_manifest(tar: tarfile.TarFile, sums: dict[str, str]) -> None:
    body = json.dumps({"sha256": sums}, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(body)
    tar.addfile(info, io.BytesIO(body))


def restore(home: Path, archive: Path) -> dict[str, object]:
    """Unpack a backup into a folder that is new or empty, every file compared with its sum.

    Raises BadInput for what is no backup of ours, StoreError when a file is damaged.
    """
    if home.exists() and any(home.iterdir()):
        raise BadInput(f"{home}: not empty; name a new folder with --home")
    try:
        with tarfile.open(archive) as tar:
            home.mkdir(parents=True, exist_ok=True)
            tar.extractall(home, filter="data")
    except (OSError, tarfile.TarError, EOFError) as error:
        why = str(error).splitlines()[0]
        raise BadInput(f"{archive}: no backup that can be read ({why})") from error
    sums = _sums(home, archive)
    for name, expected in sums.items():
        path = home / name
        if not path.is_file() or _of(path) != expected:
            raise StoreError(f"{archive}: {name} is damaged or missing in it; use another copy")
        sync(path)
    (home / MANIFEST).unlink()
    return {"files": len(sums), "home": str(home)}


def _of(path: Path) -> str:
    with path.open("rb") as file:
        return _sha256(file)


def _sums(home: Path, archive: Path) -> dict[str, str]:
    try:
        found = json.loads((home / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{archive}: has no {MANIFEST}; was it made by tracker backup?") from error
    if not isinstance(found, dict):
        raise BadInput(f"{archive}: its {MANIFEST} lists no files")
    return {str(name): str(value) for name, value in found.items()}
