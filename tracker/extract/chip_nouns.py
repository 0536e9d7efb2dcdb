"""Where the thing that is counted ends, if it is accelerators: "400,000 GB200 processors"."""

import re
from dataclasses import dataclass
from functools import cache

from tracker.extract.numerals import GAP, JOIN
from tracker.reference.products import load_products, plural

_MOST_WORDS = 10
_WORD = re.compile(
    rf"(?P<join>['’\"”]?{JOIN}{{1,2}})(?P<word>[A-Za-z0-9][\w’'./&+]*(?:-[\w’'./&+]+)*)"
)
_NOUNS = {
    *("chip", "gpu", "tpu", "xpu", "npu", "lpu", "accelerator", "processor", "superchip"),
    *("asic", "card"),
}
_DESCRIBING = {
    *("of", "more", "additional", "extra", "further", "new", "newer", "older", "latest", "the"),
    *("its", "their", "his", "most", "such", "own", "or", "and", "top", "other", "future"),
    *("rival", "current", "total", "worth", "ai", "custom", "customized", "customised"),
    *("powerful", "advanced", "graphics", "tensor", "processing", "training", "inference"),
    *("computing", "computer", "server", "forthcoming", "upcoming", "planned", "leading"),
    *("flagship", "specialised", "specialized", "high-end", "top-end", "top-of-the-line"),
    *("next-generation", "next-gen", "latest-generation", "current-generation"),
    *("high-performance", "leading-edge", "cutting-edge", "state-of-the-art"),
    *("artificial-intelligence", "artificial", "intelligence", "data-center", "data-centre"),
    *("liquid-cooled", "export-compliant", "semi-custom", "in-house", "home-grown"),
    *("homegrown", "next", "generation", "discrete", "standalone", "wafer-scale", "language"),
    *("neural", "modern", "individual", "physical", "separate", "single", "dedicated"),
    *("reserved", "silicon"),
}
# What is counted is then not accelerators: "18 GPU racks", "1,000 GPU hours".
_OTHER = re.compile(
    r"(?:wafers?|racks?|rack-scale|shares?|dies?|servers|systems|nodes?|pods?|superpods?|"
    r"instances?|hours?|trays?|cabinets?|clusters?|ultraservers?|cores?|customers?|users?|"
    r"developers?|employees|homes|makers?|chipmakers?|designs?|types?|kinds?|models?|generations?|"
    r"companies|engineers|vendors?|suppliers?|startups?|start-ups?|data|orders?|patents?|nvl\d+|"
    r"\w+-hours?)$",
    re.IGNORECASE,
)
# Makers call a board with one accelerator a system; a rack of them says so.
_BRAND_BEFORE = re.compile(r"(?:Blackwell|Rubin|Hopper|GB[23]00|[BH][123]00)$")
_NEAR_BY = re.compile(
    r"\b(?:[GTX]PUs?|chips?|processors?|accelerators?|graphics cards?)\b", re.IGNORECASE
)
_ENDS = re.compile(
    rf"(?:{GAP}more|{GAP}of{GAP}them)?(?=[,.;:)]|$|{GAP}(?:over|at|for|in|from|by|last|to|with|and|"
    r"this|or)\b)"
)


@dataclass(frozen=True, slots=True)
class ChipNoun:
    """Where the words for what is counted end, and why they may not be sure.

    `role` is "units" where only "units" is said, "implied" where the noun stands before
    the number ("10,000 GPUs ..., and 8,000 more"), else None.
    """

    end: int
    role: str | None


def chip_noun(text: str, start: int) -> ChipNoun | None:
    """The "Nvidia GB300 chips" after a number that ends at `start`; None if no chips."""
    position = start
    found: ChipNoun | None = None
    singular = hyphened = False
    for place in range(_MOST_WORDS):
        match = _WORD.match(text, position)
        if match is None:
            break
        word = match["word"].rstrip(".'’/&+")
        before = text[max(0, match.start() - 24) : match.start()]
        if (kind := _noun(word, before)) is not None:
            found = ChipNoun(match.start("word") + len(word), kind or None)
            singular = not word.endswith("s")
            hyphened = hyphened or (place == 0 and match["join"].strip() != "")
        elif _OTHER.fullmatch(word) and not (found and (hyphened or not singular)):
            return None
        elif not _describes(word) or (found is not None and not singular):
            break
        position = match.start("word") + len(word)
        if len(word) != len(match["word"]) and not match["word"].endswith(("'", "’")):
            break
    return found


def implied_chips(text: str, start: int, end: int) -> ChipNoun | None:
    """Chips for a bare number at text[start:end] that follows on a count of chips."""
    match = _ENDS.match(text, end)
    if match is None or not _NEAR_BY.search(text[max(0, start - 120) : start]):
        return None
    return ChipNoun(match.end(), "implied")


def _describes(word: str) -> bool:
    if not any(character.isalpha() for character in word):
        return False
    return (
        word.lower() in _DESCRIBING
        or word[0].isupper()
        or any(character.isdigit() for character in word)
        or word.endswith(("'s", "’s", "s'", "s’", "-made", "-designed", "-based", "-class"))
    )


def _noun(word: str, before: str) -> str | None:
    """ "" for a word that means accelerators, "units" for one that may; None for another."""
    if word.lower() in ("unit", "units"):
        return "" if before.rstrip().lower().endswith("processing") else "units"
    if word == "systems" and _BRAND_BEFORE.search(before):
        return ""
    single = word.lower().removesuffix("s").removeprefix("ai-")
    return "" if single in _NOUNS or word in _product_words() else None


@cache
def _product_words() -> frozenset[str]:
    products = load_products()
    names = {
        text
        for product in products.all
        if products.kinds[product.name] == "accelerator"
        for text in (product.name, *product.aliases)
        if " " not in text and text != text.lower()
    }
    return frozenset(names | {plural(name) for name in names})
