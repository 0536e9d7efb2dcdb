"""What else the sentences of a leg say: parts, prepayment, take-or-pay, notice, guarantor, change.

Every figure is one that was found as a quantity of the leg, or is named by the words that
make it a prepayment or a notice; nothing is worked out except the difference of "from X to Y".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.extract.backing import find_guarantor
from tracker.extract.changes import find_change
from tracker.extract.heard import Heard, matches
from tracker.extract.named import Party
from tracker.extract.numerals import SPELLED_NUMBER, read_number
from tracker.extract.parts_of_money import Amount, Parts, amounts_in, parts_of
from tracker.extract.quantity import Quantity
from tracker.model.deals import AmendmentSign, DealType, Evidence, Status

_MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1.0, "year": 12.0}
_LONGEST_NOTICE = 60  # months; more is a term
_EQUITY = frozenset({DealType.EQUITY_INVESTMENT, DealType.ACQUISITION, DealType.WARRANT})

_TAKE_OR_PAY = re.compile(r"\btake[-\u2010-\u2013 ]or[-\u2010-\u2013 ]pay\b", re.I)
_NOT = re.compile(r"\b(?:no|not|without|never|neither|nor|rather than|instead of)\b|n['’]t\b", re.I)

_NUMBER = rf"(?P<n>\d{{1,3}}|{SPELLED_NUMBER})"
_LENGTH = rf"(?<![\w.,$])(?:the |a )?{_NUMBER}[ -](?P<unit>day|week|month|year)s?['’]?"
_LEAVE = r"(?:cancel\w*|terminat\w+|walk(?:s|ed)? away|exit|end|leave|quit|pull out|withdraw)"
_NOTICE = re.compile(
    rf"\b{_LEAVE}\b[^.;]{{0,80}}?{_LENGTH}"
    r"(?: prior| written| advance| (?:of|in advance))* notice\b",
    re.I,
)
_NOTICE_FIRST = re.compile(
    rf"{_LENGTH}(?: prior| written| advance)* notice (?:of|to|before|for)"
    rf"(?: \w+){{0,2}}? {_LEAVE}\b",
    re.I,
)
_NOTICE_PERIOD = re.compile(rf"\bnotice period (?:of|is|for \w+ is) {_LENGTH}", re.I)

_PAYMENT = r"(?:pre-?payments?|advance payments?|down ?payments?|up-?front payments?)"
_PERCENT = r"(?<![\w.,])(?P<share>\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent\b)"
_OF_PRICE = r"(?: of (?:the |its |that |this )?(?:[\w-]+ ){0,2}[\w-]+)?"
_SHARES = (
    re.compile(rf"{_PERCENT} {_PAYMENT}", re.I),
    re.compile(
        rf"\b(?:prepa(?:y|ys|id|ying)|{_PAYMENT} (?:of|worth|equal to)) "
        rf"(?:about |some |roughly |up to )?{_PERCENT}",
        re.I,
    ),
    re.compile(
        rf"\b(?:pa(?:y|ys|id|ying)|payable|due) [^.;$€£]{{0,20}}?{_PERCENT}{_OF_PRICE} "
        r"(?:up[ -]?front|in advance)\b",
        re.I,
    ),
    re.compile(
        rf"{_PERCENT}{_OF_PRICE} (?:(?:is|was|to be|being|are) )?"
        r"(?:prepaid|(?:paid|payable|due) (?:up[ -]?front|in advance))\b",
        re.I,
    ),
)
_PREPAID_LEAD = re.compile(
    rf"\b(?:{_PAYMENT} (?:of|worth|totall?ing)|prepa(?:y|ys|id|ying))"
    r"(?: [\w-]+ (?:of|worth))? (?:[a-z]+ ){0,2}$",
    re.I,
)
_PREPAID_TAIL = re.compile(
    rf"^ (?:(?:in|of|as an?) )?(?:{_PAYMENT}|(?:was |is |will be |to be )?prepaid\b"
    r"|(?:(?:is |was |to be )?(?:paid|payable|due) )?(?:up[ -]?front|in advance)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Extras:
    """The further terms of a leg; None is what nobody says. Amounts are in its currency."""

    parts: Parts = field(default_factory=Parts)
    prepayment: Amount | None = None
    prepayment_share: float | None = None  # 0 to 1
    take_or_pay: bool | None = None
    cancellation_notice_months: float | None = None  # 30 days are a month
    guarantor: Party | None = None
    amendment_sign: AmendmentSign | None = None
    amendment_amount: Decimal | None = None
    evidence: tuple[Evidence, ...] = ()


def read_extras(
    text: str,
    heard: Sequence[Heard],
    money: Sequence[Quantity],
    value: Quantity | None,
    *,
    pair: frozenset[str],
    deal_type: DealType,
    status: Status,
    aside: Sequence[Heard] = (),
) -> Extras:
    """What `heard` says beside the value; `money` are the amounts that belong to the leg.

    `value` is the one taken for its size, `pair` the names of its two parties, of which
    neither is its guarantor. Of what is heard `aside` only the amounts are the leg's. Time
    grows with the length of what is heard.
    """
    amounts = [a for one in (*heard, *aside) for a in amounts_in(text, one.start, one.end, money)]
    evidence: list[Evidence] = []
    pays_ahead = deal_type not in _EQUITY
    own = [a for a in amounts if value is None or a.currency == value.currency]
    prepaid = next((a for a in own if pays_ahead and _is_prepaid(a)), None)
    share = _share(text, heard, evidence) if pays_ahead else None
    rest = [a for a in amounts if a is not prepaid]
    parts = parts_of(rest, value)
    sign, change = find_change(text, heard, rest) if status is Status.AMENDED else (None, None)
    backer = find_guarantor(text, heard, pair)
    if prepaid is not None:
        evidence.append(Evidence("prepayment", prepaid.start, prepaid.end))
    if backer is not None:
        evidence.append(Evidence("guarantor", backer.start, backer.end))
    evidence += [Evidence(slot, a.start, a.end) for slot, a in parts.named()]
    return Extras(
        parts=parts,
        prepayment=prepaid,
        prepayment_share=share,
        take_or_pay=_take_or_pay(text, heard, evidence),
        cancellation_notice_months=_notice(text, heard, evidence),
        guarantor=backer.party if backer else None,
        amendment_sign=sign,
        amendment_amount=change,
        evidence=tuple(evidence),
    )


def _is_prepaid(amount: Amount) -> bool:
    led, tailed = _PREPAID_LEAD.search(amount.lead), _PREPAID_TAIL.match(amount.tail)
    denied = _NOT.search(amount.lead[-40:])
    return bool((led or tailed) and not denied)


def _share(text: str, heard: Sequence[Heard], evidence: list[Evidence]) -> float | None:
    for match in matches(text, heard, _SHARES):
        share = float(match["share"]) / 100
        if 0 < share <= 1:
            evidence.append(Evidence("prepayment", match.start(), match.end()))
            return share
    return None


def _take_or_pay(text: str, heard: Sequence[Heard], evidence: list[Evidence]) -> bool | None:
    for match in matches(text, heard, (_TAKE_OR_PAY,)):
        evidence.append(Evidence("take_or_pay", match.start(), match.end()))
        return not _NOT.search(text[max(0, match.start() - 24) : match.start()])
    return None


def _notice(text: str, heard: Sequence[Heard], evidence: list[Evidence]) -> float | None:
    for match in matches(text, heard, (_NOTICE, _NOTICE_FIRST, _NOTICE_PERIOD)):
        number = read_number(match["n"])
        months = None if number is None else float(number) * _MONTHS[match["unit"].lower()]
        if months is not None and 0 < months <= _LONGEST_NOTICE:
            evidence.append(Evidence("cancellation_notice", match.start(), match.end()))
            return round(months, 2)
    return None
