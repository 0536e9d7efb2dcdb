"""`python -m pipelines.training.teacher SHARED OUT`: parsed text for the parser to learn from.

Fits a large parser to the training treebanks and lets it parse raw text: the corpora of names,
filings and the project's own passages, without those that reading is measured on. Writes two
files into the folder OUT, of short texts and of long ones.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy
from spacy.vocab import Vocab

from pipelines.training import stages
from pipelines.training.corpus import sentences, write_groups
from pipelines.training.labelled import OWN, is_held_out
from pipelines.training.pretrained import pretrained_folder
from pipelines.training.teacher.batches import sentence_of
from pipelines.training.teacher.fit import Recipe, fit
from pipelines.training.teacher.silver import labelled

MEASURED_ON = "q,r,ax,bs,bt,cf,ch"


def main(words: Sequence[str]) -> int:
    """0 when both files are written."""
    parser = argparse.ArgumentParser("python -m pipelines.training.teacher", description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder with treebank, ner and edgar")
    parser.add_argument("out", type=Path, help="folder of the parsed text")
    asked = parser.parse_args(words)
    missing = stages.missing(asked.shared)
    if missing:
        print(f"{missing}: not there; give the folder with treebank, ner, edgar", file=sys.stderr)
        return 2
    banks = [asked.shared / "treebank" / name for name in stages.TREEBANKS["train"]]
    gold = [[sentence_of(doc) for doc in sentences(bank, Vocab())] for bank in banks]
    taught = fit(gold, pretrained_folder(), Recipe(), lambda line: print(line, flush=True))
    lines = [*stages.unlabelled(asked.shared), *own_lines()]
    texts = list(labelled(lines, taught, spacy.blank("en")))
    count = write_groups(texts, asked.out)
    print(f"{count:,} sentences of {len(lines):,} lines parsed")
    return 0


def own_lines() -> Iterator[str]:
    """Titles and lines of the project's own passages, but of those that are measured on."""
    for path in sorted(OWN.glob("*.jsonl")):
        for row in path.open(encoding="utf-8"):
            passage = json.loads(row)
            if not is_held_out(path.stem, passage, MEASURED_ON):
                yield from filter(None, [passage.get("title"), *passage["text"].split("\n")])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
