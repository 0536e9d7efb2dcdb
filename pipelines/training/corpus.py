"""CoNLL-U treebanks as spaCy training files."""

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import conllu
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 10
TRAIN_SIZES = (1, 2, 3, 4, 6)
SHORT, LONG = "silver.spacy", "silver-long.spacy"  # what the teacher parsed


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


def write_groups(texts: Iterable[Sequence[Doc]], folder: Path) -> int:
    """Number of sentences written to `folder`: each text in Docs of TRAIN_SIZES, and long ones.

    A long Doc has SENTENCES_PER_DOC sentences of neighbouring texts.
    """
    rng = random.Random(0)
    short, long = DocBin(store_user_data=False), DocBin(store_user_data=False)
    count = 0
    waiting: list[Doc] = []
    for text in texts:
        at = 0
        while at < len(text):
            group = list(text[at : at + rng.choice(TRAIN_SIZES)])
            short.add(Doc.from_docs(group))
            at += len(group)
        count += len(text)
        waiting += text
        while len(waiting) >= SENTENCES_PER_DOC:
            long.add(Doc.from_docs(waiting[:SENTENCES_PER_DOC]))
            waiting = waiting[SENTENCES_PER_DOC:]
    folder.mkdir(parents=True, exist_ok=True)
    short.to_disk(folder / SHORT)
    long.to_disk(folder / LONG)
    return count


def write_mixed(gold: Path, silver: Path, target: Path, times: int) -> tuple[int, int]:
    """Words of `gold` and of `silver`, of which `target` holds the first `times`, shuffled."""
    vocab = Vocab()
    labelled = list(DocBin().from_disk(gold).get_docs(vocab))
    parsed = list(DocBin().from_disk(silver).get_docs(vocab))
    every = labelled * times + parsed
    random.Random(0).shuffle(every)
    out = DocBin(store_user_data=False)
    for doc in every:
        out.add(doc)
    out.to_disk(target)
    return sum(map(len, labelled)), sum(map(len, parsed))


def is_tree(heads: Sequence[int]) -> bool:
    """Whether one word is its own head, and every other hangs on it in the end."""
    if sum(head == place for place, head in enumerate(heads)) != 1:
        return False
    for place in range(len(heads)):
        at = place
        for _ in heads:
            at = heads[at]
        if heads[at] != at:
            return False
    return True
