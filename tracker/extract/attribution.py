"""Who says so: a party, an outlet, unnamed sources, a filing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from tracker.extract.named import Named
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Rules

_FILING = re.compile(
    r"\b(?:Form (?:8-K|6-K|10-Q|10-K|S-1|F-1)|8-K|6-K|Item \d\.\d\d|Securities Act|Registrant)\b"
)
# "..., a filing showed on Friday": what a company has filed, told by others.
_AS_FILED = re.compile(
    r"\b(?<!court )(?<!bankruptcy )filings?\b[^.;]{0,30}"
    r"\b(?:show|says?|said|disclos|reveal|indicat)\w*"
    r"|\b(?:according to|in) (?:a|an|the|its) (?:(?!court|bankruptcy)[\w&-]+ ){0,3}filings?\b",
    re.IGNORECASE,
)
_OPENING = 400  # characters
# A release's dateline has month, day and year before its dash; a wire's has not all of them.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_RELEASE = re.compile(
    rf"[A-Z][A-Za-zÀ-ÿ' .-]{{2,60}},[^\n]{{0,60}}?"
    rf"\b(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}),? 20\d\d\b"
    r"[^\n]{0,40}? ?[-–—]+ "
    r"|[^\n]{0,60}?\((?:BUSINESS WIRE|GLOBE NEWSWIRE|Business Wire|GlobeNewswire|PR ?Newswire)\b"
    r"|Dear (?:\w+ )?(?:[Ss]hare|[Uu]nit)\w+"
    r"|[^\n]{0,80}? (?:advises|informs(?: the market)?|hereby announces?) that\b"
)
# Releases without a date begin so, and now and then a report does.
_LIKE_RELEASE = re.compile(
    r"[A-Z][A-Z ,.]{2,30} ?[-–—]+ [^\n]{0,60}?\((?:NASDAQ|Nasdaq|NYSE|ASX|LSE|TSX)\b"
    r"|[^\n]{0,120}?\bthe Company\b"
)
_ANNOUNCES = re.compile(
    r"\b(?:today announced|hereby announces?|announces that|is pleased to announce|notes that|"
    r"today said|today unveiled|hereby discloses?|announced today|advises that|"
    r"advised the market|wishes to update|hereby notif(?:y|ies)"
    r"|(?:it(?:['’]s| is)|now|made it|is) official)\b",
    re.IGNORECASE,
)
# "..., the Bangkok lender said on Monday", "..., said its chief executive."
_SAYS = r"(?:said|says|confirmed|confirms|announced|told|wrote|disclosed|acknowledged|notes?|noted)"
_NOBODY = (
    r"(?:people|persons?|sources?|insiders?|reports?|newspaper|paper|press|analysts?|bankers?|"
    r"brokers?|daily|journal|magazine|agency|media|outlets?|website|site|document|documents|"
    r"record|records|rumou?rs?|regulator|court|who|which|that|it is|not|has|have|had|be)"
)
_SAID_AFTER = re.compile(
    rf",[”\"’']? (?:[Tt]he |[Ii]ts? |[Bb]oth |[A-Z])(?:(?!\b{_NOBODY}\b)[^,.;:]){{0,60}}? "
    rf"(?:also |both |have |has |later |jointly )?{_SAYS}\b"
    rf"|,[”\"’']? {_SAYS} (?:[Tt]he |[Ii]ts |[A-Z])"
    rf"(?!(?:(?!,)[^.;:]){{0,60}}\b(?:analyst|newspaper|paper|people|report|agency)\b)",
)
_OWN_WORDS = re.compile(
    r"\b[Ww]e (?:have |also |did |are |'ve |’ve )?(?:\w+ly )?(?:signed|agreed|bought|ordered|"
    r"entered|leased|rented|closed|amended|extended|terminated|ended|took|take|committed|negotiating"
    r"|looking|talking|discussing|considering|exercised|reserved|sold|invested|contracted)\b"
    r"|\b(?:[Tt]he Company|[Tt]he Registrant) (?:has |have )?(?:entered|agreed|signed|completed)\b"
    r"|\b(?:is|are) (?:pleased|delighted|proud|excited) to\b|\bReference is made to\b"
    r"|\b[Aa]nnounced (?:this morning|today|overnight|on (?:Mon|Tues|Wednes|Thurs|Fri)day)\b"
)
_UNSAID = re.compile(r"\b(?:neither|none of|no |declined)\b[^.;,]*", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:the|both|two) (?:\w+ )?(?:companies|parties|partners|firms) (?:\w+ )?(?:said|announced|"
    r"confirmed)|\b[A-Z]\w+ and [A-Z]\w+ (?:\([^)]*\) )?(?:today |jointly )?"
    r"(?:announced|said)\b"
)
_INFORMED = re.compile(
    r"\b(?:people|persons?|sources?|insiders?)\b[^.;]{0,60}\b(?:said|say|told|den(?:y|ied|ies))\b",
    re.I,
)
_REPORTING = re.compile(
    r"\breport|\bfound\b|\blearn|\bseen by|\bsaid|\bsays|\baccording|\bciting|\bper\b|\bfirst|-|:"
)
_UNDENIED = re.compile(
    r"\b(?:not|n['’]t|never|nor|neither|without)\b(?:(?!\b(?:but|and|yet|or)\b)[^.;,]){0,24}"
    r"\bden(?:y|ied|ying)\b"
)
_THEY_SAID = re.compile(
    r"\b(?:companies|they|both|pair|partners|company|firm|group|operator|startup|start-up|miner|"
    r"spokes\w+|provider|chief executive|chief|CEO|founder|executive)\b[^.;]{0,40}\b(?:said|say|"
    r"says|announced|confirmed|disclosed|told|unveiled|acknowledged|wrote)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind a sentence; `outlet` is the one credited, "" when none is."""

    party: bool
    both: bool  # both parties together
    others: bool
    outlet: str
    filed: bool = False  # by a filing that is told of
    press: bool = False  # the outlet is one of the press, and no house whose analyst is quoted


