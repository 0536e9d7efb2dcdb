"""Training from end to end, with a model far too small to be of use."""

from pathlib import Path
from typing import Any

import pytest
import spacy

from pipelines.training import measure, stages
from pipelines.training.__main__ import main
from pipelines.training.corpus import write_docbin
from pipelines.training.restore import restore_lemma_trees
from pipelines.training.ship import ship
from pipelines.training.sizes import Size
from tests.training.builders import write_treebank

TINY = Size("tiny", 8, 1, (50, 50, 50, 50), 8)
FEW: dict[str, Any] = {"training.max_steps": 4, "training.eval_frequency": 2}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with training files of our own sentences."""
    folder = tmp_path_factory.mktemp("work")
    bank = write_treebank(folder / "own.conllu", 200)
    for name in ("train", "dev"):
        write_docbin([bank], folder / f"{name}.spacy", (2, 3))
    return folder


def test_a_parser_is_trained_measured_and_shipped(work: Path, tmp_path: Path) -> None:
    """What is written can be loaded, parses, and holds figures, licence and sources."""
    trained = stages.settle(stages.train_parser(TINY, work, "train", **FEW), work, "train", 4)
    figures = measure.parsing_figures(trained.nlp, work / "dev.spacy")
    assert 0 <= figures["dep_las"] <= figures["dep_uas"] <= 1
    assert figures["words_per_second"] > 0
    ship(trained.nlp, None, {"test": figures}, tmp_path / "out")
    loaded = spacy.load(tmp_path / "out")
    assert loaded.meta["performance"]["test"]["dep_las"] == pytest.approx(figures["dep_las"])
    # Without the words of the training text it says the same, of words that it never met too.
    for text in ("It doesn't wait.", "Quorvane waits for 3 days. Harrow does not."):
        ours, theirs = loaded(text), trained.nlp(text)
        assert [(t.tag_, t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in ours] == [
            (t.tag_, t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in theirs
        ]
        assert ours[0].tag_
    assert "CC BY-SA" in (tmp_path / "out" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    config = (tmp_path / "out" / "config.cfg").read_text(encoding="utf-8")
    assert str(work) not in config
    assert "callbacks" not in config


def test_a_loaded_lemmatiser_knows_its_trees_again(work: Path, tmp_path: Path) -> None:
    """Trained on after loading, it is taught the trees that it was taught before."""
    stages.train_parser(TINY, work, "dev", **FEW).nlp.to_disk(tmp_path / "first")
    loaded = spacy.load(tmp_path / "first")
    lemmatiser: Any = loaded.get_pipe("trainable_lemmatizer")
    tree = lemmatiser.trees.add("Harrow", "harrow")
    assert tree not in lemmatiser.tree2label, "spaCy has mended it: the callback can go"
    restore_lemma_trees()(loaded)
    assert lemmatiser.labels[lemmatiser.tree2label[tree]] == tree


def test_the_same_seed_gives_the_same_weights(work: Path) -> None:
    """Two trainings end in the same weights."""
    ends = []
    for name in ("one", "two"):
        size = Size(name, 8, 1, (50, 50, 50, 50), 8)
        trained = stages.train_parser(size, work, "train", **FEW)
        ends.append(trained.nlp.get_pipe("parser").to_bytes(exclude=["cfg"]))  # type: ignore[attr-defined]
    assert ends[0] == ends[1]


def test_a_missing_corpus_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is named, and nothing is trained."""
    assert main(tmp_path, tmp_path, tmp_path / "out") == 2
    assert "en_ewt-train.conllu: not there" in capsys.readouterr().err
