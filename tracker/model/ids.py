"""Ids are hashes of content, so that doing a thing twice is doing it once."""

import hashlib
import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def content_id(*parts: object) -> str:
    """Sixteen hex digits that stand for `parts`; None and "" differ."""
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def entity_id(name: str) -> str:
    """A company's readable id: "Meta Platforms" -> "meta-platforms".

    Names without a Latin letter or digit get a hash, so that none is empty.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub("-", plain).strip("-") or f"x-{content_id(name)[:8]}"
