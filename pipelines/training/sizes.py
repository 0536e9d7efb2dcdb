"""The sizes of the language model that are compared, and the one that is shipped."""

from dataclasses import dataclass
from typing import Any

_LISTENERS = ("tagger", "trainable_lemmatizer", "senter", "parser")


@dataclass(frozen=True, slots=True)
class Size:
    """How wide and deep the shared tok2vec is: `rows` of its four hashed embeddings
    (norm, prefix, suffix, shape), `hidden` units of the parser."""

    name: str
    width: int
    depth: int
    rows: tuple[int, int, int, int]
    hidden: int

    def overrides(self) -> dict[str, Any]:
        """The settings of config.cfg that this size changes."""
        encode = "components.tok2vec.model.encode"
        widths = {f"components.{pipe}.model.tok2vec.width": self.width for pipe in _LISTENERS}
        return widths | {
            "components.tok2vec.model.embed.width": self.width,
            "components.tok2vec.model.embed.rows": list(self.rows),
            f"{encode}.width": self.width,
            f"{encode}.depth": self.depth,
            "components.parser.model.hidden_width": self.hidden,
        }


SIZES = (
    Size("small", 64, 4, (5000, 1000, 2500, 2500), 64),
    Size("medium", 96, 4, (5000, 1000, 2500, 2500), 128),
    Size("large", 128, 4, (5000, 1000, 3000, 2500), 128),
)
SHIPPED = "large"


def size_named(name: str) -> Size:
    """The size of this name; Raises ValueError with the names there are."""
    for size in SIZES:
        if size.name == name:
            return size
    raise ValueError(f"{name}: no such size; there are {', '.join(s.name for s in SIZES)}")
