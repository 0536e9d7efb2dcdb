"""Weights in a file: what is saved is what is loaded; a bad file is told in one line."""

from pathlib import Path

import numpy as np
import pytest

from tracker.extract.pairs.weights import fingerprint, load_weights, save_weights
from tracker.model.errors import BadReference


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Answers, features and numbers come back, to half precision."""
    path = tmp_path / "w.npz"
    save_weights(path, {"sides": (["deal"], ["a", "b é"], np.array([[0.5], [-1.25]]))})
    loaded = load_weights(path)["sides"]
    assert loaded.answers == ("deal",)
    assert loaded.scores(["a", "b é"])[0] == pytest.approx(-0.75)


def test_a_feature_never_seen_weighs_nothing(tmp_path: Path) -> None:
    """Only features of the training count."""
    path = tmp_path / "w.npz"
    save_weights(path, {"sides": (["deal"], ["a"], np.array([[2.0]]))})
    loaded = load_weights(path)["sides"]
    assert loaded.scores(["a", "unheard of"])[0] == loaded.scores(["a"])[0] == 2.0
    assert loaded.scores([])[0] == 0.0


def test_the_fingerprint_changes_with_a_weight(tmp_path: Path) -> None:
    """Documents are read again when a weight has changed."""
    prints = []
    for number in (1.0, 1.5):
        save_weights(tmp_path / "w.npz", {"sides": (["deal"], ["a"], np.array([[number]]))})
        prints.append(fingerprint(load_weights(tmp_path / "w.npz")))
    assert prints[0] != prints[1]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_bad_file_is_one_line_that_says_the_mend(tmp_path: Path, content: bytes) -> None:
    """The message names the file and how to make it again."""
    path = tmp_path / "pairs.npz"
    path.write_bytes(content)
    with pytest.raises(BadReference, match=r"pairs\.npz: .*make weights") as caught:
        load_weights(path)
    assert "\n" not in str(caught.value)