def is_filing_text(title: str, text: str) -> bool:
    """Whether a text without a known kind reads like an SEC filing."""
    return bool(_FILING.search(title) or _FILING.search(text[:400]))


def is_release(text: str) -> bool:
    """Whether a text begins as a company's own release, notice or letter does."""
    return _RELEASE.match(text[:_OPENING]) is not None


def is_like_release(text: str) -> bool:
    """Whether it may be one, unless somebody else is credited."""
    return _LIKE_RELEASE.match(text[:_OPENING]) is not None


def is_undenied(text: str) -> bool:
    """Whether a sentence says that something was not denied."""
    return _UNDENIED.search(text) is not None


def is_told_by_informants(text: str) -> bool:
    """Whether people who are not named say or deny what the sentence says."""
    return _INFORMED.search(text) is not None


def voice_of(sentence: Sentence, rules: Rules) -> Voice:
    """Who says what the sentence says."""
    text = sentence.text
    low = text.lower()
    outlets = [n for n in sentence.named.values() if n.label == "OUTLET"]
    others = _reports(rules.lists["report_says"]).search(low) is not None
    credited = _credited(outlets, low, rules)
    party = (
        bool(_ANNOUNCES.search(text) or _OWN_WORDS.search(text))
        or _party_says(sentence, rules)
        or _said_after(text, outlets)
        or bool(_THEY_SAID.search(_UNSAID.sub("", text)))
    )
    together = bool(_TOGETHER.search(text))
    return Voice(
        party,
        together,
        others or bool(credited),
        credited,
        bool(_AS_FILED.search(text)),
        _is_press(credited, rules),
    )


def _said_after(text: str, outlets: list[Named]) -> bool:
    """Whether somebody is told to say so behind it, who is no outlet and nobody's source."""
    found = _SAID_AFTER.search(text)
    return found is not None and not any(one.text in found[0] for one in outlets)


@cache
def _reports(words: frozenset[str]) -> re.Pattern[str]:
    """Any of the words, whole."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)")


def _credited(outlets: list[Named], low: str, rules: Rules) -> str:
    """The outlet that the sentence credits, by its usual name."""
    reporting = _REPORTING.search(low)
    if not outlets or not reporting:
        return ""
    name = outlets[0].text
    if name.startswith(("the ", "The ")) and name != "The Information":
        name = name[4:]
    return rules.outlets.get(name, name)


def _is_press(outlet: str, rules: Rules) -> bool:
    known = {outlet, f"the {outlet}"} & rules.lists["outlets"]
    return bool(known) or outlet.split(" ")[-1].lower() in rules.lists["outlet_words"]


def _party_says(sentence: Sentence, rules: Rules) -> bool:
    subjects = sentence.labels.subject | sentence.labels.passive_subject
    says = rules.lists["says"] - {"reported"}
    return any(verb.lower_ in says for verb in _verbs_of_parties(sentence, subjects))


def _verbs_of_parties(sentence: Sentence, subjects: frozenset[str]) -> Iterator[Token]:
    """The verbs that have a party as their subject."""
    for i, named in sentence.named.items():
        token = sentence.doc[i]
        if named.party is not None and token.dep_ in subjects:
            yield token.head
