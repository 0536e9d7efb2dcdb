"""`python -m pipelines.training.pairs GOLD… OUT`: learn who deals with whom from passages.

Reads labelled passages (the project's own beside this file, the bundled sample, and the gold
files named on the command line), describes every pair of companies in them as the reader does,
and fits three log-linear models: who takes from whom, what type it is, and its status. Prints
five-fold figures, each passage judged by weights that have not seen it, then fits on everything
and writes the weights.
"""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.training import folds
from pipelines.training.examples import Example, examples_of, read_examples
from pipelines.training.fit import Fitted, fit_all
from pipelines.training.sample import sample_passages
from tracker.extract.pairs.judge import SHIPPED
from tracker.extract.pairs.weights import save_weights

FOLDS = 5
OWN = Path(__file__).parent / "passages"


def main(gold: Sequence[Path], out: Path = SHIPPED) -> int:
    """0 when the weights are written."""
    files = [*sorted(OWN.glob("*.jsonl")), *gold]
    examples = [e for file in files for e in read_examples(file)]
    examples += examples_of("sample", sample_passages())
    print(f"{len(examples)} passages, {sum(len(e.pairs) for e in examples)} pairs", flush=True)
    held_out = {}
    for fold in range(FOLDS):
        rest = [e for e in examples if fold_of(e) != fold]
        unseen = [e for e in examples if fold_of(e) == fold]
        held_out.update(folds.predict(unseen, fit_all(rest)))
    print(folds.table(examples, held_out))
    _write(fit_all(examples), out)
    return 0


def fold_of(example: Example) -> int:
    """Which fold a passage is in: by its id, so that it stays when others are added."""
    return int(hashlib.sha256(f"fold {example.passage['id']}".encode()).hexdigest(), 16) % FOLDS


def _write(named: dict[str, Fitted], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    save_weights(out, {n: (f.answers, f.features, f.table) for n, f in named.items()})
    print(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    *gold, out = [Path(word) for word in sys.argv[1:]]
    sys.exit(main(gold, out))
