"""Names that the encoder sees, beside those of the rules: more, longer, and fewer."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.extract.drafts import TITLE
from tracker.extract.encoder.spelled import Spelled, chance_of, spelled_names
from tracker.extract.encoder.windows import Reading
from tracker.extract.legal_forms import end_without_form, without_form
from tracker.extract.named import Named, Party
from tracker.extract.organisations import is_full_name
from tracker.extract.printed_names import has_one_name
from tracker.model.ids import entity_id

# Chosen on held-out training passages: most names for few words that are none.
LEAST = 0.5  # that words nobody listed name a company
LEAST_AGAINST = 0.8  # if the rules take them for something else
LEAST_KEPT = 0.1  # of a name that only the rules see
_IN_BRACKETS = re.compile(r"\s?\([\"“]?([A-Z]{2,8})[\"”]?\)")
_WORD = re.compile(r"[^\W_]+")
# What may follow a listed company's name and still be that company, or a part of it.
_SAME = frozenset((
    "ai", "asset", "assets", "bank", "capital", "center", "centers", "centre", "centres", "cloud",
    "company", "compute", "computing", "corp", "corporation", "credit", "data", "digital",
    "energy", "equity", "foundry", "fund", "global", "group", "holding", "holdings", "inc",
    "infrastructure", "international", "investment", "investments", "labs", "limited", "ltd",
    "management", "networks", "partners", "plc", "research", "semiconductor", "semiconductors",
    "services", "solutions", "systems", "technologies", "technology", "ventures",
))  # fmt: skip
MOST_NAMES = 3_000  # a text with more is no text, and each is compared with each


def with_spelled(
    text: str,
    names: Sequence[Named],
    readings: Sequence[Reading],
    *,
    title: bool,
    known: Sequence[Named] = (),
) -> list[Named]:
    """The names of a title or text, in order; `known` are those of the text, for its title."""
    if len(names) > MOST_NAMES:
        return list(names)
    own = [s for s in spelled_names(readings, LEAST) if (s.line == TITLE) == title]
    lines = _Lines(readings, title=title)
    kept = [name for name in names if _is_kept(name, lines)]
    for spelled in own:
        kept = _added(text, kept, spelled, known)
    kept = [_of_the_text(name, known) for name in _abbreviated(text, kept)]
    return sorted(in_full(kept, kept), key=lambda name: name.start)


def in_full(names: Sequence[Named], known: Sequence[Named]) -> list[Named]:
    """The names, short forms as the companies that the `known` ones name in full."""
    longer: dict[str, list[Named]] = {}
    for named in known:
        if named.party is not None and named.party.name:
            longer.setdefault(_first_word(named.party.name), []).append(named)
    full = {
        party: _full(longer.get(_first_word(party.name), ()), party.name)
        for party in {n.party for n in names if n.party and n.party.name and not n.party.curated}
    }
    return [_renamed(name, full) for name in names]


def _renamed(name: Named, full: Mapping[Party, Party | None]) -> Named:
    longer = full.get(name.party) if name.party is not None else None
    if name.party is None or longer is None or len(longer.name) <= len(name.party.name):
        return name
    return replace(name, party=longer)


def _abbreviated(text: str, names: Sequence[Named]) -> list[Named]:
    """The names, "KAUST" as the one company behind whose name it stands in brackets."""
    full: dict[str, set[Party]] = {}
    for named in names:
        short = _IN_BRACKETS.match(text, named.end)
        if short and named.party is not None and _initials(short[1], named.party.name):
            full.setdefault(short[1], set()).add(named.party)
    return [
        replace(named, party=next(iter(full[named.text])))
        if named.party is not None and len(full.get(named.text, ())) == 1
        else named
        for named in names
    ]


def _initials(short: str, name: str) -> bool:
    """Whether the letters of `short` begin words of the name, in order, its first one first."""
    first = "".join(word[0] for word in _WORD.findall(name)).lower()
    letters = iter(first)
    return first[:1] == short[0].lower() and all(letter in letters for letter in short.lower())


def taken_for_names(title: str, names: Sequence[Named], readings: Sequence[Reading]) -> list[Named]:
    """Those of a title's names that the encoder takes for just such names, legal forms aside.

    The rules alone cut a headline's capitals anyhow: "Aligned, Lambda Expand".
    """
    spelled = [s for s in spelled_names(readings, LEAST) if s.line == TITLE]
    seen = {(s.start, without_form(title[s.start : s.end])) for s in spelled}
    seen |= {(s.start, title[s.start : end_without_form(title, s.start, s.end)]) for s in spelled}
    return [name for name in names if (name.start, without_form(name.text)) in seen]


def _first_word(name: str) -> str:
    return name.split()[0].lower()


class _Lines:
    """Finds the sentence that characters are of."""

    def __init__(self, readings: Sequence[Reading], *, title: bool) -> None:
        at: dict[int, tuple[int, Reading]] = {}
        for reading in readings:
            for line, (first, _) in reading.window.spans.items():
                if (line == TITLE) == title:
                    at.setdefault(line, (reading.window.starts[first], reading))
        self._lines = sorted((start, line) for line, (start, _) in at.items())
        self._readings = {line: reading for line, (_, reading) in at.items()}

    def chance(self, name: Named) -> float | None:
        """What the encoder thinks of a name of the rules; None where it has not read it."""
        place = bisect_right(self._lines, (name.start, name.end)) - 1
        if place < 0:
            return None
        line = self._lines[place][1]
        return chance_of([self._readings[line]], line, name.start, name.end)


def _is_kept(name: Named, lines: _Lines) -> bool:
    if name.label != "COMPANY" or name.party is None or name.party.curated:
        return True
    chance = lines.chance(name)
    return chance is None or chance >= LEAST_KEPT


def _added(text: str, names: list[Named], spelled: Spelled, known: Sequence[Named]) -> list[Named]:
    """With the name that the encoder sees, unless the rules know better."""
    end = end_without_form(text, spelled.start, spelled.end)
    piece = text[spelled.start : end]
    name = without_form(piece)
    there = [n for n in names if n.start < spelled.end and spelled.start < n.end]
    if not name or not any(map(str.isalnum, name)):
        return names
    if not _is_of_its_own(text, there, spelled, end) and not _outweighs(there, spelled):
        return names
    rest = [n for n in names if n not in there]
    party = _full([*rest, *known], name) or Party(name, entity_id(name), frozenset(), False)
    new = Named(spelled.start, end, "COMPANY", "unknown", piece, party)
    if len(there) == 1 and there[0].party is not None and not there[0].party.curated:
        # A longer form of a name that the rules cut short: every mention gets it.
        short = there[0].party
        longer = party if party.curated else replace(party, roles=party.roles | short.roles)
        rest = [replace(n, party=longer) if n.party == short else n for n in rest]
        new = replace(new, party=longer)
    return [*rest, new]


def _of_the_text(name: Named, known: Sequence[Named]) -> Named:
    """The title's name as the company that the text names so, or in full."""
    if name.party is None or name.party.curated:
        return name
    full = _full(known, name.party.name) or next(
        (n.party for n in known if n.party is not None and n.text == name.party.name), None
    )
    return replace(name, party=full) if full is not None else name


