"""How far a leg obliges its parties, by the words of its sentences."""

import re

from tracker.extract.drafts import Draft
from tracker.extract.legs import Leg
from tracker.model.deals import Binding, Status

_INTENT = re.compile(
    r"letters? of intent|memorandum of understanding|\bMoU\b|\bLOI\b|term sheet|non-binding", re.I
)
_CONDITION = re.compile(
    r"\bsubject to\b|\bcontingent\b|\bconditional\b|"
    r"(?<!be )(?<!is )(?<!are )(?<!was )(?<!has )(?<!have )(?<!been )(?<!had )\bprovided\b"
    r"(?! (?:by|to|with|under|from|at|in|through|as|for)\b)",
    re.I,
)
# The words just before "lease", "buy", "expand" that make the leg itself the option.
_OPTION_BEFORE = re.compile(
    r"\b(?P<word>options?|right) (?:to|for|over|on|of)(?: (?:\w+ ){0,2}| )$", re.I
)
_OPTION_GONE = re.compile(r"\b(?:exercis\w+|took up|taken up|call(?:ed|s) in)\b[^.;]{0,40}$", re.I)
_EXERCISED = re.compile(r"^[^.;]{0,60}?\b(?:(?:was|were|been|is) exercised|lapsed|expired)\b", re.I)
_CHANGE = re.compile(
    r"\b(?:amend|expan|exten|enlarg|increas|rais|lift|up-?siz|renew|re-?negotiat|restructur|revis"
    r"|re-?work|redraw|redrawn|re-?wr(?:it|ot)|re-?cut|reduc|cut|trim|shr[aiu]n|halv|doubl|tripl|quadrupl"
    r"|add|more\b|further|additional|another|top(?:ped|s)?\b|deepen|broaden|grow|grew|swell|bigger"
    r"|larger|scal|widen|replac|swap|convert|lower|slash|par(?:e|ed|ing)\b|delay|push|sweeten|upgrad"
    r"|modif|alter|supplement|boost|stretch|longer|exercis|prolong|re-?up|goes up|went up)",
    re.I,
)
_ARRANGED = re.compile(
    r"\b(?:is|are|was|were|been)\b(?:\s\w+){0,2}?\s"
    r"(?:putting together|lining up|arranging|cobbling together|pulling together)\b",
    re.I,
)
_GIVEN = re.compile(r"\bdonat(?:e|es|ed|ing|ions?)\b", re.I)
_FIRM = frozenset({Status.SIGNED, Status.AMENDED, Status.COMPLETED})


def binding_of(draft: Draft, status: Status) -> Binding:
    """An option only where each sentence about the leg says that it is one, unexercised."""
    text = " ".join(dict.fromkeys(leg.sentence.text for leg in draft.legs))
    if is_intent(text):
        return Binding.LETTER_OF_INTENT
    if all(_is_option(leg) for leg in draft.legs):
        return Binding.OPTION
    if status in _FIRM:
        return Binding.CONDITIONAL if _CONDITION.search(text) else Binding.BINDING
    if status is Status.ANNOUNCED:
        return Binding.CONDITIONAL if _CONDITION.search(text) else Binding.UNKNOWN
    return Binding.NONE


def is_intent(text: str) -> bool:
    """Whether a letter of intent, a memorandum or a term sheet is spoken of."""
    return bool(_INTENT.search(text))


def speaks_of_change(text: str) -> bool:
    """Whether a contract is said to grow, shrink, last longer or be drawn up anew."""
    return bool(_CHANGE.search(text))


def is_being_arranged(text: str) -> bool:
    """Whether money is said to be in the making: "is putting together a vehicle"."""
    return bool(_ARRANGED.search(text))


def is_gift(text: str) -> bool:
    """Whether money is said to be given away, for which nothing comes back."""
    return bool(_GIVEN.search(text))


def _is_option(leg: Leg) -> bool:
    sentence = leg.sentence
    at = sentence.starts[leg.token] - sentence.span.start
    return says_option(sentence.text, at)


def says_option(sentence: str, at: int) -> bool:
    """Whether the words before sentence[at] make what stands there an option still open."""
    before, after = sentence[:at], sentence[at:]
    found = _OPTION_BEFORE.search(before)
    if found is None:
        return False
    return not (_OPTION_GONE.search(before[: found.start()]) or _EXERCISED.match(after))
