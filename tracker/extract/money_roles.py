"""What else than a deal's size an amount may be: a valuation, a budget, a share price."""

import re

_LEFT, _RIGHT = 110, 70  # characters; within the sentence

_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z0-9\"“‘$€£])|\n")
_ABBREVIATED = re.compile(r"(?:\bU\.S|\bInc|\bCorp|\bCo|\bLtd|\bvs|\bapprox|\b[A-Z])\.$")

# Words that lead up to the amount, within the sentence. First hit wins.
_BEFORE = {
    "valuation": r"""\bvaluation(?: [\w-]+){0,3} ?$|(?:pre|post)-money
        |valu(?:e|es|ing) (?:(?!contract|deal|lease|order|agreement)[\w'’-]+ ){1,5}at""",
    "market_value": r"market (?:value|worth|cap(?:itali[sz]ation)?) (?:of|to|by|above|near|past)",
    "pay": r"\b(?:salary|bonus|pay package|compensation)\b",
    "assets": r"\b(?:manages|assets under management|AUM)\b",
    "offering": r"\boffering (?:price|size)|\bIPO\b|initial public offering|at-the-market",
    "market_size": r"""(?:market (?:for|size|opportunity)|addressable market|TAM|industry-wide
        |worldwide|global(?:ly)? spending|total infrastructure spending)\b""",
    "price_target": r"(?:price target|target price|price objective)\b",
    "capex": r"""capital (?:expenditures?|spending|outlays?|projects|investment plans?|budget)
        |\bcapex\b|spending (?:forecast|plans?|guidance|budget)""",
    "fee": r"""(?:termination|break-?up|licen[cs](?:e|ing)|cancellation|management) fee
        |\bpenalty\b|\bfine of\b""",
    "guarantee": r"guarant(?:ee|ees|eeing|eed|y)\b|\bbackstop(?:ping|s|ped)?\b",
    "debt": r"""(?:senior|convertible|exchangeable|secured|unsecured) (?:secured )?(?:notes|bonds)
        |\bbond (?:sale|issue|offering)|\bprincipal amount\b|\bwrite-?downs?\b|\bimpairment\b""",
    "backlog": r"""\bbacklog\b|remaining performance obligations?|\bRPO\b
        |\bbook(?:ings| of business)\b|order book""",
    "revenue": r"""\b(?:revenues?|sales|turnover|profits?|earnings|EBITDA|run[- ]rate|ARR
        |(?:net|operating|gross|annual|quarterly) (?:income|profit|loss)|consensus|cash flow)\b""",
    "estimate": r"""\b(?:analysts?|brokers?|economists?|strategists?|Wall Street)\b(?! Journal)
        |\bwho (?:estimates?|estimated|reckons?|thinks?|guess(?:es)?|expects?)\b[^.;:]{0,30}""",
    "round": r"""\b(?:funding|financing|fundraising|Series [A-H]|seed|venture) (?:round|raise)\b
        (?: [\w-]+){0,2} (?:of|worth|at|to)""",
}
# Words that follow at once.
_AFTER = {
    "valuation": r"(?:,? (?:pre|post)-money)?[ -]valuation\b|[ -]valued\b| (?:pre|post)-money",
    "market_value": r" (?:in|of) market (?:value|cap)|[ -]market (?:value|cap)",
    "price_target": r" price (?:target|objective)|(?:-a-share)? target\b",
    "capex": r"""(?: [\w-]+){0,3}
        (?: capital (?:expenditures?|spending|projects|outlays?)| capex)\b""",
    "fee": r""" (?:termination|break-?up|licen[cs](?:e|ing)|cancellation) fee\b
        | (?:penalty|fine)\b""",
    "guarantee": r"(?: [\w-]+){0,2} (?:guarantee|backstop)\b",
    "debt": r""" (?:in )?aggregate principal
        |(?: [\w-]+){0,3} (?:notes|bonds?|writedown|write-down|impairment)\b""",
    "backlog": r"(?: [\w-]+){0,3} (?:backlog|bookings)\b",
    "revenue": r""" (?:of|in) (?:[\w-]+ ){0,3}
        (?:revenues?|sales|profits?|turnover|income|bookings|earnings|ARR)\b
        | run[- ]rate\b| (?:above|below|ahead of) consensus""",
    "market_size": r"(?:[ -][\w-]+){0,2} market\b(?! value| cap)",
    "round": r""" (?:in )?(?:[\w-]+ ){0,2}Series [A-H]\b
        |(?: [\w-]+){0,2} (?:funding|financing|fundraising|seed) (?:round|raise)\b
        |(?: [\w-]+)? round\b""",
    "estimate": r"""[^.,;]{0,30}(?:analysts? (?:estimate|say|reckon|guess)
        |, (?:by|on) [\w’' ]{0,20}(?:estimate|reckoning|arithmetic|math)s?)\b""",
}
# "total revenue of $7bn from the two leases over their term" is the contract itself.
_CONTRACT = re.compile(
    r"\b(?:leases?|contracts?|agreements?|deal|terms?|over (?:the |its |their )?(?:[\w-]+ )?"
    r"(?:years?|life|term)|order|transaction|offer|commitment|"
    r"arrangement|programme|program|takeover|purchase|package|award|investment|pact|bid)\b",
    re.IGNORECASE,
)


def _compiled(table: dict[str, str], ending: str) -> dict[str, re.Pattern[str]]:
    # Line breaks of the tables above are for reading only.
    joined = {role: re.sub(r"\n\s+", "", words) for role, words in table.items()}
    return {role: re.compile(f"(?:{w}){ending}", re.IGNORECASE) for role, w in joined.items()}


_VALUED = re.compile(r"\bvalued at ?$", re.IGNORECASE)
_BEFORE_RE = _compiled(_BEFORE, r"[^.;:]{0,40}$")
_AFTER_RE = _compiled(_AFTER, "")


def role_of(text: str, start: int, end: int, unit: str | None) -> str | None:
    """What the words around text[start:end] say the amount is; None: maybe a deal's size."""
    if unit == "share":
        return "per_share"
    left, right = _surroundings(text, start, end)
    for role, words in _AFTER_RE.items():
        if words.match(right):
            return _unless_contract(role, left, right)
    if _VALUED.search(left) and not _CONTRACT.search(left):
        return "valuation"
    for role, words in _BEFORE_RE.items():
        if words.search(left):
            return _unless_contract(role, left, right)
    return None


def _unless_contract(role: str, left: str, right: str) -> str | None:
    if role == "revenue" and (_CONTRACT.search(left) or _CONTRACT.search(right)):
        return None
    return role


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    left, right = text[max(0, start - _LEFT) : start], text[end : end + _RIGHT]
    cut = 0
    for match in _SENTENCE_END.finditer(left):
        if not _ABBREVIATED.search(left[: match.start() + 1]):
            cut = match.end()
    stop = _SENTENCE_END.search(right)
    return left[cut:], right[: stop.start()] if stop else right
