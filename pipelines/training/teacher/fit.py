"""Fits the teacher to treebanks."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from pipelines.training.teacher.batches import BatchMaker, Sentence, batched, labels_of, texts_of
from pipelines.training.teacher.network import Teacher, loss_of

_SEED = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast; the rates are of the pretrained layers and of the new ones."""

    passes: int = 5
    rate: float = 1.5e-4
    new_rate: float = 2e-3
    least_rate: float = 0.03  # of the full one, at the end
    warm_up: float = 0.06  # of all steps
    words: int = 900  # of a batch


@dataclass(frozen=True, slots=True)
class Taught:
    """A trained teacher with what makes its batches, and its relations and tags by number."""

    net: Teacher
    maker: BatchMaker
    deps: tuple[str, ...]
    tags: tuple[str, ...]


def fit(
    sentences: Sequence[Sequence[Sentence]],
    pretrained: Path,
    recipe: Recipe,
    tell: Callable[[str], None],
) -> Taught:
    """A teacher that has learned the sentences of each corpus; `tell` gets a line per pass."""
    torch.manual_seed(_SEED)
    dice = random.Random(_SEED)
    labels = labels_of([one for corpus in sentences for one in corpus])
    net, maker = Teacher(pretrained, labels), BatchMaker(pretrained, labels)
    optimiser = _optimiser(net, recipe)
    steps = done = 0
    began = time.monotonic()
    for number in range(recipe.passes):
        texts = [text for corpus in sentences for text in texts_of(corpus, dice)]
        batches = list(batched(texts, recipe.words, dice))
        steps = steps or len(batches) * recipe.passes
        net.train()
        total = 0.0
        for batch in batches:
            rate = min(1.0, (done + 1) / (recipe.warm_up * steps))
            rate *= max(recipe.least_rate, 1 - done / steps)
            for group in optimiser.param_groups:
                group["lr"] = group["full"] * rate
            loss = loss_of(net, maker.batch(batch))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach())
            done += 1
        spent = time.monotonic() - began
        tell(f"teacher, pass {number + 1}: loss {total / len(batches):.3f}, {spent:.0f} s")
    return Taught(net.eval(), maker, labels.deps, labels.tags)


def _optimiser(net: Teacher, recipe: Recipe) -> torch.optim.Optimizer:
    old = [weight for name, weight in net.named_parameters() if name.startswith("bert.")]
    new = [weight for name, weight in net.named_parameters() if not name.startswith("bert.")]
    groups = [
        {"params": old, "lr": recipe.rate, "full": recipe.rate},
        {"params": new, "lr": recipe.new_rate, "full": recipe.new_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)