def _is_of_its_own(text: str, there: Sequence[Named], spelled: Spelled, end: int) -> bool:
    """Whether the name goes on from a listed one to another company: "Tata Communications"."""
    if len(there) != 1 or spelled.chance < LEAST_AGAINST:
        return False
    listed = there[0]
    if listed.party is None or not listed.party.curated or listed.kind != "name":
        return False
    if listed.start != spelled.start or listed.end >= end or has_one_name(listed.party.name):
        return False
    further = text[listed.end : end].split()
    return bool(further) and further[0][:1].isupper() and not _SAME & {w.lower() for w in further}


def _outweighs(there: Sequence[Named], spelled: Spelled) -> bool:
    """Whether to believe the encoder against the names that stand in these characters."""
    for name in there:
        curated = name.product is not None or (name.party is not None and name.party.curated)
        if curated and (name.start <= spelled.start or spelled.chance < LEAST_AGAINST):
            return False
        if name.label != "COMPANY" and spelled.chance < LEAST_AGAINST:
            return False
        if name.start < spelled.start or name.end > spelled.end:
            return False
        if (name.start, name.end) == (spelled.start, spelled.end) and name.label == "COMPANY":
            return False
    return True


def _full(names: Sequence[Named], short: str) -> Party | None:
    """The company whose name begins with, or is, `short`; the longest of several."""
    low = short.lower()
    alike = {n.party for n in names if n.party is not None and _stands_for(n.party.name, low)}
    return max(alike, key=_weight) if alike else None


def _stands_for(name: str, low: str) -> bool:
    """Whether `low`, in small letters, may be short for the name, or is it."""
    if name.lower() == low:
        return True
    return name.lower().startswith(low + " ") and is_full_name(name)


def _weight(party: Party) -> tuple[int, str, bool, list[str]]:
    """The longest first; all that tells two apart, so that no run differs from another."""
    return len(party.name), party.name, party.curated, sorted(party.roles)
