"""The curated sources, from `feeds.toml`."""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from tracker.model.errors import BadReference
from tracker.model.feeds import Feed

SHIPPED = Path(__file__).with_name("feeds.toml")
_FIELDS = {field.name: field for field in dataclasses.fields(Feed)}
_MAY_BE_LEFT_OUT = {"verified_on": None, "retention_days": None}
_feed = TypeAdapter(Feed)


def load_feeds(path: Path | None = None) -> tuple[Feed, ...]:
    """Every source, sorted by id. Raises BadReference with the file and the block."""
    path = path or SHIPPED
    feeds = [_read_block(path, number, block) for number, block in enumerate(_blocks(path), 1)]
    _refuse_repeats(path, feeds)
    return tuple(sorted(feeds, key=lambda feed: feed.feed_id))


def _blocks(path: Path) -> list[dict[str, Any]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReference(f"{path}: not TOML ({error}); mend that line") from error
    except OSError as error:
        raise BadReference(f"{path}: cannot be read ({error.strerror}); check it") from error
    blocks = table.pop("feed", None)
    if table or not isinstance(blocks, list):
        raise BadReference(f"{path}: holds something else than [[feed]] blocks; remove it")
    return blocks


def _read_block(path: Path, number: int, block: dict[str, Any]) -> Feed:
    where = f"{path}: [[feed]] {number} ({block.get('feed_id', 'no feed_id')})"
    unknown = sorted(block.keys() - _FIELDS.keys())
    if unknown:
        raise BadReference(
            f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(_FIELDS)}"
        )
    try:
        feed = _feed.validate_python(_MAY_BE_LEFT_OUT | block)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadReference(f"{where}: {key}: {first['msg']}; mend it") from error
    if urlsplit(feed.url).scheme not in ("http", "https"):
        raise BadReference(f"{where}: url: {feed.url!r} is not an http(s) address; mend it")
    if feed.every_minutes < 1:
        raise BadReference(f"{where}: every_minutes: {feed.every_minutes} is below 1; raise it")
    return feed


def _refuse_repeats(path: Path, feeds: list[Feed]) -> None:
    seen: set[str] = set()
    for feed in feeds:
        for value in (feed.feed_id, feed.url):
            if value in seen:
                raise BadReference(f"{path}: {value!r} is there twice; remove one block")
            seen.add(value)
