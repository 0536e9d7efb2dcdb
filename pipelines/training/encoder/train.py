"""Fits the encoder to labelled passages: a few passes, the weights of the last ones averaged."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import nn

from pipelines.training.encoder.batches import Batch, batch_of
from pipelines.training.encoder.examples import Example
from pipelines.training.encoder.loss import loss_of
from pipelines.training.encoder.model import Encoder
from pipelines.training.encoder.questions import Question, Teacher
from pipelines.training.encoder.renaming import Namer
from pipelines.training.encoder.stitching import with_roundups
from pipelines.training.pretrained import TOKENIZER, pretrained_folder
from tracker.extract.encoder.ways import Asker
from tracker.extract.encoder.windows import CAPITAL, SMALL

_MASK = 103  # the pretrained vocabulary's [MASK]
_SPECIAL = 110  # ids below are no words
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "its", "nor", "of", "on", "or"}
    | {"over", "the", "to", "via", "with"}
)
_NAMES = -2  # the column of marks that says: a company


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast; the rates are of the pretrained layers and of the new ones."""

    passes: int = 7
    averaged: int = 2  # the last so many
    rate: float = 1.5e-4
    new_rate: float = 1.5e-3
    least_rate: float = 0.15  # of the full one, at the end
    warm_up: float = 0.06  # of all steps
    pieces: int = 1900  # word pieces of a batch
    renamed: float = 0.6  # passages that get other names
    without_hints: float = 0.15  # passages shown without what the rules saw
    stitched: float = 0.25  # short passages that are told together with others
    hidden: float = 0.08  # word pieces that are hidden
    capitals: float = 0.2  # windows whose first sentence is set in Headline Case
    with_first: bool = False  # the weights that were begun with count in the average
    seed: int = 0


# From weights that have learned already: what they know is kept.
FURTHER = Recipe(passes=2, averaged=2, rate=5e-5, new_rate=4e-4, with_first=True)


def fit(
    net: Encoder,
    examples: Sequence[Example],
    asker: Asker,
    teacher: Teacher,
    recipe: Recipe,
    tell: Callable[[str], None],
) -> Encoder:
    """`net` when it has learned `examples`; `tell` gets a line per pass."""
    torch.manual_seed(recipe.seed)
    dice = random.Random(recipe.seed)
    optimiser = _optimiser(net, recipe)
    namer, small = Namer(examples), _small_words()
    kept = [_copy(net)] if recipe.with_first else []
    steps = done = 0
    start = time.monotonic()
    for number in range(recipe.passes):
        batches = list(_batches(_questions(examples, teacher, namer, recipe, dice), recipe, dice))
        steps = steps or len(batches) * recipe.passes
        net.train()
        total = 0.0
        for questions in batches:
            _set_rate(optimiser, recipe, done, steps)
            batch = _typeset(_hide(batch_of(questions, asker), recipe), recipe, small)
            total += _step(net, optimiser, batch, questions)
            done += 1
        if number >= recipe.passes - recipe.averaged:
            kept.append(_copy(net))
        count = sum(map(len, batches))
        tell(f"pass {number + 1}: loss {total / count:.3f}, {time.monotonic() - start:.0f} s")
    net.load_state_dict(_mean(kept))
    return net.eval()


def _optimiser(net: Encoder, recipe: Recipe) -> torch.optim.Optimizer:
    old: list[nn.Parameter] = []
    new: list[nn.Parameter] = []
    for name, weight in net.named_parameters():
        pretrained = ".layers." in name or ".embeddings." in name
        (old if pretrained else new).append(weight)
    groups = [
        {"params": old, "lr": recipe.rate, "full": recipe.rate},
        {"params": new, "lr": recipe.new_rate, "full": recipe.new_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _set_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, done: int, steps: int) -> None:
    rising = (done + 1) / (recipe.warm_up * steps)
    falling = max(recipe.least_rate, 1 - done / steps)
    for group in optimiser.param_groups:
        group["lr"] = group["full"] * min(1.0, rising) * falling


def _step(
    net: Encoder, optimiser: torch.optim.Optimizer, batch: Batch, questions: Sequence[Question]
) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(batch)
    loss = loss_of(scores, batch)
    optimiser.zero_grad()
    (loss / len(questions)).backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _questions(
    examples: Sequence[Example],
    teacher: Teacher,
    namer: Namer,
    recipe: Recipe,
    dice: random.Random,
) -> list[Question]:
    found: list[Question] = []
    for example in with_roundups(examples, recipe.stitched, dice):
        rename = namer.rename(example, dice) if dice.random() < recipe.renamed else None
        hints = dice.random() >= recipe.without_hints
        found.extend(teacher.questions(example, rename, hints=hints))
    return found


def _batches(
    questions: list[Question], recipe: Recipe, dice: random.Random
) -> Iterator[list[Question]]:
    """Windows of like length together, the batches in any order."""
    questions.sort(key=lambda q: len(q.window.ids) + 20 * dice.random())
    batches: list[list[Question]] = [[]]
    for question in questions:
        if batches[-1] and (len(batches[-1]) + 1) * len(question.window.ids) > recipe.pieces:
            batches.append([])
        batches[-1].append(question)
    dice.shuffle(batches)
    yield from batches


def _hide(batch: Batch, recipe: Recipe) -> Batch:
    """Some words hidden, but for names: what is learned must not hang on one of them."""
    hidden = torch.rand(batch.ids.shape) < recipe.hidden
    hidden &= (batch.marks[:, :, _NAMES] == 0) & (batch.ids > _SPECIAL)
    batch.ids[hidden] = _MASK
    return batch


def _typeset(batch: Batch, recipe: Recipe, small: torch.Tensor) -> Batch:
    """Some titles as press releases print them, where a capital says nothing."""
    chosen = torch.rand(len(batch.ids), 1) < recipe.capitals
    raised = chosen & (batch.lines == 0) & (batch.shapes[:, :, SMALL] == 1)
    raised &= ~torch.isin(batch.ids, small)
    batch.shapes[raised] = torch.from_numpy(CAPITAL)
    return batch


def _small_words() -> torch.Tensor:
    """The ids of words that stay small in a title."""
    tokenizer = Tokenizer.from_file(str(pretrained_folder() / TOKENIZER))
    return torch.tensor([tokenizer.token_to_id(word) for word in sorted(_SMALL_WORDS)])


def _copy(net: Encoder) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in net.state_dict().items()}


def _mean(kept: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    found = dict(kept[-1])
    for name, value in found.items():
        if value.is_floating_point():
            found[name] = torch.stack([one[name] for one in kept]).mean(0)
    return found
