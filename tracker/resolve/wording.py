"""What a sentence says of a change: a cut, an amount on top, or the total after it.

The record of a claim has the amount but not which of these it is, so the sentence is asked.
"""

import re

_CUT = re.compile(
    r"\b(cuts?|cutting|reduc\w+|trim\w*|scal\w+ (?:back|down)|lower\w*|halv\w+|shrink\w*"
    r"|replac\w+|takes? the place)\b",
    re.I,
)
_ON_TOP = re.compile(
    r"\b(additional|another|extra|on top of|further|supplement\w*|adds?|added|adding)\b", re.I
)
_TOTAL = re.compile(
    r"\b(in all|in total|total\w*|altogether|now stands?|doubl\w+|tripl\w+"
    r"|(?:to|is now|are now|worth now) "
    r"(?:about |around |nearly |more than |over |up to |as much as )?(?:US)?[$€£¥][\d.]+)",
    re.I,
)
_LARGER = re.compile(
    r"\b(expan\w+|enlarg\w+|increas\w+|rais\w+|extend\w*|upsiz\w+|grows?|grew|deepen\w*)\b", re.I
)

# A lender's kinds of money: each is a contract of its own, whatever it pays for.
_LOANS = {
    "bridge": re.compile(r"\bbridge (?:loan|facility|financing)", re.I),
    "margin": re.compile(r"\bmargin (?:loan|facility)", re.I),
    "term": re.compile(r"\bterm loan|\bddtl\b", re.I),
    "revolving": re.compile(r"\brevolv(?:er\b|ing (?:credit|loan|facility))", re.I),
    "convertible": re.compile(r"\bconvertible (?:senior )?(?:note|bond|debt)", re.I),
}


def says_cut(sentence: str) -> bool:
    """True when the amount is what is left, or takes the place of another."""
    return bool(_CUT.search(sentence))


def says_on_top(sentence: str) -> bool:
    """True when the amount comes on top of what there was."""
    return bool(_ON_TOP.search(sentence))


def says_total(sentence: str) -> bool:
    """True when the amount is what the contract comes to after the change."""
    return bool(_TOTAL.search(sentence))


def says_larger(sentence: str) -> bool:
    """True when an existing arrangement is enlarged or prolonged."""
    return bool(_LARGER.search(sentence) or _ON_TOP.search(sentence))


def loans_named(sentence: str) -> frozenset[str]:
    """The kinds of loan that the sentence speaks of; "loan" alone is none."""
    return frozenset(kind for kind, words in _LOANS.items() if words.search(sentence))
