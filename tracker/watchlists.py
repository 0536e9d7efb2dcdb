"""Watchlists: one TOML file each in `home/watchlists/`, edited by people or `tracker watch`."""

import tomllib
from collections.abc import Mapping
from datetime import time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli_w

from tracker.model.addresses import is_mail_address
from tracker.model.errors import BadInput, BadReference, Problem
from tracker.model.ids import entity_id
from tracker.model.signals import Watchlist

KEYS = {"owner", "email", "companies", "products", "minimum_usd", "time_zone", "send_at"}

# What a home without a watchlist gets, so that the first run already has a reader.
EVERYTHING = Watchlist(
    watchlist_id="everything",
    owner="analyst",
    email="analyst@localhost",
    entities=(),
    products=(),
    minimum_usd=Decimal(0),
    time_zone="America/New_York",
    send_at=time(6, 30),
)


MOST_USD = Decimal(10) ** 15  # more than the world's product: a slip of the hand


def folder(home: Path) -> Path:
    """Where the watchlists of a home are."""
    return home / "watchlists"


def load_watchlists(
    home: Path, companies: Mapping[str, str]
) -> tuple[tuple[Watchlist, ...], tuple[Problem, ...]]:
    """Every watchlist by name, and a problem for each file that breaks the rules.

    `companies` maps every accepted spelling, lower-cased, to its company id. A home
    without any file follows everything.
    """
    found: dict[str, Watchlist] = {}
    problems: list[Problem] = []
    paths = sorted(folder(home).glob("*.toml"))
    for path in paths:
        try:
            watchlist = read_watchlist(path, companies)
        except BadReference as error:
            problems.append(Problem("watch", str(path), str(error).removeprefix(f"{path}: ")))
            continue
        if watchlist.watchlist_id in found:
            message = f"a second {watchlist.watchlist_id!r}; name the file otherwise"
            problems.append(Problem("watch", str(path), message))
        found.setdefault(watchlist.watchlist_id, watchlist)
    return tuple(found.values()) if paths else (EVERYTHING,), tuple(problems)


def read_watchlist(path: Path, companies: Mapping[str, str]) -> Watchlist:
    """The watchlist of one file. Raises BadReference naming the file, the key and the mend."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadReference(f"{path}: not readable TOML ({error}); mend or remove it") from error
    try:
        return parse_watchlist(path.stem, values, companies)
    except BadInput as error:
        raise BadReference(f"{path}: {error}") from error


def parse_watchlist(
    name: str, values: Mapping[str, Any], companies: Mapping[str, str]
) -> Watchlist:
    """A watchlist from its plain values. Raises BadInput with the key and the mend."""
    unknown = sorted(set(values) - KEYS)
    if unknown:
        raise BadInput(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    email = str(values.get("email", EVERYTHING.email))
    if not is_mail_address(email):
        raise BadInput(f"email: {email!r} is no mail address; write name@host")
    return Watchlist(
        watchlist_id=entity_id(name),
        owner=str(values.get("owner", name)),
        email=email,
        entities=tuple(_company(text, companies) for text in _texts(values, "companies")),
        products=tuple(_texts(values, "products")),
        minimum_usd=_dollars(values.get("minimum_usd", 0)),
        time_zone=_zone(str(values.get("time_zone", EVERYTHING.time_zone))),
        send_at=_time(values.get("send_at", "06:30")),
    )


def _texts(values: Mapping[str, Any], key: str) -> list[str]:
    texts = values.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
        raise BadInput(f'{key}: write a list of names, as in {key} = ["NVIDIA"]')
    return texts


def _company(text: str, companies: Mapping[str, str]) -> str:
    """A curated company's id, or the id that an uncurated party of that name gets."""
    return companies.get(text.lower().lstrip("$"), entity_id(text))


def _dollars(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise BadInput(f"minimum_usd: {value!r} is no number; write plain dollars") from error
    if not amount.is_finite() or not 0 <= amount <= MOST_USD:
        raise BadInput(f"minimum_usd: {value} makes no sense; write 0 to {MOST_USD:.0e}")
    return amount


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"time_zone: {name!r} is unknown; write America/New_York") from error
    return name


def _time(value: object) -> time:
    try:
        return value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput(f"send_at: {value!r} is no time of day; write 06:30") from error


def write_watchlist(home: Path, name: str, values: Mapping[str, Any]) -> Path:
    """The path of the file written, whole or not at all."""
    path = find_watchlist(home, name) or folder(home) / f"{entity_id(name)}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    try:
        draft.write_text(tomli_w.dumps(dict(values)), encoding="utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(f"{name}: holds bytes that are no UTF-8; write them otherwise") from error
    draft.replace(path)
    return path


def find_watchlist(home: Path, name: str) -> Path | None:
    """The file of the watchlist of that name, however its author spelled the file's."""
    paths = sorted(folder(home).glob("*.toml"))
    return next((path for path in paths if entity_id(path.stem) == entity_id(name)), None)


def remove_watchlist(home: Path, name: str) -> Path:
    """The path of the file removed. Raises BadInput, naming those that exist."""
    path = find_watchlist(home, name)
    if path is None:
        names = ", ".join(p.stem for p in sorted(folder(home).glob("*.toml"))) or "none"
        raise BadInput(f"no watchlist {name!r}; there are: {names}")
    path.unlink()
    return path
