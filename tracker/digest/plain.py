"""Lines as plain text of at most 78 columns; addresses stay whole on a line of their own."""

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from tracker.digest.view import Line, Phrase, Rung, TermRow

COLUMNS = 78
# Only in our own words: what a source wrote keeps its characters.
_BREAKS = re.compile(r"[ \t\r\n]+")
_ASCII = str.maketrans({"→": "->", "−": "-", "–": "-"})


def wrap(line: Line | str, first: str = "", rest: str | None = None) -> str:
    """The line after `first`, further lines after `rest` (spaces as wide as `first`)."""
    indent = " " * cell_len(first) if rest is None else rest
    lines, current = [], first
    for word in _words(line, COLUMNS - max(cell_len(first), cell_len(indent))):
        joined = current if current in (first, indent) else f"{current} "
        fits = cell_len(joined) + cell_len(word) <= COLUMNS
        if not fits and current not in (first, indent):
            lines.append(current)
            joined = indent
        current = f"{joined}{word}"
    return "\n".join([*lines, current]).rstrip().replace("\N{NO-BREAK SPACE}", " ")


def _words(line: Line | str, widest: int) -> Iterator[str]:
    """The words in order, over-long ones in pieces, addresses whole."""
    for word in _BREAKS.split((line if isinstance(line, str) else text_of(line)).strip()):
        if word.startswith(("<http://", "<https://", "<mailto:")):
            yield word
        else:
            yield from chop_cells(word, widest) if cell_len(word) > widest else [word]


def text_of(line: Line) -> str:
    """The phrases as text: a tilde before what is assumed, an address after its words."""
    return "".join(_text(phrase) for phrase in line)


def _text(phrase: Phrase) -> str:
    words = phrase.text if phrase.kind == "quote" else phrase.text.translate(_ASCII)
    if phrase.kind == "assumed":
        words = f"~{words}"
    return f"{words} <{phrase.url}>" if phrase.url else words


def rung(step: Rung) -> Line:
    """A step of the ladder on one line."""
    return (
        Phrase(f"{step.on}: "),
        step.status,
        *((Phrase(", "), *step.source) if step.source else ()),
    )


def term_row(row: TermRow) -> Line:
    """A term with its basis on one line."""
    return (*row.figure, Phrase(f" [{row.basis}]")) if row.basis else row.figure
