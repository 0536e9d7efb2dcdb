"""The teacher in torch: a pretrained transformer with heads that choose every word's head.

Biaffine attention as in Dozat and Manning (2017), https://arxiv.org/abs/1611.01734.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from pipelines.training.teacher.batches import IGNORED, SHAPES, Batch, Labels

_ARC, _RELATION = 384, 128
_DROPOUT = 0.33
_FAR = -1e4
_SMALL = 0.02


class Guess(NamedTuple):
    """Scores by text and word: of each head (the root first), tag, and being a sentence's first.

    `words` and `heads` [texts, words or words + 1, width] are what relations are told from.
    """

    arcs: Tensor
    tags: Tensor
    starts: Tensor
    words: Tensor
    heads: Tensor


class Teacher(nn.Module):
    """Reads texts of a few sentences."""

    def __init__(self, pretrained: Path, labels: Labels) -> None:
        """`pretrained` is a folder with config.json and weights of a BERT-like encoder."""
        super().__init__()
        config = BertConfig.from_pretrained(pretrained)
        config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.0
        self.bert = BertModel.from_pretrained(pretrained, config=config, add_pooling_layer=False)
        width = config.hidden_size
        self.shape = nn.Linear(SHAPES, width, bias=False)
        nn.init.zeros_(self.shape.weight)
        self.drop = nn.Dropout(_DROPOUT)
        self.arc_head, self.arc_word = nn.Linear(width, _ARC), nn.Linear(width, _ARC)
        self.rel_head, self.rel_word = nn.Linear(width, _RELATION), nn.Linear(width, _RELATION)
        self.arc = nn.Parameter(torch.randn(_ARC + 1, _ARC) * _SMALL)
        both = (len(labels.deps), _RELATION + 1, _RELATION + 1)
        self.relation = nn.Parameter(torch.randn(both) * _SMALL)
        self.root = nn.Parameter(torch.randn(width) * _SMALL)
        self.tag = nn.Linear(width, len(labels.tags))
        self.start = nn.Linear(width, 2)

    def forward(self, batch: Batch) -> Guess:
        """What it makes of the words, whatever sentences they are in."""
        shapes = functional.one_hot(batch.shapes, SHAPES).float()
        states = self.bert.embeddings(input_ids=batch.ids) + self.shape(shapes)
        mask = ((1 - batch.there.float()) * _FAR)[:, None, None]
        for layer in self.bert.encoder.layer:
            states = layer(states, mask)
            states = states[0] if isinstance(states, tuple) else states
        words = self.drop(_taken(states, batch.first))
        heads = torch.cat([self.root.expand(len(words), 1, -1), words], 1)
        asked = _with_one(functional.gelu(self.arc_word(words)))
        arcs = asked @ self.arc @ functional.gelu(self.arc_head(heads)).transpose(1, 2)
        return Guess(arcs, self.tag(words), self.start(words), words, heads)

    def relations(self, guess: Guess, heads: Tensor) -> Tensor:
        """Scores [texts, words, relations] of each word to its head, counted from the root."""
        above = _with_one(functional.gelu(self.rel_head(_taken(guess.heads, heads))))
        below = _with_one(functional.gelu(self.rel_word(guess.words)))
        return torch.einsum("twi,rij,twj->twr", below, self.relation.to(below.dtype), above)


def within(arcs: Tensor, sentence: Tensor) -> Tensor:
    """The scores, with heads in other sentences out of reach."""
    same = sentence[:, :, None] == sentence[:, None, :]
    reached = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    return arcs.float().masked_fill(~reached, _FAR)


def loss_of(net: Teacher, batch: Batch) -> Tensor:
    """Of heads, relations, tags and where sentences begin."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        guess = net(batch)
        relations = net.relations(guess, batch.heads.clamp(min=0))
    heads = _crossed(within(guess.arcs, batch.sentence), batch.heads)
    tags, starts = _crossed(guess.tags, batch.tags), _crossed(guess.starts, batch.starts)
    return heads + _crossed(relations, batch.deps) + 0.3 * tags + 0.5 * starts


def _crossed(scores: Tensor, right: Tensor) -> Tensor:
    flat = scores.float().flatten(0, 1)
    return functional.cross_entropy(flat, right.flatten(), ignore_index=IGNORED)


def _taken(rows: Tensor, places: Tensor) -> Tensor:
    return torch.gather(rows, 1, places[..., None].expand(-1, -1, rows.shape[-1]))


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat([rows, rows.new_ones(*rows.shape[:2], 1)], -1)
