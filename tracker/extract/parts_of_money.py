"""Which of a leg's amounts are firm, which an option, and which hang on a condition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.extract.quantity import Quantity
from tracker.model.deals import Qualifier

_REACH = 90  # characters to either side
_DIGITS = re.compile(r"[$€£¥₩]|\d|US\$")

_FIRM_LEAD = re.compile(
    r"\b(?:firm|committed|binding|guaranteed minimum|minimum commitment)(?: [a-z]+){0,2} $", re.I
)
_FIRM_TAIL = re.compile(
    r"^(?: of (?:it|that|this|which))?,? (?:(?:is|are|was|being|of|in|as) )?(?:a )?"
    r"(?:firm\b|committed\b(?! (?:to|by))|binding\b|firmly committed"
    r"|(?:(?:(?:to|will|would) )?be )?(?:paid |payable |due )?"
    r"(?:immediately|first\b(?! (?:report|announc|disclos|agree|told|mention)\w*)"
    r"|at (?:closing|signing|once)|now\b|today\b(?=,? (?:and|with|then|plus|maybe|later|but))"
    r"|up[ -]?front))",
    re.I,
)
_OPTION_LEAD = re.compile(
    r"\b(?:options?|optional)(?: (?!price)[a-z]+){0,5} $|\b(?:may|could|can) (?:later )?"
    r"(?:add|buy|order|take)(?: [a-z]+){0,4} $",
    re.I,
)
_MORE_LEAD = re.compile(
    r"\b(?:additional|another|further|extra)(?: [a-z]+)? $"
    r"|\bon top of (?:that|this|it|which)\b[^.;:$€£\d]{0,70} $",
    re.I,
)
_OPTION_TAIL = re.compile(
    r"^ (?:of (?:it |which )?|in |is |as an? )?(?:optional\b|options?\b)", re.I
)
_MORE_TAIL = re.compile(r"^ (?:more|further|extra|additional|on top|in additional)\b", re.I)
# "5 now, maybe 20 later": what may come is more of the same, and not printed as an option.
_LATER_LEAD = re.compile(
    r"\b(?:maybe|perhaps|possibly|potentially|up to|another)(?: [a-z]+)? $", re.I
)
_LATER_TAIL = re.compile(r"^ (?:later\b|(?:over time|down the (?:line|road)|in time)\b)", re.I)
_WORTH_MORE = re.compile(r"^(?:[^.;,$€£\d]{0,30})? (?:at (?:the|its) (?:\w+ )?option\b)", re.I)
_CONDITION_LEAD = re.compile(
    r"\b(?:contingent|conditional|milestone(?:-based)?|earn-?out)(?: [a-z]+){0,3} $", re.I
)
_CONDITION_TAIL = re.compile(
    r"^(?:[^.;$€£\d]{0,40}?)(?:,? | )(?:contingent (?:up)?on\b|conditional (?:up)?on\b|subject to\b"
    r"|depend(?:s|ing|ent) (?:on|upon)|on (?:certain |further )?conditions?\b|tied to"
    r"|provided that|if\b|(?<!at )once\b"
    r"|(?:as|when) [^.;$€£]{0,30}milestones?\b|(?:up)?on (?:\w+ ){0,3}milestones?\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with the words around it: `lead` up to its first figure, `tail` after it."""

    start: int
    end: int
    number: int  # where its figures begin, after hedges such as "up to another"
    size: Decimal  # high end; the low one where that is all there is
    currency: str | None
    qualifier: Qualifier | None
    lead: str
    tail: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a leg's amount that the words set apart; None where they do not."""

    firm: Amount | None = None
    optional: Amount | None = None
    contingent: Amount | None = None

    def named(self) -> Iterator[tuple[str, Amount]]:
        """Slot and amount of those that are stated."""
        for slot in ("firm", "optional", "contingent"):
            amount = getattr(self, slot)
            if amount is not None:
                yield slot, amount


