"""Companies and accelerators in a text: curated names by automaton, descriptions, tickers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import ahocorasick

from tracker.extract.named import Ground, Kind, Named, Party
from tracker.extract.ordinary import is_ordinary
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies, is_shouted
from tracker.reference.products import Products

_CONTEXT = 240
_MADE_OF = re.compile(r"-(?:based|compatible|powered|designed|made|native|class)\b")
_OF_BRAND = r"(?:the )?(?:owners?|makers?|developers?|creators?|parent|company|firm|lab)"
_NOUN_AFTER = (
    r"(?:owner|maker|developer|parent|creator|operator|firm|company|group|lab|outfit|start-?up)"
)


Small = Literal["never", "casual", "always"]
"""When a name counts in small letters: in posts that have no capitals, or anywhere."""


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    company_id: str | None
    product: str | None
    kind: Kind
    needs_context: bool
    small: Small


_ARTICLE = re.compile(r"\b(?:an?|the|this|that)\s$", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@.])[@#](?P<name>[A-Za-z][A-Za-z0-9_]{1,29})")
_HANDLE_END = re.compile(r"(?:ai|inc|hq|labs|cloud|corp|official|news)$")
_CASHTAG = re.compile(r"(?<![\w$])\$(?P<ticker>[a-z]{3,5})(?![\w.])")


class EntityFinder:
    """Finds curated companies and products: longest match, whole words, case, context."""

    def __init__(self, companies: Companies, products: Products, rules: Rules) -> None:
        self.companies = companies
        self.products = products
        self._parties = {c.company_id: _party(companies, c.company_id) for c in companies.all}
        self._by_name = {p.name: p for p in self._parties.values()}
        self._makers = {
            product.name: self._parties[product.supplier_id]
            for product in products.all
            if product.supplier_id in self._parties
        }
        self._automaton = _automaton(companies, products, rules)
        self._handles = _handles(companies)
        self._outlets = _outlet_pattern(rules)
        self._brands = _brand_pattern(rules)
        self._brand_of = {brand.lower(): name for brand, name in rules.brands.items()}
        self._people = _people_pattern(rules)
        self._company_of = rules.people
        brands = sorted((b for b in rules.brands if len(b) > 4), key=len, reverse=True)
        self._brand_names = re.compile(
            r"(?<!\w)(?:" + "|".join(map(re.escape, brands)) + r")(?!\w)"
        )
        names = sorted((p for p in rules.people if len(p) > 3), key=len, reverse=True)
        self._names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")

    def party(self, company_id: str) -> Party:
        """The party that a curated company counts as."""
        return self._parties[company_id]

    def find(self, text: str) -> list[Named]:
        """Names in order, none overlapping another."""
        ground = Ground(len(text))
        found = [n for n in (*self._described(text), *self._tickers(text)) if ground.take(n)]
        found.extend(self._matched(text, ground))
        found.extend(named for named in self._things_of_brands(text) if ground.take(named))
        found.extend(named for named in _outlets(self._outlets, text) if ground.take(named))
        found = [_as_outlet(named) if named.text in _SITES else named for named in found]
        return sorted(found, key=lambda named: named.start)

    def _matched(self, text: str, ground: Ground) -> list[Named]:
        """Longest match first; of equal length the first in the text."""
        shouted, casual = is_shouted(text), is_casual(text)
        hits: list[tuple[int, int, _Entry]] = []
        for last, entries in self._automaton.iter(lowered(text)):
            for entry in entries:
                start = last + 1 - len(entry.text)
                bare = casual and not _ARTICLE.search(text[max(0, start - 6) : start])
                if _whole_word(text, start, last + 1) and _case_fits(
                    text[start : last + 1], entry, shouted, bare
                ):
                    hits.append((start, last + 1, entry))
        kept: list[Named] = []
        for start, end, entry in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if ground.first_taken(start, end) is not None:
                continue
            named = self._named(text, start, end, entry)
            if named is not None and ground.take(named):
                kept.append(named)
        return kept

    def _named(self, text: str, start: int, end: int, entry: _Entry) -> Named | None:
        around = text[max(0, start - _CONTEXT) : start] + " " + text[end : end + _CONTEXT]
        if entry.product is not None:
            if entry.needs_context and not self.products.has_context(entry.product, around):
                return None
            maker = self._makers.get(entry.product)
            piece = text[start:end]
            return Named(start, end, "PRODUCT", "name", piece, None, entry.product, maker)
        assert entry.company_id is not None  # noqa: S101 - an entry is one or the other
        if _MADE_OF.match(text, end):
            return None
        if entry.needs_context and not self.companies.has_context(entry.company_id, around):
            return None
        party = self._parties[entry.company_id]
        return Named(start, end, "COMPANY", entry.kind, text[start:end], party)

    def _tickers(self, text: str) -> list[Named]:
        found = []
        for ticker in self.companies.find_tickers(text):
            if text[ticker.start] == "$":
                party = self._parties[ticker.company_id]
                piece = text[ticker.start : ticker.end]
                found.append(Named(ticker.start, ticker.end, "COMPANY", "ticker", piece, party))
        for match in _CASHTAG.finditer(text):
            company = self.companies.by_ticker.get(match["ticker"].upper())
            if company is not None:
                found.append(_mention(match, self._parties[company.company_id], "ticker"))
        for match in _HANDLE.finditer(text):
            handled = self._handles.get(_bare_handle(match["name"]))
            if handled is not None:
                found.append(_mention(match, self._parties[handled], "name"))
        return found

    def _described(self, text: str) -> list[Named]:
        """ "the owner of Facebook", "Claude developer", "Sam Altman's outfit"."""
        found: list[Named] = []
        found.extend(self._groups(text))
        for match in self._brands.finditer(text):
            brand = (match["of"] or match["before"]).lower()
            party = self._by_name.get(self._brand_of[brand])
            if party is not None:
                found.append(_description(match, party))
        for match in self._names.finditer(text):
            party = self._by_name.get(self._company_of[match.group()])
            if party is not None and not any(n.start <= match.start() < n.end for n in found):
                piece = match.group()
                found.append(Named(match.start(), match.end(), "COMPANY", "weak", piece, party))
        return found

    def _things_of_brands(self, text: str) -> Iterable[Named]:
        """A product of a party by itself takes no part: "to power ChatGPT"."""
        for match in self._brand_names.finditer(text):
            maker = self._by_name.get(self._brand_of[match.group().lower()])
            yield Named(match.start(), match.end(), "PERSON", "name", match.group(), maker=maker)

    def _groups(self, text: str) -> list[Named]:
        """ "Sam Altman's outfit"."""
        found: list[Named] = []
        for match in self._people.finditer(text):
            party = self._by_name.get(self._company_of[match["person"]])
            if party is not None:
                found.append(_description(match, party))
        return found


_SITES = frozenset({"LinkedIn", "GitHub", "YouTube"})


def _as_outlet(named: Named) -> Named:
    """Where something was published, not who takes part."""
    return Named(named.start, named.end, "OUTLET", "name", named.text)


def _description(match: re.Match[str], party: Party) -> Named:
    return _mention(match, party, "description")


def _mention(match: re.Match[str], party: Party, kind: Kind) -> Named:
    return Named(match.start(), match.end(), "COMPANY", kind, match.group(), party)


def _handles(companies: Companies) -> dict[str, str]:
    """What an account of each company may be called, without its ending -> company_id."""
    found: dict[str, str] = {}
    for alias in companies.aliases():
        if alias.kind not in {"description", "ticker"} and not is_ordinary(alias.text):
            found.setdefault(_bare_handle(re.sub(r"[\W_]", "", alias.text)), alias.company_id)
    return found


def _bare_handle(name: str) -> str:
    """ "CrusoeAI" and "crusoe_ai" are both "crusoe"."""
    low = name.lower().replace("_", "")
    bare = _HANDLE_END.sub("", low)
    return bare if len(bare) > 2 else low


def _party(companies: Companies, company_id: str) -> Party:
    top = companies.canonical(company_id)
    roles = frozenset(top.roles) or frozenset(companies.by_id[company_id].roles)
    if "chip_maker" in roles and "neocloud" not in roles:
        # A maker that also lets its chips is read as their maker.
        roles -= {"landlord"}
    return Party(top.name, top.company_id, roles, True)


def _automaton(companies: Companies, products: Products, rules: Rules) -> "ahocorasick.Automaton":
    table: dict[str, list[_Entry]] = {}
    for alias in companies.aliases():
        if alias.kind == "ticker":
            continue
        kind: Kind = "description" if alias.kind == "description" else "name"
        small = _small_form(alias.text.lower(), rules.lists["names_in_small"])
        entry = _Entry(alias.text, alias.company_id, None, kind, alias.needs_context, small)
        table.setdefault(alias.text.lower(), []).append(entry)
    for product in products.aliases():
        kind = "description" if product.any_case else "name"
        small = "always" if len(product.text) > 3 else "never"
        entry = _Entry(product.text, None, product.name, kind, product.needs_context, small)
        table.setdefault(product.text.lower(), []).append(entry)
    automaton = ahocorasick.Automaton()
    for key, entries in table.items():
        automaton.add_word(key, tuple(entries))
    automaton.make_automaton()
    return automaton


def _whole_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if (
        text[end : end + 1] == "s"
        and not text[end + 1 : end + 2].isalnum()
        and text[end - 1].isupper()
    ):
        after = " "
    return not (before.isalnum() or before in "@#_") and not (after.isalnum() or after == "_")


def _case_fits(seen: str, entry: _Entry, shouted: bool, casual: bool) -> bool:
    if seen == entry.text or entry.kind == "description":
        return True
    if entry.needs_context:
        return False
    if shouted or (seen.isupper() and len(seen) > 3):
        return True
    if seen.islower():
        return entry.small == "always" or (entry.small == "casual" and casual)
    return seen[:1].isupper() and seen.lower() == entry.text.lower()


def is_casual(text: str) -> bool:
    """Whether most sentences and lines begin small, as people post who use no capitals."""
    first = re.findall(r"(?:^|[.!?]\s)[ \t>*\-]*([A-Za-z])", text, re.MULTILINE)
    return bool(first) and sum(map(str.islower, first)) > len(first) / 2


def lowered(text: str) -> str:
    """`text` in small letters, as long as before: a few letters would become two."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _small_form(low: str, words_too: frozenset[str]) -> Small:
    """A name that is no ordinary word counts anywhere, one that is a dictionary's in posts."""
    if low in words_too:
        return "casual"
    words = low.split()
    odd = words[-1] == "ai" or not all(is_ordinary(word) for word in words)
    return "always" if odd and len(low) > 3 else "never"


def _outlet_pattern(rules: Rules) -> re.Pattern[str]:
    words = sorted(rules.lists["outlets"], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def _outlets(pattern: re.Pattern[str], text: str) -> Iterable[Named]:
    for match in pattern.finditer(text):
        yield Named(match.start(), match.end(), "OUTLET", "name", match.group())


def _brand_pattern(rules: Rules) -> re.Pattern[str]:
    brands = "|".join(map(re.escape, sorted(rules.brands, key=len, reverse=True)))
    return re.compile(
        rf"\b(?:{_OF_BRAND} (?:of|behind) (?P<of>{brands})|"
        rf"(?:(?:the|The) )?(?P<before>{brands})[- ]{_NOUN_AFTER})\b"
    )


def _people_pattern(rules: Rules) -> re.Pattern[str]:
    people = "|".join(map(re.escape, sorted(rules.people, key=len, reverse=True)))
    return re.compile(rf"\b(?P<person>{people})['’]s (?:[\w-]+ ){{0,3}}?{_NOUN_AFTER}\b|(?!)")
