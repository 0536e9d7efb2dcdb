"""Odd texts to read: endless lines, marks that nobody sees, other scripts, markup, noise."""

import random
from collections.abc import Iterator

DEAL = "Meta has signed a contract to rent TPUs from Google for $3 billion over five years."
HEBREW = "\u05de\u05d8\u05d0 \u05d7\u05ea\u05de\u05d4 \u05e2\u05dc \u05d4\u05e1\u05db\u05dd"
ARABIC = "\u0648\u0642\u0639\u062a \u0634\u0631\u0643\u0629 \u0639\u0642\u062f\u0627"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
WORDS = (
    *("Meta", "Google", "OpenAI", "CoreWeave", "Quillon", "Harrow Inc.", "the Company", "it"),
    *("rents", "signed", "deal", "buy", "talks", "warrant", "lease", "invest", "denied", "to"),
    *("TPUs", "$3bn", "billion", "12", "MW", "five-year", "2027", "up to", "not", "from", "with"),
    *("(", ")", '"', "'", ".", ",", ";", "|", "\u2192", "\n", "\t", "<b>", "</p>", "&amp;"),
)


def endless(size: int) -> dict[str, str]:
    """Texts of about `size` characters on one line, by what they are made of."""
    return {
        "prose without a full stop": repeated(DEAL.rstrip(".") + " and ", size),
        "one sentence after another": repeated(f"{DEAL} ", size),
        "one letter": DEAL + "a" * size,
        "capitals and spaces": DEAL + repeated("A ", size),
        "names alone": repeated("Quillon Harrow Inc. ", size),
        "digits": DEAL + " $" + "9" * size,
        "amounts": repeated("$3bn ", size) + DEAL,
        "brackets": DEAL + "(" * size,
        "quotation marks": DEAL + ' "' * (size // 2),
        "spaces": DEAL + " " * size + DEAL,
        "line ends": DEAL + "\n" * size + DEAL,
        "tags": repeated(f"<p class=x><b>{DEAL}</b><br/>", size),
        "unseen marks": DEAL + UNSEEN * (size // len(UNSEEN)),
        "hyphens": repeated("Meta-Google-", size) + DEAL,
        "dots": DEAL + "." * size + " " + DEAL,
    }


def repeated(piece: str, size: int) -> str:
    """The piece so often that `size` characters are full."""
    return piece * (size // len(piece) + 1)


def long_sentence(words: int) -> str:
    """A sentence of so many words, a deal first."""
    return DEAL.rstrip(".") + " and then again" * (words // 3) + "."


def odd() -> dict[str, str]:
    """Short texts with what feeds leave in."""
    return {
        "right to left": f"{HEBREW} Meta \u202esigned\u202c a deal to rent TPUs. {ARABIC} {DEAL}",
        "unseen marks": UNSEEN.join(DEAL.split(" ")) + " " + "\u200b".join(DEAL) + f" {DEAL}",
        "markup": f"<div><p>{DEAL}</p><script>var deal = '$3 billion';</script>&nbsp;{DEAL}",
        "controls": "\x00\x01\x1b[31m" + DEAL + "\ud83d\ude00\U000e0041",
        "lone halves": "\ud800" + DEAL + "\udfff",
        "letters that grow": "\u0130\u0130\u0130 \ufb01 \u00df " + DEAL.replace("i", "\u0130"),
        "wide letters": DEAL.replace("M", "\uff2d") + " " + DEAL,
        "joined marks": "".join(c + "\u0301\u0308" for c in DEAL) + " " + DEAL,
    }


def noise(seed: int, length: int) -> Iterator[str]:
    """Random texts for ever: any characters, words of the trade, and both mixed."""
    dice = random.Random(seed)  # noqa: S311
    while True:
        words = [dice.choice(WORDS) for _ in range(dice.randrange(1, length))]
        letters = [chr(_code(dice)) for _ in range(dice.randrange(1, length))]
        yield " ".join(words)
        yield DEAL + "".join(letters)
        yield "".join(dice.choice((w + " ", c)) for w, c in zip(words, letters, strict=False))


def _code(dice: random.Random) -> int:
    """Of any character, halves of pairs among them; mostly of the lower planes."""
    return dice.randrange(dice.choice((0x100, 0x3000, 0x10000, 0x110000)))
