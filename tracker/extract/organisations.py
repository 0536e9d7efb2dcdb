"""Organisations that nobody listed: capitalised names that look or act like companies."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.extract.capitals import Candidate, Chunker, at_sentence_start
from tracker.extract.legal_forms import FORM_AFTER, FORM_AT_END
from tracker.extract.named import Ground, Kind, Label, Named, Party
from tracker.extract.ordinary import is_ordinary
from tracker.extract.recogniser import Recogniser
from tracker.extract.rules import Rules
from tracker.extract.trades import trades
from tracker.model.ids import entity_id

_TICKER_AFTER = re.compile(r"\s*\((?:NASDAQ|Nasdaq|NYSE|TSX|LSE|ASX|TSE|HKEX|KRX|private|[\"“])")
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
_SPEAKER = re.compile(r"(?:^|\n)[ *_>]*$")
_SPEAKS = re.compile(r"(?:,[^:\n]{2,40})?[*_]{0,2}:(?:\s|$)")
_ARTICLE = re.compile(
    r"\b(?:the|our|its|their|this|that|these|such|any|each|an?|all)\s[\"“]?$", re.I
)
_SITE_WORDS = frozenset(
    {"campus", "site", "park", "project", "facility", "plant", "phase", "hall", "building", "tower"}
    | {"county", "street", "road", "avenue", "island", "river", "valley", "way", "day", "summit"}
)
_CODE = re.compile(r"[A-Z]{1,4}-\d\w*|(?:FY|CY|[QHV])\d+\w*")
_HEADLINE = 160  # characters
_ACTS = re.compile(
    r"['’]s?\s|[,(:/]|\s[(x×+&|→–—-]|\s(?:and|has|have|is|was|will|would|could|may|might|can|to|"
    r"inks?|\w{2,}(?:ed|[^s]s)|took|sold|bought|won|struck|let|put|got|paid|sought|lent|gave)\b"
)
_ACRONYM = re.compile(r"[A-Z]{2,5}s|[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Words of names: how often each occurs, and which not only where a sentence begins."""

    times: Counter[str]
    inside: frozenset[str]


