"""What a date is the date of: a start, an end, a deadline, a closing, the past."""

import re

_LEFT, _RIGHT = 80, 40
_BREAK = re.compile(r"[.;!?][\"”’)]?\s+(?=[A-Z\"“‘$])|\n")
_LINK = (
    r"(?:(?:the|at|least|about|around|roughly|early|mid|late|calendar|year|years|end|of|beginning|"
    r"start|middle|possibly|perhaps|sometime|some time|as|soon|early as|and|in|on|that|-)[\s-]*)"
    r"{0,4}$"
)
_CLOSE = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|complet(?:e|es|ed|ing|ion)(?= (?:of )?(?:the |its |this )?"
    r"(?:acquisition|transaction|deal|purchase|takeover|merger|sale))|"
    r"completion(?! of (?:the |a |its )?(?:first|phase|campus|site|building|data|facility))|"
    r"pay(?:able|ment)|paid|settle[sd]?)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:\bthrough(?:out)?|\buntil|\btill|\bexpir\w+(?: in| on)?|"
    r"\brun(?:s|ning)? to|\bend(?:s|ed|ing)(?: in| on| by)?|\bmatur\w+(?: in| on)?|"
    r"\bconclud\w+(?: in| by)?|\bmaturity\b[^.;]{0,40} to|\bno later than|\bfinish\w*(?: in| by)?|"
    r"\b(?:complet\w+|fully [\w-]+|in full|all [\w -]{0,30}|whole [\w -]{0,30})\s(?:\w+\s)?by)\s"
    + _LINK,
    re.IGNORECASE,
)
_BY = re.compile(r"(?:\bby|\bbefore|\bprior to|\bahead of)\s" + _LINK, re.IGNORECASE)
_RANGE = re.compile(r"(?:19|20)\d\d\s?(?:to|through|and|until|[\-–—])\s?" + _LINK, re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|starting|beginning|commencing|effective|starts|begins|began|started)\s" + _LINK,
    re.IGNORECASE,
)
_STARTING = re.compile(
    r"\b(?:start\w*|beg[iau]n\w*|commenc\w*|from|effective|as early as|as soon as|kick\w* off|"
    r"first|initial\w*|go(?:es|ing)? live|went live|take effect)\b[^.;:]{0,45}$",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:avail\w*|online|deploy\w*|deliver\w*|ship\w*|launch\w*|arriv\w*|due|live|roll\w*|"
    r"operat\w*|in service|ready|expect\w*|slated|schedul\w*|plan\w*|target\w*|com(?:e|es|ing)|"
    r"open\w*|install\w*|energi[sz]\w*|power\w*|hand\w* over|access|occup\w*|phase\w*|tranche|"
    r"possibly|could|would|will|can|capacity|supply|receive|provid\w*|bring\w*|use[sd]?|lease\w*|"
    r"rent\w*|purchas\w*|buy|buying|host\w*|built|build|data-?\s?cent(?:er|re)s?|in|for|during|of)\b"
    r"[^.;:]{0,45}$",
    re.IGNORECASE,
)
_STARTING_AFTER = re.compile(
    r"\s?(?:start\b|launch|delivery|deliveries|onwards?\b|on\b,?|and beyond|deployment|ramp|debut|"
    r"purchase|talks|roll-?out|shipments?|go-live|first)",
    re.IGNORECASE,
)


def date_role(text: str, start: int, end: int, value: str, published: str | None) -> str:
    """ "start", "end", "by" (a deadline), "close" (of a takeover), "past" or "other".

    `value` and `published` are ISO dates. A year or month that has passed is "past"
    unless the words call it a start or an end.
    """
    left = _sentence_left(text[max(0, start - _LEFT) : start])
    right = text[end : end + _RIGHT]
    for role, words in (("end", _END), ("by", _BY), ("end", _RANGE)):
        if words.search(left):
            return role
    if text[start:end].lower().startswith("earlier"):
        return "past"
    if _CLOSE.search(left):
        return "close"
    if _FROM.search(left) or text[start:end].lower().startswith("immediate"):
        return "start"
    past = published is not None and value < published[: len(value)]
    if past or (published is not None and len(value) == 10 and value <= published):
        return "past"
    if _STARTING.search(left) or _COMING.search(left) or _STARTING_AFTER.match(right):
        return "start"
    return "other"


def _sentence_left(left: str) -> str:
    cut = 0
    for match in _BREAK.finditer(left):
        cut = match.end()
    return left[cut:]
