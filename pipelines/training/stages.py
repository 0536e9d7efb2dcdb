"""The stages of training: corpora, one parser of a size, the recogniser."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy import util
from spacy.cli.train import train
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops

from pipelines.training import augment as augment  # registers the augmenter
from pipelines.training.corpus import LONG, SHORT, TRAIN_SIZES, write_docbin, write_mixed
from pipelines.training.names import write_names
from pipelines.training.rawtext import filing_lines, names_lines
from pipelines.training.restore import RESTORE
from pipelines.training.sizes import Size

GOLD_TIMES = 2  # treebanks beside what the teacher parsed
SETTLING_STEPS = 2000
SETTLING_WORDS = 1000  # a step
_HERE = Path(__file__).parent
PARSER_CONFIG = _HERE / "config.cfg"
NAMES_CONFIG = _HERE / "ner.cfg"

TREEBANKS = {
    "train": ("en_ewt-train.conllu", "en_gum-news_interview_speech.conllu"),
    "dev": ("en_ewt-dev.conllu",),
    "test": ("en_ewt-test.conllu",),  # never in training
    "pud": ("en_pud-test.conllu",),  # never in training: the out-of-domain test
}
_CROSSNER = [
    f"crossner-{field}-{part}.conll"
    for field in ("ai", "politics", "science")
    for part in ("train", "dev", "test")
]
NAME_CORPORA = {
    "names-train": (
        "uner-ewt-dev.iob2", "wikigold.conll", "wnut17-train.conll", "wnut17-dev.conll",
        "sec-fin5.conll", *_CROSSNER,
    ),
    "names-dev": ("uner-ewt-test.iob2",),
    "names-pud": ("uner-pud-test.iob2",),  # never in training
    "names-fin3": ("sec-fin3.conll",),  # never in training
}  # fmt: skip
# What the teacher parses has neither EWT's dev and test nor PUD, under any label.
_UNREAD = frozenset({"uner-ewt-dev.iob2"})


@dataclass(frozen=True, slots=True)
class Trained:
    """A pipeline and the minutes of processor time that training it took."""

    nlp: Language
    minutes: float


def write_corpora(shared: Path, work: Path) -> dict[str, int]:
    """Number of sentences of each corpus written to `work`, to learn from or to measure on.

    "final" and "final-long" hold what the shipped parser learns from beside the teacher's text:
    train and dev.
    """
    banks, names = shared / "treebank", shared / "ner"
    final = TREEBANKS["train"] + TREEBANKS["dev"]
    files = {**TREEBANKS, "final": final, "final-long": final}
    counts = {
        name: write_docbin([banks / f for f in parts], work / f"{name}.spacy", TRAIN_SIZES)
        if name in {"train", "final"}
        else write_docbin([banks / f for f in parts], work / f"{name}.spacy")
        for name, parts in files.items()
    }
    for name, parts in NAME_CORPORA.items():
        counts[name] = write_names([names / f for f in parts], work / f"{name}.spacy")
    return counts


def unlabelled(shared: Path) -> list[str]:
    """Lines of the name corpora and the filings, for the teacher to parse."""
    names = [shared / "ner" / f for f in NAME_CORPORA["names-train"] if f not in _UNREAD]
    return [*names_lines(names), *filing_lines(shared / "edgar" / "filings")]


def mix(silver: Path, work: Path) -> tuple[int, int]:
    """Number of words of the treebanks and of the teacher's text in `work`/mixed.spacy.

    It holds the treebanks GOLD_TIMES; mixed-long.spacy is the same in long texts.
    """
    write_mixed(work / "final-long.spacy", silver / LONG, work / "mixed-long.spacy", GOLD_TIMES)
    return write_mixed(work / "final.spacy", silver / SHORT, work / "mixed.spacy", GOLD_TIMES)


def train_parser(size: Size, work: Path, corpus: str, **more: Any) -> Trained:
    """A pipeline of this size, from tagger to cutter of sentences, after a number of steps.

    Learns from short Docs, which is quick. Parameters are averaged; nothing is chosen by
    looking at a held-out text.
    """
    out = work / f"parser-{size.name}-{corpus}"
    return _train(PARSER_CONFIG, out, size.overrides() | _paths(work, corpus) | more)


def settle(first: Trained, work: Path, corpus: str, steps: int = SETTLING_STEPS) -> Trained:
    """The parser after further steps on long Docs, at a rate that falls to nothing.

    In short Docs every third sentence begins where the text does, which needs no parser:
    long ones teach how often a sentence ends within a text.
    """
    source = work / f"first-{corpus}"
    first.nlp.to_disk(source)
    config = util.load_config(PARSER_CONFIG, interpolate=False)
    config["components"] = {name: {"source": str(source)} for name in first.nlp.pipe_names}
    config["nlp"]["after_pipeline_creation"] = {"@callbacks": RESTORE}
    config["training"]["max_steps"] = steps
    config["training"]["eval_frequency"] = max(1, steps // 2)
    config["training"]["batcher"]["size"] = SETTLING_WORDS
    config["training"]["optimizer"]["learn_rate"] = {
        "@schedules": "warmup_linear.v1",
        "warmup_steps": 50,
        "total_steps": steps,
        "initial_rate": 0.001,
    }
    config.to_disk(work / f"settle-{corpus}.cfg")
    settled = _train(
        work / f"settle-{corpus}.cfg", work / f"settled-{corpus}", _paths(work, corpus)
    )
    return Trained(settled.nlp, first.minutes + settled.minutes)


def train_recogniser(work: Path, **more: Any) -> Trained:
    """The recogniser of names, a pipeline of one component."""
    paths = {
        "paths.train": str(work / "names-train.spacy"),
        "paths.dev": str(work / "names-dev.spacy"),
    }
    return _train(NAMES_CONFIG, work / "recogniser", paths | more)


def _train(config: Path, out: Path, overrides: dict[str, Any]) -> Trained:
    start = time.process_time()
    train(config, out, overrides=overrides)
    minutes = (time.process_time() - start) / 60
    return Trained(spacy.load(out / "model-last"), round(minutes, 1))


def _paths(work: Path, corpus: str) -> dict[str, Any]:
    return {
        "paths.train": str(work / f"{corpus}.spacy"),
        "paths.dev": str(work / "dev.spacy"),
    }


def use_fast_products() -> None:
    """Multiply matrices with numpy's BLAS, here three times as fast as the default's."""
    set_current_ops(NumpyOps(use_blis=False))


def missing(shared: Path) -> Path | None:
    """The first file or folder that training needs and does not find."""
    files = [shared / "treebank" / f for parts in TREEBANKS.values() for f in parts]
    files += [shared / "ner" / f for parts in NAME_CORPORA.values() for f in parts]
    files.append(shared / "edgar" / "filings")
    return next((path for path in files if not path.exists()), None)
