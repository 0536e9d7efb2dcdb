"""`python -m pipelines.training SHARED SILVER OUT [--quick]`: train, compare, evaluate, write.

Trains the parser in every size, shortly and on equal terms, and prints what each gets
right; then the one that is shipped, for longer, with the development set and with the text
in the folder SILVER, which a large parser has parsed (`python -m pipelines.training.teacher`);
then the recogniser of names. `--quick` leaves the comparison out. Threads are held at one
and the seeds are in the configs, so that a second run gives the same weights on the same
machine.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipelines.training import measure, stages
from pipelines.training.corpus import LONG, SHORT
from pipelines.training.ship import ship
from pipelines.training.sizes import SHIPPED, SIZES, Size, size_named
from pipelines.training.stages import Trained
from pipelines.training.table import Row, table, write_table

PAGE = Path("docs/language-model.md")
COMPARED_STEPS = 1000  # sizes are compared after a short training on the treebanks alone


def main(shared: Path, silver: Path, out: Path, *, compare: bool = True) -> int:
    """0 when the model stands in `out` with its figures in `out/meta.json`."""
    missing = stages.missing(shared) or next(
        (p for p in (silver / SHORT, silver / LONG) if not p.exists()), None
    )
    if missing:
        print(
            f"{missing}: not there; give the folder with treebank, ner, edgar, and the one that"
            " pipelines.training.teacher wrote (`make model` does both)",
            file=sys.stderr,
        )
        return 2
    stages.use_fast_products()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for corpus, count in stages.write_corpora(shared, work).items():
            print(f"{corpus}: {count} sentences", flush=True)
        gold, parsed = stages.mix(silver, work)
        print(f"{gold:,} words of treebanks, {parsed:,} of parsed text", flush=True)
        rows = [_compared(size, work) for size in SIZES] if compare else []
        size = size_named(SHIPPED)
        first = stages.train_parser(size, work, "mixed")
        final = stages.settle(first, work, "mixed-long")
        rows.append(_row(f"{SHIPPED}, shipped", final, work, held_out=("test", "pud")))
        names = stages.train_recogniser(work)
        figures = _figures(final, names, work)
    print(json.dumps(figures, indent=1))
    ship(final.nlp, names.nlp, figures, out)
    print(table(rows))
    if compare:
        write_table(PAGE, rows)
    return 0


def _compared(size: Size, work: Path) -> Row:
    short: dict[str, Any] = {"training.max_steps": COMPARED_STEPS}
    return _row(size.name, stages.train_parser(size, work, "train", **short), work)


def _row(
    name: str, trained: Trained, work: Path, held_out: tuple[str, ...] = ("dev", "test", "pud")
) -> Row:
    """A line of the comparison, measured on what the model did not learn from."""
    folder = work / f"measured-{name.replace(', ', '-')}"
    trained.nlp.to_disk(folder)
    seen = {c: measure.parsing_figures(trained.nlp, work / f"{c}.spacy") for c in held_out}
    row = Row(
        name,
        seen["dev"]["dep_las"] if "dev" in seen else None,
        seen["test"]["dep_las"],
        seen["pud"]["dep_las"],
        seen["pud"]["words_per_second"],
        measure.megabytes(folder),
        trained.minutes,
    )
    print(table([row]), flush=True)
    return row


def _figures(final: Trained, names: Trained, work: Path) -> dict[str, object]:
    parsed = {c: measure.parsing_figures(final.nlp, work / f"{c}.spacy") for c in ("test", "pud")}
    found = {
        c: measure.name_figures(names.nlp, work / f"{c}.spacy")
        for c in ("names-dev", "names-pud", "names-fin3")
    }
    return {**parsed, **found}


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--quick"]
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*map(Path, arguments), compare="--quick" not in sys.argv))
