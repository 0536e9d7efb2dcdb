"""`python -m pipelines.training TREEBANK OUT`: train, evaluate and write the model.

One core takes about half an hour. Threads are held at one and the seed is in
config.cfg, so that a second run gives the same weights on the same machine.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import DocBin

from pipelines.training.corpus import write_docbin

TRAIN = ["en_ewt-train.conllu", "en_gum-news_interview_speech.conllu"]
CORPORA = {
    "train": TRAIN,
    "dev": ["en_ewt-dev.conllu"],
    "test": ["en_ewt-test.conllu"],
    "pud": ["en_pud-test.conllu"],  # never in training: the out-of-domain test
}
ATTRIBUTION = Path(__file__).with_name("ATTRIBUTION.md")


def main(treebank: Path, out: Path) -> int:
    """0 when the model stands in `out` with its figures in `out/meta.json`."""
    missing = [n for names in CORPORA.values() for n in names if not (treebank / n).is_file()]
    if missing:
        print(f"{treebank}: no {missing[0]}; give the folder of the treebanks", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for corpus, files in CORPORA.items():
            count = write_docbin([treebank / f for f in files], work / f"{corpus}.spacy")
            print(f"{corpus}: {count} sentences", flush=True)
        train(
            Path(__file__).with_name("config.cfg"),
            work / "model",
            overrides={
                "paths.train": str(work / "train.spacy"),
                "paths.dev": str(work / "dev.spacy"),
            },
        )
        nlp = spacy.load(work / "model" / "model-best")
        figures = {c: evaluate(nlp, work / f"{c}.spacy") for c in ("test", "pud")}
    print(json.dumps(figures, indent=1))
    ship(nlp, figures, out)
    return 0


def evaluate(nlp: Language, path: Path) -> dict[str, float]:
    """Accuracy (shares) from raw text, with this machine's words per second."""
    gold = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    texts = [doc.text for doc in gold]
    start = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    seconds = time.perf_counter() - start
    scores = nlp.evaluate([spacy.training.Example(nlp.make_doc(d.text), d) for d in gold])
    names = ("tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
    return {n: round(scores[n], 4) for n in names} | {"words_per_second": round(words / seconds)}


def ship(nlp: Language, figures: dict[str, dict[str, float]], out: Path) -> None:
    """Write the model with its measured figures, licence and sources."""
    nlp.meta.update(
        name="compute_deals",
        version="1.0.0",
        description="English tagger, lemmatiser and parser for compute-deal news",
        license="CC BY-SA 4.0",
        performance=figures,
    )
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # of the machine that trained
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    shutil.copy(ATTRIBUTION, out / "ATTRIBUTION.md")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
