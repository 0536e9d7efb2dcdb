"""Organisations that nobody listed: capitalised names that look or act like companies."""

import re
from collections import Counter
from dataclasses import dataclass

from tracker.extract.named import Kind, Named, Party, overlaps
from tracker.extract.rules import Rules
from tracker.model.ids import entity_id

_WORD = r"(?:[A-Z](?:[\w&+-]|['’](?!s\b))*\w|[A-Z]|[a-z]{1,2}-?[A-Z]\w+)"
_CHUNK = re.compile(
    rf"(?<![\w$#@]){_WORD}(?:(?:\s|,\s(?=(?:Inc|Ltd|LLC|Corp|Co)\b)|\s(?:of|de|&)\s){_WORD}"
    r"|\s\d{1,2}(?![\d.,%\w]))*"
)
_SUFFIX = re.compile(
    r",?\s+(?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|plc|PLC|LLC|L\.?P|N\.?V|S\.?A|AG|SE"
    r"|GmbH|Bhd|AB|ASA|Oyj|Co|PBC|Pte|Company)\.?(?=$|[\s,.)])"
)
_TAIL = re.compile(_SUFFIX.pattern.replace(r"(?=$|[\s,.)])", r"[,.]?$"))
_POSSESSIVE = re.compile(r"['’]s?$")
_PREFIXED = re.compile(r"-(?:based|run|listed|backed|led|owned|born|made|controlled|funded)$")
_TICKER_AFTER = re.compile(r"\s*\((?:NASDAQ|Nasdaq|NYSE|TSX|LSE|ASX|private|[\"“])")
_KIND_AFTER = re.compile(
    r",?\s(?:,\s)?(?:an?|the)\s(?:[\w'’-]+\s){0,6}?(?:company|startup|start-up|operator|provider|"
    r"developer|maker|firm|group|lab|landlord|miner|cloud|designer|fund|lender|bank|conglomerate|"
    r"house|neocloud|business|supplier|specialist|foundry|chipmaker)\b"
)
_KIND_BEFORE = re.compile(
    r"(?:company|startup|start-up|operator|provider|developer|maker|firm|group|lab|landlord|miner|"
    r"neocloud|cloud|designer|fund|lender|bank|conglomerate|house|supplier|specialist|foundry|"
    r"chipmaker|rival|partner|manufacturer|named|client|customer|tenant|vendor)\s(?:named\s)?$",
    re.IGNORECASE,
)
_PERSON_AFTER = re.compile(
    r",\s(?:(?:the|its|a)\s)?(?:[\w-]+\s){0,3}?(?:chief|CEO|CFO|CTO|COO|president|founder|"
    r"co-founder|director|chairman|analyst|head|who|spokes\w+|managing)\b|\s+said\b|:\s"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|near|outside|around|across)\s(?:the\s)?$", re.IGNORECASE)
