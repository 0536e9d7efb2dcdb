"""CoNLL-U treebanks as spaCy training files."""

import random
from collections.abc import Iterator
from pathlib import Path

import conllu
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 10
TRAIN_SIZES = (1, 2, 3, 4, 6)


def sentences(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """One Doc a sentence, with tags, lemmas, heads and relations, spaced as printed.

    Contractions ("don't", "Google's") stay two words, as spaCy's tokenizer cuts them:
    merged, as `spacy convert --merge-subtokens` leaves them, they would not align and
    neither negation nor possession would ever be seen in training.
    """
    with path.open(encoding="utf-8") as lines:
        for sentence in conllu.parse_incr(lines):
            yield sentence_doc(sentence, vocab)


def sentence_doc(sentence: conllu.TokenList, vocab: Vocab) -> Doc:
    """The Doc of one CoNLL-U sentence; heads are indices, the root is its own head."""
    spaced: dict[int, bool] = {}
    words: list[conllu.Token] = []
    for token in sentence:
        if isinstance(token["id"], int):
            words.append(token)
            spaced.setdefault(token["id"], _space_after(token))
        elif token["id"][1] == "-":  # a range line gives the spacing of its words
            first, _, last = token["id"]
            spaced.update(dict.fromkeys(range(first, last), False))
            spaced[last] = _space_after(token)
    return Doc(
        vocab,
        words=[w["form"] for w in words],
        spaces=[spaced[w["id"]] for w in words],
        tags=[w["xpos"] for w in words],
        pos=[w["upos"] for w in words],
        lemmas=[w["lemma"] for w in words],
        heads=[w["head"] - 1 if w["head"] else n for n, w in enumerate(words)],
        deps=["ROOT" if w["deprel"] == "root" else w["deprel"] for w in words],
    )


def _space_after(token: conllu.Token) -> bool:
    return (token["misc"] or {}).get("SpaceAfter") != "No"


def write_docbin(
    paths: list[Path], target: Path, sizes: tuple[int, ...] = (SENTENCES_PER_DOC,)
) -> int:
    """Number of sentences written to `target`, grouped to Docs of one of these `sizes`.

    Several sentences to a Doc teach the parser where sentences end; few of them keep its
    training fast, whose cost grows with the square of a Doc's length.
    """
    rng = random.Random(0)
    vocab = Vocab()
    out = DocBin(store_user_data=False)
    count = 0
    for path in paths:
        group: list[Doc] = []
        wanted = rng.choice(sizes)
        for doc in sentences(path, vocab):
            group.append(doc)
            count += 1
            if len(group) == wanted:
                out.add(Doc.from_docs(group))
                group, wanted = [], rng.choice(sizes)
        if group:
            out.add(Doc.from_docs(group))
    out.to_disk(target)
    return count
