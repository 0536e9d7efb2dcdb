"""Put parser and recogniser into one pipeline and write it with figures and sources."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language

ATTRIBUTION = Path(__file__).with_name("ATTRIBUTION.md")
VERSION = "3.0.0"


def ship(nlp: Language, names: Language | None, figures: dict[str, Any], out: Path) -> None:
    """Write the pipeline to `out` with its measured figures, licence and sources.

    The recogniser is there but switched off: who wants it asks for it.
    """
    if names is not None:
        nlp.add_pipe("ner", source=names)
        nlp.disable_pipe("ner")
    nlp.meta.update(
        name="compute_deals",
        version=VERSION,
        description="English tagger, lemmatiser, parser and recogniser of names for deal news",
        license="CC BY-SA 4.0",
        performance=figures,
    )
    nlp.config["nlp"]["after_pipeline_creation"] = None  # what only training needs
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # of the machine that trained
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    needed = sorted(set(needed_strings(nlp)))
    (out / "vocab" / "strings.json").write_text(json.dumps(needed), encoding="utf-8")
    shutil.copy(ATTRIBUTION, out / "ATTRIBUTION.md")


def needed_strings(nlp: Language) -> Iterator[str]:
    """What the components predict: labels, and what lemmas are made of.

    Words that were met in training are in the vocabulary too, two megabytes of them; one is
    added again when it is read.
    """
    pipes: list[Any] = [pipe for _, pipe in nlp.components]
    for pipe in pipes:
        if hasattr(pipe, "tree2label"):
            for tree in pipe.label_data["trees"]:
                yield from (tree[part] for part in ("orig", "subst") if part in tree)
        else:
            yield from getattr(pipe, "labels", ())
