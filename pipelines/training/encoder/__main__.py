"""`python -m pipelines.training.encoder`: learn who deals with whom from labelled passages.

Reads the project's own passages, the bundled sample and the gold files named on the command
line, fits the encoder to them and writes its two halves. With `--hold-out` (names of sources, or
`fold0` to `fold4`, a fifth of every source by hash) those passages are left out of learning and
read afterwards by the whole reader with the new weights: figures for text that they have not seen.
With `--further` what is shipped learns on, in a fifth of the time: for passages that came since.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from pipelines.training.encoder.examples import Example, examples_of
from pipelines.training.encoder.figures import table
from pipelines.training.encoder.model import Encoder
from pipelines.training.encoder.questions import Teacher
from pipelines.training.encoder.resume import load_shipped, shipped_roles
from pipelines.training.encoder.ship import ship
from pipelines.training.encoder.train import FURTHER, Recipe, fit
from pipelines.training.labelled import is_held_out, sources
from pipelines.training.pretrained import TOKENIZER, pretrained_folder
from tracker.extract.encoder.network import VOCABULARY, WEIGHTS
from tracker.extract.encoder.ways import Asker
from tracker.extract.encoder.windows import WindowMaker

_OFTEN = 3


def main(words: Sequence[str]) -> int:
    """0 when the weights are written."""
    asked = _parser().parse_args(words)
    pretrained = pretrained_folder()
    examples = _examples(asked.gold)
    learned = [e for e in examples if not is_held_out(e.source, e.passage, asked.hold_out)]
    roles = shipped_roles(WEIGHTS) if asked.further else _roles(examples)
    asker = Asker(roles)
    teacher = Teacher(WindowMaker(pretrained / TOKENIZER), asker)
    print(f"{len(examples)} passages, learning from {len(learned)}", flush=True)
    usual = FURTHER if asked.further else Recipe()
    passes = usual.passes if asked.passes is None else asked.passes
    recipe = replace(usual, passes=passes, seed=asked.seed)
    torch.manual_seed(recipe.seed)
    net = Encoder(pretrained, asker)
    if asked.further:
        load_shipped(net, asker, WEIGHTS)
    often = frozenset(filter(None, asked.often.split(",")))
    if unknown := sorted(often - {e.source for e in examples}):
        print(f"--often {unknown[0]}: no such source of passages", file=sys.stderr)
        return 2
    shown = [e for e in learned for _ in range(_OFTEN if e.source in often else 1)]
    net = fit(net, shown, asker, teacher, recipe, lambda line: print(line, flush=True))
    # Only now, and all of it: an interrupted training leaves the old weights as they were.
    ship(net, asker, roles, asked.out)
    shutil.copy(pretrained / TOKENIZER, asked.out / VOCABULARY)
    held_out = [
        (e.source, e.passage) for e in examples if is_held_out(e.source, e.passage, asked.hold_out)
    ]
    if held_out:
        print(table(held_out, asked.out))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pipelines.training.encoder", description=__doc__)
    parser.add_argument(
        "gold", nargs="*", type=Path, help="labelled passages to learn from, or to hold out"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    parser.add_argument("--hold-out", default="", help="e.g. dev,more or fold0")
    parser.add_argument("--further", action="store_true", help="begin with the shipped weights")
    parser.add_argument("--often", default="", help=f"sources to show {_OFTEN} times, e.g. cc,cd")
    parser.add_argument("--passes", type=int)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    return parser


def _roles(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(sorted({r for e in examples for p in e.outline.parties for r in p.roles}))


def _examples(gold: Sequence[Path]) -> list[Example]:
    return [e for name, passages in sources(gold) for e in examples_of(name, passages)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
