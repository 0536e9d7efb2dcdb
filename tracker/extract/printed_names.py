"""Companies as a text prints them, for the gold set's schema; the store has one name for each."""

import re
from collections.abc import Sequence

from tracker.extract.legal_forms import without_form
from tracker.reference.companies import Companies

# These have one name in the gold set whatever is printed; of others it has the printed name.
_ONE_NAME = frozenset((
    "Meta Platforms", "Alphabet", "NVIDIA", "AMD", "Broadcom", "Microsoft", "Amazon", "Oracle",
    "OpenAI", "Anthropic", "xAI", "SpaceX", "CoreWeave", "Nebius", "IREN", "Applied Digital",
    "Cipher Mining", "TeraWulf", "Hut 8", "Galaxy Digital", "Core Scientific", "Fluidstack",
    "Lambda", "Nscale", "Crusoe", "Mistral AI", "Intel", "Arm", "Marvell", "MediaTek",
    "Qualcomm", "TSMC", "Samsung", "SK hynix", "SoftBank", "Cerebras", "Groq", "SambaNova",
    "Huawei", "ByteDance", "G42", "Humain", "Dell", "Disney", "Valor",
))  # fmt: skip


def has_one_name(name: str) -> bool:
    """Whether a company has this one name whatever of it is printed, its parts included."""
    return name in _ONE_NAME


class PrintedNames:
    """Finds how texts print the curated companies. Build one and keep it."""

    def __init__(self, companies: Companies) -> None:
        names: dict[str, list[str]] = {}
        for alias in companies.aliases():
            if alias.kind in {"name", "alias"}:
                names.setdefault(alias.company_id, []).append(alias.text)
        # The fuller of two that begin alike is tried first.
        self._patterns = {
            company.name: _any_of(sorted(names[company.company_id], key=len, reverse=True))
            for company in companies.all
            if company.name not in _ONE_NAME
        }

    def of(self, name: str | None, text: str) -> str | None:
        """The usual name where `text` has it, else the fullest that it has for the company.

        Of the labels of our own passages one in 25 names a company otherwise, of the gold set's
        none; the usual name alone would be another in one of 11.
        """
        if name is None or name not in self._patterns:
            return name
        printed = set(map(without_form, self._patterns[name].findall(text))) or {name}
        return name if name in printed else max(sorted(printed), key=len)


def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    spaced = (r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")
