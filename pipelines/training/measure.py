"""What a trained pipeline gets right, and how fast: figures from texts it never saw."""

import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

_PARSED = ("tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
_SPEED_PASSES = 3


def gold_docs(nlp: Language, path: Path) -> list[Doc]:
    """The annotated Docs of a training file."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def parsing_figures(nlp: Language, path: Path) -> dict[str, float]:
    """Accuracy (shares, punctuation left out of UAS and LAS) and words per second.

    The figures without a prefix are from raw text, where the pipeline cuts words and
    sentences itself; `gold_` ones are from gold words, sentences still cut by the parser;
    `sentence_` ones from gold words and gold sentences, which is how the tracker parses.
    """
    gold = gold_docs(nlp, path)
    raw = nlp.evaluate([Example(nlp.make_doc(d.text), d) for d in gold])
    words = nlp.evaluate([Example(_words_of(nlp, d), d) for d in gold])
    cut = [sentence.as_doc() for d in gold for sentence in d.sents]
    alone = nlp.evaluate([Example(_words_of(nlp, d, cut=True), d) for d in cut])
    figures = {name: round(raw[name], 4) for name in _PARSED}
    for prefix, scores in (("gold", words), ("sentence", alone)):
        figures |= {f"{prefix}_{n}": round(scores[n], 4) for n in ("dep_uas", "dep_las")}
    return figures | {"words_per_second": words_per_second(nlp, [d.text for d in gold])}


def _words_of(nlp: Language, doc: Doc, *, cut: bool = False) -> Doc:
    """The words of `doc` unannotated; with `cut` they are one sentence."""
    words = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    if cut:
        for token in list(words)[1:]:
            token.is_sent_start = False
    return words


def words_per_second(nlp: Language, texts: list[str]) -> int:
    """Words that the whole pipeline reads in a second of processor time, best of a few passes."""
    rates = []
    for _ in range(_SPEED_PASSES):
        start = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        rates.append(words / (time.process_time() - start))
    return round(max(rates))


def name_figures(nlp: Language, path: Path) -> dict[str, dict[str, float]]:
    """Precision, recall and F (shares) of each label the file knows, from raw text."""
    gold = gold_docs(nlp, path)
    scores = nlp.evaluate([Example(nlp.make_doc(d.text), d) for d in gold])
    known = {span.label_ for d in gold for span in d.ents}
    kinds = {k: v for k, v in scores["ents_per_type"].items() if k in known}
    return {k: {n: round(x, 4) for n, x in v.items()} for k, v in sorted(kinds.items())}


def megabytes(folder: Path) -> float:
    """Size on disk [MB, 10**6 bytes]."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, 1)


def load(folder: Path) -> Language:
    """The pipeline in `folder`."""
    return spacy.load(folder)
