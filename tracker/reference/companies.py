"""Who builds, sells, hosts, finances and buys AI compute, and what they are called.

Names are matched case and all: "Arm" is a company and "arm" is not. Only where a whole
headline is set in capitals (`is_shouted`) may the case of both sides be ignored, and then
not for the names that need context. Descriptions ("the search giant") may be in any case.
Tickers never stand alone: `find_tickers` reads "$META" and "(NASDAQ: META)".
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from tracker.model.errors import BadReference
from tracker.model.ids import entity_id
from tracker.model.market import Company

AliasKind = Literal["name", "alias", "former", "description", "ticker"]

_SHIPPED = Path(__file__).with_name("companies.toml")
_LISTS = (
    *("aliases", "former", "ambiguous", "context", "descriptions"),
    *("tickers", "roles", "places", "trades"),
)
_KEYS = {"name", "cik", "parent", "source_url", *_LISTS}
_TICKER = re.compile(
    r"\$(?P<cash>[A-Z]{1,6})(?![A-Za-z0-9])"
    r"|\((?:NASDAQ|Nasdaq|NasdaqGS|NYSE|NYSE American|TSX|LSE|AMEX)\s{0,2}:\s{0,2}"
    r"(?P<listed>[A-Z]{1,6})(?![A-Za-z0-9])[^()]{0,40}\)"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of naming a company. `needs_context`: see `Companies.has_context`."""

    text: str
    company_id: str
    kind: AliasKind
    needs_context: bool


@dataclass(frozen=True, slots=True)
class TickerMention:
    """A ticker in its brackets or with its dollar sign, at text[start:end]."""

    start: int
    end: int
    company_id: str


@dataclass(frozen=True, slots=True)
class Companies:
    """The curated companies, in the file's order."""

    all: tuple[Company, ...]
    by_id: Mapping[str, Company]
    by_cik: Mapping[int, Company]
    by_ticker: Mapping[str, Company]
    ambiguous: frozenset[str]
    former: frozenset[str]
    places: Mapping[str, tuple[str, ...]]  # company_id -> "Seoul"
    trades: Mapping[str, tuple[str, ...]]  # company_id -> "search", "miner"

    def canonical(self, company_id: str) -> Company:
        """The company that `company_id` counts as: google-cloud -> alphabet.

        Raises KeyError for an id that is not in the file.
        """
        company = self.by_id[company_id]
        while company.parent_id is not None:
            company = self.by_id[company.parent_id]
        return company

    def aliases(self) -> Iterator[Alias]:
        """Every name of every company, in the file's order; each text comes once."""
        for company in self.all:
            yield self._alias(company.name, company, "name")
            for text in company.aliases:
                yield self._alias(text, company, "former" if text in self.former else "alias")
            for description in company.descriptions:
                for text in _with_and_without_article(description):
                    yield Alias(text, company.company_id, "description", needs_context=False)
            for text in company.tickers:
                yield Alias(text, company.company_id, "ticker", needs_context=False)

    def has_context(self, company_id: str, surroundings: str) -> bool:
        """Whether one of the company's context words stands in `surroundings`.

        True for a company that needs none. The name itself must be left out of
        `surroundings` by the caller where it is also a context word.
        """
        words = self.by_id[company_id].context
        return not words or any(_as_word(word).search(surroundings) for word in words)

    def candidates(self, phrase: str) -> tuple[str, ...]:
        """Ids that "the Seoul chipmaker" or "the database group" may mean, in file order.

        A place and a trade in the phrase must both fit. Far from unique: choose among
        companies that the document has already named, and only if one remains.
        """
        by_place = _pointed_at(self.places, phrase)
        by_trade = _pointed_at(self.trades, phrase)
        if by_place and by_trade:
            return tuple(one for one in by_place if one in by_trade)
        return by_place or by_trade

    def find_tickers(self, text: str) -> tuple[TickerMention, ...]:
        """Cashtags and bracketed exchange tickers of known companies, by position."""
        found = []
        for match in _TICKER.finditer(text):
            company = self.by_ticker.get(match["cash"] or match["listed"])
            if company is not None:
                found.append(TickerMention(match.start(), match.end(), company.company_id))
        return tuple(found)

    def _alias(self, text: str, company: Company, kind: AliasKind) -> Alias:
        return Alias(text, company.company_id, kind, text in self.ambiguous)