def amounts_in(text: str, start: int, end: int, money: Sequence[Quantity]) -> Iterator[Amount]:
    """The amounts of `money` within text[start:end], in order, with the words between them."""
    inside = sorted(
        {q.start: q for q in money if start <= q.start and q.end <= end}.values(),
        key=lambda q: q.start,
    )
    for place, one in enumerate(inside):
        size = one.headline
        if size is None:
            continue
        before = inside[place - 1].end if place else start
        after = inside[place + 1].start if place + 1 < len(inside) else end
        figures = _DIGITS.search(text, one.start, one.end)
        number = figures.start() if figures else one.start
        yield Amount(
            one.start, one.end, number, size, one.currency, one.qualifier,
            text[max(before, one.start - _REACH) : number],
            text[one.end : min(after, one.end + _REACH)],
        )  # fmt: skip


def parts_of(amounts: Sequence[Amount], value: Quantity | None) -> Parts:
    """Firm, optional and contingent amounts as the words set them apart.

    One amount alone has no parts: whether all of it obliges is for `binding` to say. The
    amount of the leg that an option or a condition is set against is firm, unless it is a
    ceiling that may hold both.
    """
    own = [a for a in amounts if value is None or a.currency == value.currency]
    if len(own) < 2:
        return Parts()
    optional = next((a for a in own if _is_optional(a)), None)
    contingent = next((a for a in own if a is not optional and _is_contingent(a)), None)
    rest = [a for a in own if a is not optional and a is not contingent]
    firm = next((a for a in rest if _is_firm(a)), None)
    part = optional or contingent
    if firm is None and part is not None and value is not None:
        firm = next((a for a in rest if _is_base(a, part, value)), None)
    if firm is not None and part is None:
        return Parts() if _is_whole(firm, value) else Parts(firm)
    return Parts(firm, optional, contingent)


def widened(value: Quantity, parts: Parts) -> Quantity:
    """The value with what may come on top: "12 firm, as much as 15 more" is 12 to 27.

    Where the sum is printed, its wording stands; what an option to extend would add is no
    part of the value.
    """
    firm = parts.firm
    part = next((p for p in (parts.optional, parts.contingent) if p and _is_more(p)), None)
    if firm is None or part is None or firm.start != value.start or _says_option(part):
        return value
    return replace(value, low=firm.size, high=firm.size + part.size, qualifier=Qualifier.ABOUT)


def _is_base(amount: Amount, part: Amount, value: Quantity) -> bool:
    exact = amount.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
    return amount.start == value.start and amount.start < part.start and exact and _adds(part)


def _adds(part: Amount) -> bool:
    """Whether the part is printed as more than the base, not as a share of it."""
    return not re.match(r"^ of (?:it|which|that)", part.tail)


def _is_whole(amount: Amount, value: Quantity | None) -> bool:
    return value is not None and amount.start == value.start


def _is_firm(amount: Amount) -> bool:
    return bool(_FIRM_LEAD.search(amount.lead) or _FIRM_TAIL.match(amount.tail))


def _is_optional(amount: Amount) -> bool:
    open_ended = amount.qualifier is Qualifier.UP_TO or is_later(amount.lead, amount.tail)
    return _says_option(amount) or (open_ended and _is_more(amount))


def _says_option(amount: Amount) -> bool:
    led, tailed = _OPTION_LEAD.search(amount.lead), _OPTION_TAIL.match(amount.tail)
    return bool(led or tailed or _WORTH_MORE.match(amount.tail))


def _is_more(amount: Amount) -> bool:
    more = _MORE_LEAD.search(amount.lead) or _MORE_TAIL.match(amount.tail)
    return bool(more) or is_later(amount.lead, amount.tail)


def is_later(lead: str, tail: str) -> bool:
    """Whether the words around an amount say that it may follow one that is paid at first."""
    return bool(_LATER_LEAD.search(lead) and _LATER_TAIL.match(tail))


def _is_contingent(amount: Amount) -> bool:
    return bool(_CONDITION_LEAD.search(amount.lead) or _CONDITION_TAIL.match(amount.tail))
