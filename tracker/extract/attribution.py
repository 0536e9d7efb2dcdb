"""Who says so: a party, an outlet, unnamed sources, a filing."""

import re
from dataclasses import dataclass
from functools import cache

from tracker.extract.named import Named
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Rules

_FILING = re.compile(
    r"\b(?:Form (?:8-K|6-K|10-Q|10-K|S-1|F-1)|8-K|6-K|Item \d\.\d\d|Securities Act|Registrant)\b"
)
_ANNOUNCES = re.compile(
    r"\b(?:today announced|hereby announces?|announces that|is pleased to announce|notes that|"
    r"today said|today unveiled|hereby discloses?|announced today)\b",
    re.IGNORECASE,
)
_UNSAID = re.compile(r"\b(?:neither|none of|no |declined)\b[^.;,]*", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:the|both|two) (?:\w+ )?(?:companies|parties|partners|firms) (?:\w+ )?(?:said|announced|"
    r"confirmed)|\b[A-Z]\w+ and [A-Z]\w+ (?:\([^)]*\) )?(?:today |jointly )?"
    r"(?:announced|said)\b"
)
_THEY_SAID = re.compile(
    r"\b(?:companies|they|both|pair|partners|company|firm|group|operator|startup|start-up|miner|"
    r"spokes\w+|provider|chief executive|chief|CEO|founder|executive)\b[^.;]{0,40}\b(?:said|say|"
    r"says|announced|confirmed|disclosed|told|unveiled|acknowledged|wrote|denied|denies|dismissed|"
    r"disputed|rejected)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind a sentence; `outlet` is the one credited, "" when none is."""

    party: bool
    both: bool  # both parties together
    others: bool
    outlet: str


def is_filing_text(title: str, text: str) -> bool:
    """Whether a text without a known kind reads like an SEC filing."""
    return bool(_FILING.search(title) or _FILING.search(text[:400]))


def voice_of(sentence: Sentence, rules: Rules) -> Voice:
    """Who says what the sentence says."""
    text = sentence.text
    low = text.lower()
    outlets = [n for n in sentence.named.values() if n.label == "OUTLET"]
    others = _reports(rules.lists["report_says"]).search(low) is not None
    credited = _credited(outlets, low)
    party = (
        bool(_ANNOUNCES.search(text))
        or _party_says(sentence, rules)
        or bool(_THEY_SAID.search(_UNSAID.sub("", text)))
    )
    return Voice(party, bool(_TOGETHER.search(text)), others or bool(credited), credited)


@cache
def _reports(words: frozenset[str]) -> re.Pattern[str]:
    """Any of the words, whole."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)")


def _credited(outlets: list[Named], low: str) -> str:
    reporting = re.search(
        r"\breport|\bsaid|\bsays|\baccording|\bciting|\bper\b|\bfirst|-|:|said\b", low
    )
    if not outlets or not reporting:
        return ""
    name = outlets[0].text
    return name[4:] if name.startswith(("the ", "The ")) and name != "The Information" else name


def _party_says(sentence: Sentence, rules: Rules) -> bool:
    subjects = sentence.labels.subject | sentence.labels.passive_subject
    for i, named in sentence.named.items():
        token = sentence.doc[i]
        if named.party is None or token.dep_ not in subjects:
            continue
        if token.head.lower_ in rules.lists["says"] - {"reported"}:
            return True
    return False