_SITE_AFTER = re.compile(
    r"(?:'s|’s)?\s(?:\w+\s)?(?:campus|site|facility|data cent|plant|park|project|fab|line|"
    r"building|hall)\b"
)
_APPOSED = re.compile(r",\s(?:an?|the|which|based|whose)?([^.;]{3,90})")
_ACRONYM = re.compile(r"[A-Z]{2,5}s|[A-Z]{2}")
_NAME_TAILS = frozenset({"ai", "data", "cloud", "center", "centers", "centre", "big", "phase"})
_ROLE_WORDS = {
    "neocloud": "neocloud", "cloud": "neocloud", "compute": "neocloud", "hosting": "landlord",
    "landlord": "landlord", "miner": "landlord", "mining": "landlord", "data centers": "landlord",
    "data-centre": "landlord", "data centre": "landlord", "data center": "landlord",
    "infrastructure": "landlord", "grid": "neocloud", "stack": "neocloud", "digital": "landlord",
    "semiconductor": "foundry", "micro": "designer", "silicon": "chip_maker",
    "chip": "chip_maker", "chipmaker": "chip_maker", "processor": "chip_maker",
    "design house": "designer", "memory": "memory", "photonics": "component",
    "photonic": "component", "optical": "component", "packaging": "component",
    "bank": "lender", "credit": "lender", "fund": "lender", "leasing": "lender",
    "capital": "lender", "lender": "lender", "private equity": "lender", "investor": "investor",
    "holdings": "investor", "equity": "investor", "partners": "lender",
    "lab": "lab", "model": "lab", "ai": "lab", "labs": "lab", "speech": "lab",
    "datakeskus": "landlord", "foundry": "foundry", "server": "vendor", "technology": "vendor",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    words: tuple[str, ...]


class OrganisationFinder:
    """Finds names of companies that are in no list, by form and surroundings."""

    def __init__(self, rules: Rules) -> None:
        self._lists = rules.lists
        self._seats = rules.seats

    def find(self, text: str, taken: list[Named]) -> list[Named]:
        """Unknown companies, and persons and places, in order; none overlaps `taken`."""
        candidates = [c for c in self._candidates(text) if not self._is_taken(c, taken)]
        ends = {named.end for named in taken if named.party is not None or named.product}
        candidates = [
            c for c in candidates if not (c.start - 1 in ends and text[c.start - 1] == " ")
        ]
        if is_title_case(text):
            candidates = [c for c in candidates if self._has_form(c, text)]
        full = self._full_names(candidates)
        trades = _trades(candidates, full, text)
        found: list[Named] = []
        for candidate in candidates:
            named = self._judge(candidate, text, full, trades)
            if named is not None and not overlaps(named, taken) and not overlaps(named, found):
                found.append(named)
        return found

    def _has_form(self, candidate: _Candidate, text: str) -> bool:
        after = text[candidate.end :][:60]
        return bool(_SUFFIX.match(after) or _TICKER_AFTER.match(after)) or bool(
            _TAIL.search(" ".join(candidate.words))
        )

    def _is_taken(self, candidate: _Candidate, taken: list[Named]) -> bool:
        return any(n.start < candidate.end and candidate.start < n.end for n in taken)

    def _candidates(self, text: str) -> list[_Candidate]:
        found = []
        for match in _CHUNK.finditer(text):
            candidate = self._clean(text, match.start(), match.end())
            if candidate is not None:
                found.append(candidate)
        return found

    def _clean(self, text: str, start: int, end: int) -> _Candidate | None:
        """Without leading small words, nationalities and a possessive at the end."""
        piece = text[start:end]
        if possessive := _POSSESSIVE.search(piece):
            piece = piece[: possessive.start()]
        words = piece.split()
        if piece.lower() in self._lists["places"]:
            return _Candidate(start, start + len(piece), piece, tuple(words))
        while words and self._is_prefix(words[0]):
            start += len(words[0])
            start += len(text[start:]) - len(text[start:].lstrip())
            words = words[1:]
        words = self._without_tail(words)
        if not words or all(w.isupper() and len(w) > 3 for w in words):
            return None
        joined = re.compile(r"\s*".join(map(re.escape, words))).match(text, start)
        if joined is None:
            return None
        return _Candidate(start, joined.end(), _plain_name(joined.group()), tuple(words))

    def _without_tail(self, words: list[str]) -> list[str]:
        """Without "of Penang" and trailing small words; nothing if it is some Agreement."""
        low = [word.lower().strip(",.") for word in words]
        if len(words) > 2 and low[-2] in {"of", "de"} and low[-1] in self._lists["places"]:
            return words[:-2]
        if len(low) > 1 and low[-1] == "ai" and " ".join(low[:-1]) in self._lists["places"]:
            return []
        if low and low[-1] in {"agreement", "agreements", "act", "center", "centers", "note"}:
            return []
        while words and low[len(words) - 1] in self._lists["not_names"] - _NAME_TAILS:
            words = words[:-1]
        return words

    def _is_prefix(self, word: str) -> bool:
        low = word.lower()
        return (
            low in self._lists["not_names"]
            or low in self._lists["nationalities"]
            or bool(_PREFIXED.search(word))
            or low in self._lists["months"]
            or low.rstrip("’'s") in self._lists["nationalities"]
        )

    def _full_names(self, candidates: list[_Candidate]) -> dict[str, str]:
        """Short form -> the longest name in the text that begins with it."""
        names = sorted({c.name for c in candidates}, key=len)
        full = {}
        for short in names:
            longer = [n for n in names if n.startswith(short + " ") and self._is_org_name(n)]
            full[short] = max(longer, key=len) if longer else short
        return full

    def _is_org_name(self, name: str) -> bool:
        return name.split()[-1].lower() in self._lists["org_words"]

    def _judge(
        self,
        candidate: _Candidate,
        text: str,
        full: dict[str, str],
        trades: dict[str, frozenset[str]],
    ) -> Named | None:
        low = candidate.name.lower()
        piece = text[candidate.start : candidate.end]
        if self._is_nothing(candidate, low):
            return None
        if low in self._lists["places"]:
            return Named(candidate.start, candidate.end, "PLACE", "unknown", piece)
        if self._is_outlet(candidate):
            return Named(candidate.start, candidate.end, "OUTLET", "unknown", piece)
        score = self._score(candidate, text)
        after = text[candidate.end : candidate.end + 30]
        if score <= 3 and _SITE_AFTER.match(after) and not after.startswith(("'s", "’s")):
            return Named(candidate.start, candidate.end, "PLACE", "unknown", piece)
        name = full.get(candidate.name, candidate.name)
        if name != candidate.name:
            score += 3
        if score < 0:
            return Named(candidate.start, candidate.end, "PERSON", "unknown", piece)
        alone = len(candidate.words) == 1 and name == candidate.name
        starts = alone and score < 2 and _at_sentence_start(text, candidate.start)
        if starts and not _seen_inside(text, candidate):
            return None
        if score == 0 and alone and _PLACE_BEFORE.search(text[: candidate.start][-12:]):
            return Named(candidate.start, candidate.end, "PLACE", "unknown", piece)
        party = Party(name, entity_id(name), trades.get(name, frozenset()), curated=False)
        kind: Kind = "unknown" if score else "weak"
        return Named(candidate.start, candidate.end, "COMPANY", kind, piece, party)

    def _is_nothing(self, candidate: _Candidate, low: str) -> bool:
        words = [w.lower().strip(".,") for w in candidate.words]
        if any(w in self._lists["public_bodies"] for w in words):
            return True
        return (
            all(
                w in self._lists["not_names"] or w in self._lists["months"] or w.isdigit()
                for w in words
            )
            or len(low) < 3
            or bool(_ACRONYM.fullmatch(candidate.name))
        )

    def _is_outlet(self, candidate: _Candidate) -> bool:
        return (
            len(candidate.words) > 1 and candidate.words[-1].lower() in self._lists["outlet_words"]
        )

    def _score(self, candidate: _Candidate, text: str) -> int:
        before, after = text[: candidate.start][-60:], text[candidate.end :][:90]
        last = candidate.words[-1].lower().strip(".,")
        score = 0
        many = len(candidate.words) > 1
        if re.search(r"[a-z][A-Z]", candidate.words[0]) and len(candidate.words[0]) > 4:
            score += 2
        if (many and last in self._lists["org_words"]) or _SUFFIX.search(
            " " + " ".join(candidate.words)
        ):
            score += 3
        if _SUFFIX.match(after) or _TICKER_AFTER.match(after):
            score += 3
        if _KIND_AFTER.match(after) or _KIND_BEFORE.search(before):
            score += 2
        if score == 0 and self._is_person(candidate, before, after):
            return -3
        return score

    def _is_person(self, candidate: _Candidate, before: str, after: str) -> bool:
        first = candidate.words[0].lower()
        if re.search(r"\b(?:Mr|Ms|Mrs|Dr)\.?\s$", before):
            return True
        last_word = re.findall(r"[\w-]+", before[-25:])
        titled = bool(last_word) and last_word[-1].lower() in self._lists["titles"]
        if titled and before.endswith(" "):
            return True
        if first in self._lists["first_names"] and len(candidate.words) in {2, 3}:
            return True
        return len(candidate.words) == 2 and bool(_PERSON_AFTER.match(after))


def is_title_case(text: str) -> bool:
    """Whether a headline capitalises Nearly Every Word, so that capitals mark no names."""
    if len(text) > 250:
        return False
    words = [word for word in re.findall(r"[A-Za-z][\w'’-]+", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.75 * len(words)


def _plain_name(piece: str) -> str:
    name = " ".join(piece.split())
    while (match := _TAIL.search(name)) and match.start() > 0:
        name = name[: match.start()]
    return name.strip(" ,.")


def _at_sentence_start(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:\n–—•→|" or before.endswith(" -")


def _seen_inside(text: str, candidate: _Candidate) -> bool:
    """Whether the same word is capitalised elsewhere, not at a sentence's start."""
    return any(
        not _at_sentence_start(text, match.start())
        for match in re.finditer(rf"\b{re.escape(candidate.name)}\b", text)
    )


def _trades(
    candidates: list[_Candidate], full: dict[str, str], text: str
) -> dict[str, frozenset[str]]:
    """What each name and the words around all its mentions say of the company's trade."""
    counts: dict[str, Counter[str]] = {}
    for candidate in candidates:
        name = full.get(candidate.name, candidate.name)
        roles = counts.setdefault(name, _trades_in_name(name))
        after = text[candidate.end : candidate.end + 110]
        before = text[max(0, candidate.start - 45) : candidate.start]
        apposed = _APPOSED.match(after)
        for piece in (apposed.group(1) if apposed else "", re.split(r"[,.;]", before)[-1]):
            roles.update(_trades_of(piece))
    return {
        name: frozenset(role for role, n in roles.items() if n == max(roles.values()))
        for name, roles in counts.items()
    }


def _trades_in_name(name: str) -> Counter[str]:
    roles: Counter[str] = Counter()
    for word in name.lower().split():
        if word in _ROLE_WORDS:
            roles[_ROLE_WORDS[word]] += 3
    return roles


def _trades_of(piece: str) -> Counter[str]:
    roles: Counter[str] = Counter()
    for word, role in _ROLE_WORDS.items():
        if re.search(rf"\b{word}s?\b", piece, re.IGNORECASE):
            roles[role] += 2
    return roles