class OrganisationFinder:
    """Finds names of companies that are in no list, by form and surroundings."""

    def __init__(self, rules: Rules, recogniser: Recogniser | None = None) -> None:
        self._lists = rules.lists
        self._recogniser = recogniser  # asked where form and surroundings say nothing
        self._chunker = Chunker(rules.lists)
        self._leaders = {person.split()[-1] for person in rules.people}

    def find(self, text: str, taken: list[Named], known: Sequence[Named] = ()) -> list[Named]:
        """Unknown companies, and persons and places, in order; none overlaps `taken`.

        `known` are names found in another part of the document (its body, for a title): a
        short form here is the full name there, and what was a person there is one here.
        """
        ground = Ground(len(text), taken)
        candidates = self._chunker.find(text, ground)
        ends = {named.end for named in taken if named.party is not None}
        candidates = [
            c for c in candidates if not (c.start - 1 in ends and text[c.start - 1] == " ")
        ]
        labels = self._labels(candidates, text, known)
        full = self._full_names(candidates, labels, known)
        roles = trades(candidates, full, text)
        seen = _seen(candidates, text)
        judged = [self._judge(one, text, labels, full, roles, seen) for one in candidates]
        return [named for named in judged if named is not None and ground.take(named)]

    def _labels(
        self, candidates: list[Candidate], text: str, known: Sequence[Named]
    ) -> dict[str, tuple[Label, int]]:
        """What each name is by all its mentions, and the best evidence that it is a company."""
        scores: dict[str, list[int]] = {}
        sites: dict[str, list[bool]] = {}
        for candidate in candidates:
            scores.setdefault(candidate.name, []).append(self._score(candidate, text))
            sites.setdefault(candidate.name, []).append(_is_site(candidate, text))
        persons = {n for n, all_of in scores.items() if min(all_of) < 0 and max(all_of) < 3}
        persons |= {named.text for named in known if named.label == "PERSON"}
        persons |= self._leaders & set(scores)
        surnames = {name.split()[-1] for name in persons if " " in name}
        labels: dict[str, tuple[Label, int]] = {}
        for name, all_of in scores.items():
            best = max(all_of)
            label: Label = "COMPANY"
            if name in persons or (name in surnames and best < 2):
                label = "PERSON"
            elif name.lower() in self._lists["places"] or (best <= 3 and all(sites[name])):
                label = "PLACE"
            elif self._is_outlet(name):
                label = "OUTLET"
            labels[name] = (label, best)
        return labels

    def _full_names(
        self,
        candidates: list[Candidate],
        labels: Mapping[str, tuple[Label, int]],
        known: Sequence[Named],
    ) -> dict[str, str]:
        """Short form -> the longest name in the document that begins with it."""
        names = {c.name for c in candidates if labels[c.name][0] == "COMPANY"}
        names |= {named.party.name for named in known if named.party and not named.party.curated}
        by_word: dict[str, list[str]] = {}
        for name in sorted(names):
            by_word.setdefault(name.split()[0].lower(), []).append(name)
        full = {}
        for short in {c.name for c in candidates}:
            alike = by_word.get(short.split()[0].lower(), ())
            longer = [name for name in alike if self._is_longer(name, short)]
            full[short] = max(longer, key=lambda name: (len(name), name)) if longer else short
        return full

    def _is_longer(self, name: str, short: str) -> bool:
        if not name.lower().startswith(short.lower() + " "):
            return name.isupper() and name != short and name.lower() == short.lower()
        return is_full_name(name)

    def _judge(
        self,
        candidate: Candidate,
        text: str,
        labels: Mapping[str, tuple[Label, int]],
        full: dict[str, str],
        roles: Mapping[str, frozenset[str]],
        seen: _Seen,
    ) -> Named | None:
        piece = text[candidate.start : candidate.end]
        if self._is_nothing(candidate, candidate.name.lower()):
            return None
        label, score = labels[candidate.name]
        name = full.get(candidate.name, candidate.name)
        if name != candidate.name and label != "PERSON":
            label, score = "COMPANY", max(score, labels.get(name, (label, 0))[1], 1)
        if label != "COMPANY":
            return Named(candidate.start, candidate.end, label, "unknown", piece)
        if score < 2 and name == candidate.name and self._is_word(candidate, text, seen):
            return None
        code = len(candidate.words) == 1 and _CODE.fullmatch(candidate.name)
        if score == 0 and name == candidate.name and (code or _idles(candidate, text, seen)):
            return None
        if (
            score == 0
            and len(candidate.words) == 1
            and _PLACE_BEFORE.search(text[max(0, candidate.start - 12) : candidate.start])
        ):
            return Named(candidate.start, candidate.end, "PLACE", "unknown", piece)
        party = Party(name, entity_id(name), roles.get(name, frozenset()), curated=False)
        kind: Kind = "unknown" if score > 0 else "weak"
        return Named(candidate.start, candidate.end, "COMPANY", kind, piece, party)

    def _is_word(self, candidate: Candidate, text: str, seen: _Seen) -> bool:
        """Whether a capital is due to the sentence, or makes a term of ordinary words."""
        if not all(is_ordinary(word) for word in candidate.words):
            return False
        if _ARTICLE.search(text[max(0, candidate.start - 8) : candidate.start]):
            return True
        alone = len(candidate.words) == 1 and at_sentence_start(text, candidate.start)
        return alone and candidate.words[0] not in seen.inside

    def _is_nothing(self, candidate: Candidate, low: str) -> bool:
        words = [w.lower().strip(".,") for w in candidate.words]
        if any(w in self._lists["public_bodies"] for w in words):
            return True
        small = self._lists["not_names"] | self._lists["months"] | self._lists["not_brands"]
        return (
            all(w in small or w.isdigit() for w in words)
            or len(low) < 3
            or low in {"university", "institute"}
            or bool(_ACRONYM.fullmatch(candidate.name))
        )

    def _is_outlet(self, name: str) -> bool:
        words = name.split()
        return len(words) > 1 and words[-1].lower() in self._lists["outlet_words"]

    def _score(self, candidate: Candidate, text: str) -> int:
        """Evidence of a company in a mention's form and surroundings; below 0, of a person."""
        before = text[max(0, candidate.start - 60) : candidate.start]
        after = text[candidate.end : candidate.end + 90]
        last = candidate.words[-1].lower().strip(".,")
        score = 0
        many = len(candidate.words) > 1
        if re.search(r"[a-z.][A-Z]", candidate.words[0]) and len(candidate.words[0]) > 4:
            score += 2
        if (many and last in self._lists["org_words"]) or FORM_AT_END.search(
            " " + " ".join(candidate.words)
        ):
            score += 3
        if FORM_AFTER.match(after) or _TICKER_AFTER.match(after):
            score += 3
        if _KIND_AFTER.match(after) or _KIND_BEFORE.search(before):
            score += 2
        if score == 0 and self._is_person(candidate, before, after):
            return -3
        if score == 0 and self._recogniser is not None:
            return self._recogniser.evidence(text, candidate.start, candidate.end)
        return score

    def _is_person(self, candidate: Candidate, before: str, after: str) -> bool:
        first = candidate.words[0].lower()
        if re.search(r"\b(?:Mr|Ms|Mrs|Dr)\.?\s$", before):
            return True
        if _SPEAKER.search(before) and _SPEAKS.match(after) and len(candidate.words) in {2, 3}:
            return True
        last_word = re.findall(r"[\w-]+", before[-25:])
        titled = bool(last_word) and last_word[-1].lower() in self._lists["titles"]
        if titled and before.endswith(" "):
            return True
        if first in self._lists["first_names"] and len(candidate.words) in {2, 3}:
            return True
        return len(candidate.words) == 2 and bool(_PERSON_AFTER.match(after))


def is_full_name(name: str) -> bool:
    """Whether a shorter one may stand for it: a company, not its campus, not two of them."""
    words = name.split()
    return bool(words) and words[-1].lower() not in _SITE_WORDS and "+" not in words


def _idles(candidate: Candidate, text: str, seen: _Seen) -> bool:
    """Whether a word begins a sentence of prose, does nothing in it and is nowhere else."""
    if len(candidate.words) > 1 or not at_sentence_start(text, candidate.start):
        return False
    prose = len(text) > _HEADLINE or re.search(r"[.!?]\s", text) is not None
    return prose and seen.times[candidate.words[0]] == 1 and not _ACTS.match(text, candidate.end)


def _is_site(candidate: Candidate, text: str) -> bool:
    after = text[candidate.end : candidate.end + 30]
    return bool(_SITE_AFTER.match(after)) and not after.startswith(("'s", "’s"))


def _seen(candidates: list[Candidate], text: str) -> _Seen:
    times = Counter(word for candidate in candidates for word in set(candidate.words))
    inside = {
        word
        for candidate in candidates
        for n, word in enumerate(candidate.words)
        if n or not at_sentence_start(text, candidate.start)
    }
    return _Seen(times, frozenset(inside))
