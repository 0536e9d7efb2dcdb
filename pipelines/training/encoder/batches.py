"""Questions side by side, padded to one size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from pipelines.training.encoder.questions import IGNORED, Question
from tracker.extract.encoder.ways import KINDS, Asker
from tracker.extract.encoder.windows import Numbers

_NO_WAYS = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows [windows, pieces ...]; the ways of all in one list, `home` their window."""

    ids: Tensor
    shapes: Tensor
    there: Tensor
    tags: Tensor
    marks: Tensor
    pool: Tensor
    ways: Tensor
    home: Tensor
    rows: Tensor
    deals: Tensor
    types: Tensor
    statuses: Tensor
    lines: Tensor
    evidence: Tensor
    spans: Tensor
    beside: Tensor
    sorts: Tensor
    terms: Tensor

    @property
    def is_leg(self) -> Tensor:
        """Which of the ways a label tells, optional ones too."""
        return self.types.sum(-1) > 0


def batch_of(questions: Sequence[Question], asker: Asker) -> Batch:
    """Questions side by side."""
    count, size = len(questions), max(len(q.window.ids) for q in questions)
    asked = [(i, q.inputs) for i, q in enumerate(questions) if q.inputs is not None]
    companies = max([inputs.pool.shape[0] for _, inputs in asked], default=1)
    ids, tags = torch.zeros(count, size, dtype=torch.long), torch.full((count, size), IGNORED)
    there = torch.zeros(count, size)
    shapes = torch.zeros(count, size, questions[0].window.shapes.shape[1])
    marks = torch.zeros(count, size, asker.marks_width)
    pool = torch.zeros(count, companies, size)
    lines = torch.full((count, size), -1)
    told = max(q.evidence.shape[-1] for q in questions)
    amounts = max(q.terms.shape[2] for q in questions)
    spans, beside = torch.zeros(count, amounts, size), torch.zeros(count, amounts, size)
    sorts = torch.zeros(count, amounts, len(KINDS) + 1)
    for i, question in enumerate(questions):
        own = len(question.window.ids)
        ids[i, :own] = torch.tensor(question.window.ids)
        tags[i, :own] = torch.from_numpy(question.tags)
        there[i, :own] = 1.0
        lines[i, :own] = torch.from_numpy(question.lines)
        shapes[i, :own] = torch.from_numpy(question.window.shapes)
        if question.inputs is not None:
            marks[i, :own] = torch.from_numpy(question.inputs.marks)
            pool[i, : question.inputs.pool.shape[0], :own] = torch.from_numpy(question.inputs.pool)
            rows = question.inputs.sorts.shape[0]
            spans[i, :rows, :own] = torch.from_numpy(question.inputs.spans)
            beside[i, :rows, :own] = torch.from_numpy(question.inputs.beside)
            sorts[i, :rows] = torch.from_numpy(question.inputs.sorts)
    return Batch(
        ids, shapes, there, tags, marks, pool,
        torch.from_numpy(np.concatenate([_NO_WAYS, *(inputs.sides for _, inputs in asked)])),
        torch.tensor([i for i, inputs in asked for _ in inputs.ways], dtype=torch.long),
        _stacked([inputs.rows for _, inputs in asked], asker.rows_width),
        torch.from_numpy(np.concatenate([q.deals for q in questions])),
        torch.from_numpy(np.concatenate([q.types for q in questions])),
        torch.from_numpy(np.concatenate([q.statuses for q in questions])),
        lines,
        torch.from_numpy(np.concatenate([_wide(q.evidence, told) for q in questions])),
        spans,
        beside,
        sorts,
        torch.from_numpy(np.concatenate([_more(q.terms, amounts) for q in questions])),
    )  # fmt: skip


def _stacked(rows: Sequence[Numbers], width: int) -> Tensor:
    return torch.from_numpy(np.concatenate(rows)) if rows else torch.zeros(0, width)


def _wide(evidence: Numbers, sentences: int) -> Numbers:
    return np.pad(evidence, ((0, 0), (0, 0), (0, sentences - evidence.shape[-1])))


def _more(terms: Numbers, amounts: int) -> Numbers:
    rest = ((0, 0), (0, 0), (0, amounts - terms.shape[2]), (0, 0))
    return np.pad(terms, rest, constant_values=np.nan)
