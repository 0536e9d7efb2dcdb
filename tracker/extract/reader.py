"""Documents in, claims out: the whole reading, in batches, one bad document at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from tracker.extract.document import Prepared, prepare
from tracker.extract.encoder.encoder import Encoder
from tracker.extract.encoder.judge import EncoderJudge
from tracker.extract.entities import EntityFinder
from tracker.extract.gate import Gate
from tracker.extract.judging import Judge
from tracker.extract.legs import LegReader
from tracker.extract.named import Named
from tracker.extract.omissions import omissions, with_short_title, without_halves
from tracker.extract.organisations import OrganisationFinder
from tracker.extract.pipeline import Sentence, SentenceParser
from tracker.extract.quantity import Quantity
from tracker.extract.recogniser import Recogniser
from tracker.extract.rules import load_rules
from tracker.extract.status import StatusReader
from tracker.extract.understanding import Understood, claims_of, understand
from tracker.model.deals import DealClaim, Mention
from tracker.model.errors import Problem
from tracker.model.feeds import Document
from tracker.model.ids import content_id
from tracker.reference.companies import Companies
from tracker.reference.products import Products

_BATCH = 16  # documents; the encoder's states of all of them are held at once
_RULES_VERSION = "11"
_LABELS = {
    "money": "MONEY", "rate": "MONEY", "chips": "CHIPS", "power": "POWER",
    "term": "TERM", "date": "DATE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read in one document; `parsed` is False where it was left alone as no deal."""

    document_id: str
    parsed: bool
    mentions: tuple[Mention, ...]
    claims: tuple[DealClaim, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts of reading that are built once."""

    companies: Companies
    products: Products
    entities: EntityFinder
    organisations: OrganisationFinder
    legs: LegReader
    statuses: StatusReader
    judge: Judge
    encoder: Encoder | None
    gate: Gate


class Reader:
    """Reads documents. Build one and keep it: loading the language model takes a second."""

    def __init__(
        self,
        companies: Companies,
        products: Products,
        pipeline: str | Path | None = None,
        *,
        recogniser: bool = False,
        judge: Judge | None = None,
    ) -> None:
        """`judge` settles the legs; the shipped encoder if none is given."""
        rules = load_rules()
        judge = judge or EncoderJudge()
        statuses = StatusReader(rules)
        self._parser = SentenceParser(pipeline or None, recogniser=recogniser)
        second = Recogniser(self._parser.nlp) if recogniser else None
        self._gate = Gate(companies, products, rules)
        self.companies = companies
        self._tools = Tools(
            companies,
            products,
            EntityFinder(companies, products, rules),
            OrganisationFinder(rules, second),
            LegReader(rules),
            statuses,
            judge,
            judge.encoder,
            self._gate,
        )
        gate = f"gate-{self._gate.version}"
        self.version = f"rules-{_RULES_VERSION}+{gate}+{judge.version}+{self._parser.version}"

    def read(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """One extraction per document, in order; what cannot be read is a problem of it."""
        queue = map(without_halves, documents)
        while batch := list(islice(queue, _BATCH)):
            yield from self._read_batch(batch)

    def _read_batch(self, batch: list[Document]) -> list[Extraction]:
        prepared: list[Prepared | Problem | None] = [self._prepare(d) for d in batch]
        pieces = [
            (text, span, index, names)
            for one in prepared
            if isinstance(one, Prepared)
            for text, span, index, names in one.pieces
        ]
        try:
            with self._parser.nlp.memory_zone():
                sentences = iter(list(self._parser.parse(pieces)))
                understood = [
                    self._understand(document, one, sentences)
                    for document, one in zip(batch, prepared, strict=True)
                ]
                return [
                    self._finish(document, one)
                    for document, one in zip(batch, understood, strict=True)
                ]
        except Exception as error:
            # Outside the zone, which cannot be entered twice.
            return self._one_by_one(batch, error)

    def _one_by_one(self, batch: list[Document], error: Exception) -> list[Extraction]:
        if len(batch) == 1:
            return [_failed(batch[0], error)]
        return [extraction for document in batch for extraction in self._read_batch([document])]

    def _prepare(self, document: Document) -> Prepared | Problem | None:
        try:
            text = f"{document.title}\n{document.text}"
            if not self._gate.passes(text):
                return None
            prepared = prepare(with_short_title(document), self._tools)
            if prepared is None:
                return None
            cut = omissions(document, prepared)
            return replace(prepared, problems=(*prepared.problems, *cut))
        except Exception as error:
            return _problem(document, error)

    def _understand(
        self, document: Document, one: Prepared | Problem | None, sentences: Iterator[Sentence]
    ) -> Understood | Problem | None:
        if one is None or isinstance(one, Problem):
            return one
        own = list(islice(sentences, len(one.pieces)))
        try:
            return understand(one, own, self._tools)
        except Exception as error:
            return _problem(document, error)

    def _finish(self, document: Document, one: Understood | Problem | None) -> Extraction:
        if one is None:
            return Extraction(document.document_id, False, (), (), ())
        if isinstance(one, Problem):
            return Extraction(document.document_id, False, (), (), (one,))
        try:
            claims = claims_of(one, self._tools)
        except Exception as error:
            return _failed(document, error)
        found = one.prepared
        mentions = tuple(_mentions(document, found.names, found.quantities))
        return Extraction(document.document_id, True, mentions, tuple(claims), found.problems)


def _failed(document: Document, error: Exception) -> Extraction:
    return Extraction(document.document_id, False, (), (), (_problem(document, error),))


def _problem(document: Document, error: Exception) -> Problem:
    what = f"cannot be read ({type(error).__name__}: {error}); left out, please report it"
    return Problem("extract", document.url or document.document_id, " ".join(what.split()))


def _mentions(
    document: Document, names: Iterable[Named], quantities: Iterable[Quantity]
) -> Iterator[Mention]:
    for named in names:
        if named.label in {"COMPANY", "PRODUCT"}:
            entity = named.party.entity_id if named.party else named.product
            yield _mention(document, named.start, named.end, named.label, entity)
    for quantity in quantities:
        if quantity.kind in _LABELS:
            yield _mention(document, quantity.start, quantity.end, _LABELS[quantity.kind], None)


def _mention(document: Document, start: int, end: int, label: str, entity: str | None) -> Mention:
    return Mention(
        content_id(document.document_id, start, end, label),
        document.document_id,
        start,
        end,
        label,
        document.text[start:end],
        entity,
        document.known_at,
    )
