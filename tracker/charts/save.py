"""Putting a picture where somebody asked for it."""

from pathlib import Path

from tracker.model.errors import BadInput


def save(path: Path, png: bytes) -> None:
    """Write the picture. Raises BadInput when the file cannot be written or is no PNG."""
    if path.suffix.lower() != ".png":
        raise BadInput(f"{path}: pictures are PNG; give it a name that ends in .png")
    try:
        path.write_bytes(png)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}); name another") from error