def is_shouted(text: str) -> bool:
    """Whether a headline is set in capitals: at least 12 letters, nine in ten of them upper."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 12 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def load_companies(path: Path | None = None) -> Companies:
    """The shipped companies, or those of `path`.

    Raises BadReference with file and company: unknown key, name given twice, parent
    missing or circular, an ambiguous name without context.
    """
    source = path or _SHIPPED
    rows = [_checked(row, source, n) for n, row in enumerate(_read(source), 1)]
    companies = tuple(_company(row) for row in rows)
    _check_together(companies, source)
    by_id = {company.company_id: company for company in companies}
    return Companies(
        all=companies,
        by_id=MappingProxyType(by_id),
        by_cik=MappingProxyType({c.cik: c for c in companies if c.cik is not None}),
        by_ticker=MappingProxyType({t: c for c in companies for t in c.tickers}),
        ambiguous=frozenset(text for row in rows for text in row.get("ambiguous", ())),
        former=frozenset(text for row in rows for text in row.get("former", ())),
        places=_hints(rows, "places"),
        trades=_hints(rows, "trades"),
    )


def _with_and_without_article(description: str) -> Iterator[str]:
    """A description that leads with a name needs no article: "ChatGPT maker signs"."""
    yield description
    bare = description.removeprefix("the ")
    if bare != description and bare[0].isupper():
        yield bare


def _read(source: Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(source.read_text(encoding="utf-8")).get("company", [])
    except (OSError, ValueError) as error:
        raise BadReference(f"{source}: cannot be read ({error}); mend the file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadReference(f"{source}: company must be written [[company]]; mend its brackets")
    return rows


def _checked(row: dict[str, Any], source: Path, number: int) -> dict[str, Any]:
    where = f"{source}: company {row.get('name', number)!r}"
    if unknown := sorted(set(row) - _KEYS):
        raise BadReference(f"{where}: unknown key {unknown[0]!r}; remove it")
    for key in ("name", "source_url"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise BadReference(f"{where}: {key} is missing; add it")
    for key in _LISTS:
        texts = row.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(t, str) and t for t in texts):
            raise BadReference(f"{where}: {key} must be a list of texts; mend it")
    if not isinstance(row.get("cik", 1), int) or not isinstance(row.get("parent", ""), str):
        raise BadReference(f"{where}: cik must be a number and parent a name; mend them")
    if stray := set(row.get("ambiguous", [])) - {row["name"], *row.get("aliases", [])}:
        raise BadReference(f"{where}: ambiguous {min(stray)!r} is none of its names; add or drop")
    if row.get("ambiguous") and not row.get("context"):
        raise BadReference(f"{where}: an ambiguous name needs context words; add `context`")
    return row


def _company(row: dict[str, Any]) -> Company:
    parent = row.get("parent")
    return Company(
        company_id=entity_id(row["name"]),
        name=row["name"],
        aliases=(*row.get("aliases", ()), *row.get("former", ())),
        descriptions=tuple(row.get("descriptions", ())),
        tickers=tuple(row.get("tickers", ())),
        cik=row.get("cik"),
        parent_id=entity_id(parent) if parent else None,
        roles=tuple(row.get("roles", ())),
        context=tuple(row.get("context", ())),
        source_url=row["source_url"],
    )


def _check_together(companies: tuple[Company, ...], source: Path) -> None:
    taken: dict[tuple[str, str], str] = {}
    for company in companies:
        for key in _claims(company):
            if key in taken:
                raise BadReference(
                    f"{source}: company {company.name!r}: {key[0]} {key[1]!r} is taken by"
                    f" {taken[key]!r}; one of them must drop it"
                )
            taken[key] = company.name
    by_id = {company.company_id: company for company in companies}
    for company in companies:
        _check_parents(company, by_id, source)


def _claims(company: Company) -> Iterator[tuple[str, str]]:
    yield "id", company.company_id
    yield from (("name", text) for text in (company.name, *company.aliases))
    yield from (("description", text) for text in company.descriptions)
    yield from (("ticker", text) for text in company.tickers)
    if company.cik is not None:
        yield "cik", str(company.cik)


def _check_parents(company: Company, by_id: Mapping[str, Company], source: Path) -> None:
    seen, above = {company.company_id}, company.parent_id
    while above is not None:
        if above not in by_id or above in seen:
            raise BadReference(
                f"{source}: company {company.name!r}: parent {above!r} is"
                f" {'circular' if above in seen else 'not in the file'}; mend it"
            )
        seen.add(above)
        above = by_id[above].parent_id


def _hints(rows: list[dict[str, Any]], key: str) -> Mapping[str, tuple[str, ...]]:
    hints = {entity_id(row["name"]): tuple(row[key]) for row in rows if row.get(key)}
    return MappingProxyType(hints)


def _pointed_at(hints: Mapping[str, tuple[str, ...]], phrase: str) -> tuple[str, ...]:
    return tuple(
        company_id
        for company_id, words in hints.items()
        if any(_as_word(word).search(phrase) for word in words)
    )


@cache
def _as_word(word: str) -> re.Pattern[str]:
    flags = re.IGNORECASE if word.islower() else 0
    return re.compile(rf"(?<!\w){re.escape(word)}(?:maker|s|es)?(?!\w)", flags)
