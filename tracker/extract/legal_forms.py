"""Legal forms of companies the world over: they show a company and are no part of its name."""

import re

_FORMS = (
    # The longer of two that begin alike comes first.
    r"S\.?A\.?\sde\sC\.?V|S\.?\s?à\s?r\.?l|Inc|Incorporated|Corp|Corporation|Ltd|Limited|plc|PLC"
    r"|DAC|LLC|LLP|L\.?P|N\.?V|S\.?A|AG|SE|KGaA"
    r"|GmbH(?:\s&\sCo\.?(?:\sKGa?A?)?)?|Berhad|Sdn\.?\s+Bhd|Bhd|Tbk|PCL|AB|A/S|AS|ASA|ApS|Oyj?|B\.?V"
    r"|S\.?p\.?A|S\.?r\.?l|S\.?A\.?S|SAS|SARL|SpA|Ltda|Co|PBC|Pte"
    r"|Pty|Pvt|Company|K\.\s?K|KK|G\.\s?K|JSC|PJSC|Q\.?P?\.?S\.?C|W\.?L\.?L|FZ-?LLC|FZCO|FZE"
    r"|a\.s|s\.r\.o|d\.o\.o|Sp\.?\sz\so\.?o|Kft|Nyrt|Zrt|ULC|N\.A|HoldCo"
)
_LONGEST_FORM = 18  # characters
FORM_AFTER = re.compile(rf",?\s+(?:{_FORMS})\.?(?=$|[\s,.;:)'’])")
"""A legal form right behind a name, with its comma: ", Inc."."""

FORM_AT_END = re.compile(rf",?\s+(?:{_FORMS})[,.]?$")
"""A legal form as a name's last word."""


def without_form(name: str) -> str:
    """The name as one speaks it: "Quillon Compute Pte. Ltd." is Quillon Compute."""
    name = " ".join(name.split())
    while (match := FORM_AT_END.search(name)) and match.start() > 0:
        name = name[: match.start()]
    return name.strip(" ,.")


def end_without_form(text: str, start: int, end: int) -> int:
    """Where the name text[start:end] ends without a form that goes on behind it.

    "Eifel S" before ".A." ends with Eifel.
    """
    forms = FORM_AFTER.finditer(text, start, end + _LONGEST_FORM)
    return next((form.start() for form in forms if start < form.start() < end < form.end()), end)
