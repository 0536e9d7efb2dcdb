"""What spaCy forgets when a trained lemmatiser is loaded to be trained further."""

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.util import registry

RESTORE = "compute_deals.restore_lemma_trees.v1"


@registry.callbacks(RESTORE)  # type: ignore[untyped-decorator]
def restore_lemma_trees() -> Callable[[Language], Language]:
    """A callback that numbers the loaded lemmatiser's edit trees again.

    Loaded from disk it can predict, but takes every tree it is taught for the first one.
    """

    def restore(nlp: Language) -> Language:
        pipes: list[Any] = [pipe for _, pipe in nlp.pipeline]
        for pipe in pipes:
            if hasattr(pipe, "tree2label"):
                pipe.tree2label = {tree: n for n, tree in enumerate(pipe.cfg["labels"])}
        return nlp

    return restore
