"""The language model and what it is shown."""

from pathlib import Path

import pytest
import spacy
from thinc.api import NumpyOps, get_current_ops

from tracker.extract.named import Named, Party
from tracker.extract.pipeline import SentenceParser, load_pipeline
from tracker.extract.sentences import Span
from tracker.model.errors import BadReference


@pytest.fixture(scope="module")
def parser() -> SentenceParser:
    """The shipped model."""
    return SentenceParser()


def test_a_missing_pipeline_is_one_clear_line() -> None:
    """A name that is not installed is reported with the mend, in one line."""
    with pytest.raises(BadReference, match=r"no_such_pipeline: .*extract\.pipeline") as caught:
        load_pipeline("no_such_pipeline")
    assert "\n" not in str(caught.value)


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    """A pipeline that cannot parse is named with what it lacks."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(BadReference, match="no tagger and no parser"):
        load_pipeline(tmp_path / "blank")


def test_a_recogniser_is_asked_for_only_where_there_is_one(tmp_path: Path) -> None:
    """A pipeline that was to bring a recogniser and has none is refused in one line."""
    nlp = load_pipeline()
    nlp.to_disk(tmp_path / "parser")
    with pytest.raises(BadReference, match="the pipeline has no ner"):
        load_pipeline(tmp_path / "parser", recogniser=True)


def test_tokens_point_into_the_document(parser: SentenceParser) -> None:
    """Each token's characters are those of the document, names are one token."""
    text = 'Before. Foo Bar Ltd (the "Tenant") rents chips from Baz.'
    party = Party("Foo Bar", "foo-bar", frozenset(), curated=False)
    name = Named(8, 19, "COMPANY", "unknown", "Foo Bar Ltd", party)
    [sentence] = parser.parse([(text, Span(8, len(text)), 0, [name])])
    words = [text[s:e] for s, e in zip(sentence.starts, sentence.ends, strict=True)]
    assert words == ["Foo Bar Ltd", "rents", "chips", "from", "Baz", "."]
    assert sentence.named == {0: name}


def test_an_empty_sentence_is_parsed(parser: SentenceParser) -> None:
    """A span with nothing to show does not break the parser."""
    [sentence] = parser.parse([('("X")', Span(0, 5), 0, [])])
    assert len(sentence.doc) == 1


def test_loading_leaves_other_models_alone() -> None:
    """The fast products are those of the loaded pipeline, not of what is loaded later."""
    before = get_current_ops()
    nlp = load_pipeline()
    assert get_current_ops() is before
    ops = nlp.get_pipe("tok2vec").model.ops  # type: ignore[attr-defined]
    assert isinstance(ops, NumpyOps)
    assert not ops.use_blis
