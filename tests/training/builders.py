"""Small treebanks and name corpora of our own sentences."""

from pathlib import Path

import spacy
from spacy.tokens import Doc

VOCAB = spacy.blank("en").vocab

RENTS = [
    ("Northgate", "NNP", "PROPN", 3, "nsubj"),
    ("Compute", "NNP", "PROPN", 1, "flat"),
    ("rents", "VBZ", "VERB", 0, "root"),
    ("chips", "NNS", "NOUN", 3, "obj"),
    ("from", "IN", "ADP", 6, "case"),
    ("Harrow", "NNP", "PROPN", 3, "obl"),
    (".", ".", "PUNCT", 3, "punct"),
]
WAITS = [
    ("It", "PRP", "PRON", 4, "nsubj"),
    ("does", "VBZ", "AUX", 4, "aux"),
    ("n't", "RB", "PART", 4, "advmod"),
    ("wait", "VB", "VERB", 0, "root"),
    (".", ".", "PUNCT", 4, "punct"),
]
Rows = list[tuple[str, str, str, int, str]]


def doc_of(rows: Rows) -> Doc:
    """The parsed Doc of (word, tag, part of speech, head counted from 1, relation)."""
    words, tags, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return Doc(
        VOCAB,
        words=words,
        spaces=[True] * (len(words) - 2) + [False, False],
        tags=tags,
        pos=pos,
        lemmas=[word.lower() for word in words],
        heads=[head - 1 if head else n for n, head in enumerate(heads)],
        deps=["ROOT" if dep == "root" else dep for dep in deps],
    )


def write_treebank(path: Path, count: int) -> Path:
    """A CoNLL-U file of `count` sentences, the two above in turn."""
    lines = []
    for n in range(count):
        lines.append(f"# sent_id = {n}\n# text = sentence {n}")
        if n % 2:
            lines.append("2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_")
        for at, (word, tag, pos, head, dep) in enumerate(WAITS if n % 2 else RENTS, 1):
            row = [str(at), word, word.lower(), pos, tag, "_", str(head), dep, "_", "_"]
            lines.append("\t".join(row))
        lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
