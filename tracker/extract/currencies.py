"""Currency signs and names, as ISO 4217 codes."""

import re

_BY_SIGN = {
    **dict.fromkeys(("$", "US$", "U.S.$", "USD"), "USD"),
    **dict.fromkeys(("€", "EUR"), "EUR"),
    **dict.fromkeys(("£", "GBP"), "GBP"),
    **dict.fromkeys(("CNY", "RMB"), "CNY"),
    **dict.fromkeys(("₩", "KRW"), "KRW"),
    **dict.fromkeys(("₹", "INR", "Rs.", "Rs"), "INR"),
    **dict.fromkeys(("A$", "AU$", "AUD"), "AUD"),
    **dict.fromkeys(("C$", "CA$", "CAD"), "CAD"),
    **dict.fromkeys(("HK$", "HKD"), "HKD"),
    **dict.fromkeys(("NT$", "TWD"), "TWD"),
    **dict.fromkeys(("S$", "SGD"), "SGD"),
    **dict.fromkeys(("NZ$", "NZD"), "NZD"),
    **dict.fromkeys(("R$", "BRL"), "BRL"),
    **dict.fromkeys(("MYR", "RM"), "MYR"),
    **{code: code for code in ("JPY", "CHF", "SAR", "AED", "NOK", "SEK", "DKK", "THB", "ILS")},
    **{code: code for code in ("IDR", "VND", "PLN", "TRY", "MXN", "ZAR", "QAR", "KWD")},
}
_BY_NAME = {
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "singapore dollar": "SGD",
    "hong kong dollar": "HKD",
    "taiwan dollar": "TWD",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "yuan": "CNY",
    "renminbi": "CNY",
    "yen": "JPY",
    "won": "KRW",
    "rupee": "INR",
    "swiss franc": "CHF",
    "franc": "CHF",
    "norwegian krone": "NOK",
    "norwegian crown": "NOK",
    "swedish krona": "SEK",
    "swedish crown": "SEK",
    "danish krone": "DKK",
    "riyal": "SAR",
    "dirham": "AED",
    "ringgit": "MYR",
    "baht": "THB",
    "shekel": "ILS",
    "real": "BRL",
    "reais": "BRL",
    "zloty": "PLN",
}
_PLURALS = {"norwegian kroner": "NOK", "swedish kronor": "SEK", "danish kroner": "DKK"}
_NAMES = _BY_NAME | _PLURALS | {f"{name}s": code for name, code in _BY_NAME.items()}
_CASELESS = {sign.casefold(): code for sign, code in _BY_SIGN.items()}


def _either(texts: dict[str, str]) -> str:
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    return "|".join(re.escape(text).replace(r"\ ", r"[\s\u00a0-]") for text in longest_first)


SIGNED = rf"(?:{_either(_BY_SIGN)}|¥)"
_CODES = {sign: code for sign, code in _BY_SIGN.items() if sign == code}
NAMED = rf"(?:{_either(_NAMES | _CODES)})"

_YEN = re.compile(r"\byen\b|\bJPY\b|\bJapan|\bTokyo|\bSoftBank", re.IGNORECASE)
_YUAN = re.compile(r"\byuan\b|\bCNY\b|\bRMB\b|\brenminbi\b|\bChin(?:a|ese)\b|\bBeijing", re.I)
# After a number only: "has won a contract" prints no currency.
_ANY_NAME = re.compile(
    rf"(?:(?:thousand|[mbtr]illions?|crore|\d|of|bn|tn)[\s\u00a0-](?:US |U\.S\. )?)"
    rf"(?P<name>{_either(_NAMES)})(?!\w)",
    re.IGNORECASE,
)
_ANY_SIGN = re.compile(rf"(?<![A-Za-z])(?:{_either(_BY_SIGN)})(?=[\s\u00a0]?\d)")


def currency_signed(mark: str, yen: str | None) -> str | None:
    """The code of a sign or name; `yen` for "¥", which is what `yen_or_yuan` says it is."""
    if mark == "¥":
        return yen
    plain = re.sub(r"[\s\u00a0-]+", " ", mark.casefold())
    return _CASELESS.get(plain) or _NAMES.get(plain)


def yen_or_yuan(text: str) -> str | None:
    """What "¥" stands for, by what else the text speaks of; None if that cannot tell."""
    if "¥" not in text:
        return None
    yen, yuan = bool(_YEN.search(text)), bool(_YUAN.search(text))
    return None if yen == yuan else "JPY" if yen else "CNY"


def currency_named(text: str, default: str | None = "USD") -> str | None:
    """The one currency that a text prints; USD if it prints several with it, else `default`.

    None where it prints several others: "billions" of what cannot be known.
    """
    codes = {_CASELESS.get(m[0].casefold()) for m in _ANY_SIGN.finditer(text)}
    names = (re.sub(r"[\s\u00a0-]+", " ", m["name"].lower()) for m in _ANY_NAME.finditer(text))
    codes |= {_NAMES.get(name) for name in names}
    codes.discard(None)
    if not codes or "USD" in codes:
        return "USD" if codes else default
    return next(iter(codes)) if len(codes) == 1 else None
