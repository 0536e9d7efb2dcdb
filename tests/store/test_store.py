"""The writer's store: facts go in once and come out as they were."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import build_claim, build_deal, build_document, on
from tracker.model.deals import AmendmentSign, Deal, DealClaim, DealStep, Evidence, Mention
from tracker.model.errors import Problem, StoreError
from tracker.model.feeds import Document, Fetch
from tracker.model.signals import Watchlist
from tracker.store.connect import connect
from tracker.store.frames import from_frame, to_frame
from tracker.store.known import known_keys
from tracker.store.store import Extracted, Settled, Store
from tracker.store.tables import DocumentKey, DocumentSignature, table_of
from tracker.store.write import append_all, schema_of

LATER = on("2026-12-31")


def test_a_claim_comes_back_as_it_went_in(store: Store) -> None:
    """Every field of a record survives the way through the database."""
    claim = build_claim(
        usd="14.2e9", chips=1_000_000, power_mw=1.5, term_months=72, start="2027",
        rate_amount=Decimal("2.351"), rate_unit="hour", other_parties=("Broadcom", "Ärzte & Co"),
        evidence=(Evidence("leg", 0, 10), Evidence("value", 3, 8)),
    )  # fmt: skip
    bare = build_claim(None, "Alphabet", products=(), evidence=(), currency=None, published_on=None)
    assert store.add([claim, bare]) == 2
    assert store.claims(LATER) == sorted([claim, bare], key=lambda c: (c.known_at, c.claim_id))


def test_the_further_terms_of_a_claim_come_back(store: Store) -> None:
    """Stated or not, and "denied" is not the same as "not said"."""
    stated = build_claim(
        usd="27e9", firm_amount=Decimal("12e9"), optional_amount=Decimal("15e9"),
        contingent_amount=Decimal("0.01"), prepayment_amount=Decimal("1.2e9"),
        prepayment_share=0.2, take_or_pay=False, cancellation_notice_months=3.0,
        guarantor="Alphabet", guarantor_id="alphabet", amendment_sign=AmendmentSign.RECUT,
        amendment_amount=Decimal("6.5e9"),
    )  # fmt: skip
    silent = build_claim("OpenAI")
    store.add([stated, silent])
    found = {claim.claim_id: claim for claim in store.claims(LATER)}
    assert found == {stated.claim_id: stated, silent.claim_id: silent}
    assert found[silent.claim_id].take_or_pay is None
    assert isinstance(found[stated.claim_id].amendment_sign, AmendmentSign)


def test_the_same_fact_is_kept_once(store: Store) -> None:
    """Twins in a batch and in a later batch add nothing."""
    claim = build_claim()
    assert store.add([claim, claim]) == 1
    assert store.add([claim]) == 0
    assert store.counts()["deal_claims"] == 1


def test_only_what_was_known_is_read(store: Store) -> None:
    """A job at an earlier clock does not see what became known after it."""
    store.add([build_claim(day="2026-02-26"), build_claim(day="2026-03-02")])
    assert [c.known_at for c in store.claims(on("2026-02-26"))] == [on("2026-02-26")]
    assert store.claims(on("2026-02-25")) == []


def test_an_instant_of_any_zone_is_kept_as_utc(store: Store) -> None:
    """Zones are converted, not dropped."""
    eastern = timezone(timedelta(hours=-5))
    known_at = datetime(2026, 2, 27, 6, 30, tzinfo=eastern)
    store.add([build_claim(known_at=known_at)])
    (claim,) = store.claims(LATER)
    assert claim.known_at == known_at
    assert claim.known_at.tzinfo is UTC
    assert store.claims(datetime(2026, 2, 27, 11, 29, tzinfo=UTC)) == []


def test_the_newest_version_of_a_deal_counts(store: Store) -> None:
    """`deals` shows one row a deal; `deal_versions` all of them."""
    first = build_deal(day="2026-01-10", status="in_talks")
    second = replace(first, known_at=on("2026-02-26"), p_execution=0.9)
    assert store.add([second, first]) == 2
    assert store.deals(LATER) == [second]
    assert store.deals(on("2026-02-01")) == [first]
    assert store.deal_versions(LATER) == [first, second]


def test_of_versions_of_one_instant_the_last_written_counts(store: Store) -> None:
    """A second reading at the same clock takes the place of the first."""
    first = build_deal()
    second = replace(first, p_execution=0.9)
    store.add([first])
    assert store.add([second]) == 1
    assert store.deals(LATER) == [second]
    assert store.deal_versions(LATER) == [second]


def test_settling_withdraws_what_is_no_longer_stated(store: Store) -> None:
    """Withdrawn rows are hidden, not removed, and can come back."""
    kept, gone = build_deal("Meta Platforms"), build_deal("OpenAI")
    later = build_deal("Anthropic", day="2026-06-01")
    store.add([kept, gone, later])
    assert store.settle(Deal, [kept], on("2026-03-01")) == Settled(0, 1)
    assert store.settle(Deal, [kept], on("2026-03-01")) == Settled(0, 0)
    assert {d.buyer for d in store.deals(LATER)} == {"Meta Platforms", "Anthropic"}
    assert store.con.execute("SELECT count(*) FROM fact.deals").fetchone() == (3,)
    assert store.settle(Deal, [kept, gone], on("2026-03-01")) == Settled(1, 0)
    assert len(store.deals(LATER)) == 3


def test_what_was_read_is_never_withdrawn(store: Store) -> None:
    """Only derived tables settle."""
    with pytest.raises(StoreError, match="never withdrawn"):
        store.settle(Document, [], LATER)


def test_a_transaction_is_kept_whole_or_not_at_all(store: Store) -> None:
    """An error inside leaves nothing, and the store goes on."""
    with suppress(StoreError), store.transaction():
        store.add([build_claim()])
        store.add([object()])
    assert store.claims(LATER) == []
    with store.transaction():
        store.add([build_claim()])
        store.add([build_deal()])
    assert len(store.claims(LATER)) == len(store.deals(LATER)) == 1


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal(10) ** 40, Decimal("Infinity")])
def test_a_value_that_does_not_fit_is_named(store: Store, amount: Decimal) -> None:
    """The message names the record, the column and the value; nothing is written."""
    bad = build_claim(value_low=amount)
    with pytest.raises(StoreError, match=r"DealClaim\.value_low"):
        store.add([build_claim(usd=5), bad])
    assert store.claims(LATER) == []


def test_a_value_that_does_not_fit_far_down_is_named(store: Store) -> None:
    """By then thousands of records are written: none of them stays."""
    bad = build_claim(value_low=Decimal(10) ** 40)
    many = [replace(build_claim(), claim_id=f"c{number}") for number in range(9_000)]
    with pytest.raises(StoreError, match=r"DealClaim\.value_low"):
        store.add([*many, bad])
    assert store.claims(LATER) == []
    assert store.add(many[:10]) == 10


def test_an_interrupt_while_writing_is_one(store: Store) -> None:
    """Ctrl-C ends the program; it is no fault of the database."""

    class Interrupted(list[DealClaim]):
        def __getitem__(self, place: Any) -> Any:
            if isinstance(place, slice) and place.start:
                raise KeyboardInterrupt
            return super().__getitem__(place)

    claims = Interrupted(replace(build_claim(), claim_id=f"c{n}") for n in range(9_000))
    with pytest.raises(KeyboardInterrupt), store.transaction():
        append_all(store.con, table_of(DealClaim), claims)
    assert store.claims(LATER) == []


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    """A clock that could mean anything is a mistake."""
    with pytest.raises(StoreError, match="known_at"):
        store.add([build_claim(known_at=datetime(2026, 1, 1))])


def test_a_type_without_a_table_is_refused(store: Store) -> None:
    """What no table keeps is not dropped silently."""
    with pytest.raises(StoreError, match="no table"):
        store.add([object()])


def test_broken_unicode_and_nul_are_stored(store: Store) -> None:
    """Careless feeds do not stop a run."""
    store.add_documents([build_document("half \ud800 a pair, nul \x00 kept", title="x\udfff")])
    (document,) = store.documents_to_extract(LATER)
    assert document.text == "half ? a pair, nul \x00 kept"
    assert document.title == "x?"


def test_documents_are_read_once_by_a_version(store: Store) -> None:
    """What was extracted is not given again, but a new version may ask for it."""
    one, two = build_document("one"), build_document("two", known_at=on("2026-03-02"))
    copy = build_document("three", duplicate_of=one.document_id, duplicate_kind="content")
    near = build_document("four", duplicate_of=one.document_id, duplicate_kind="near")
    assert store.add_documents([one, two, copy, near, one]) == 4
    assert store.add_documents([one]) == 0
    assert list(store.documents_to_extract(LATER)) == [one, two, near]
    assert list(store.documents_to_extract(on("2026-03-01"))) == [one, near]
    read = Extracted(one.document_id, "1", True, (), (), one.known_at)
    store.add_extractions([read], LATER)
    assert list(store.documents_to_extract(LATER)) == [two, near]
    assert list(store.documents_to_extract(LATER, "1")) == [two, near]
    assert list(store.documents_to_extract(LATER, "2")) == [one, two, near]
    assert store.documents_by_id([two.document_id, "none"]) == {two.document_id: two}


def test_documents_of_many_parts_come_in_order_of_storing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts are read in groups, and what is extracted in between disturbs nothing."""
    monkeypatch.setattr("tracker.store.read.MOST_AT_ONCE", 4)
    documents = [build_document(f"text {n}") for n in range(13)]
    for first in range(0, 13, 3):
        store.add_documents(documents[first : first + 3])
    given = []
    for document in store.documents_to_extract(LATER):
        given.append(document)
        store.add_extractions(
            [Extracted(document.document_id, "1", False, (), (), document.known_at)], LATER
        )
    assert given == documents


def test_a_second_reading_takes_the_place_of_the_first(store: Store) -> None:
    """Claims that the newer extractor does not make are withdrawn, of that document only."""
    document = build_document()
    old = build_claim(document_id=document.document_id, status="signed")
    new = build_claim(document_id=document.document_id, status="in_talks")
    other = build_claim("OpenAI")
    mention = Mention("m", document.document_id, 0, 4, "COMPANY", "Meta", "meta", on("2026-02-26"))
    store.add([other])
    first = Extracted(document.document_id, "1", True, (old,), (mention,), document.known_at)
    assert store.add_extractions([first], LATER) == Settled(2, 0)
    assert store.mentions(document.document_id) == [mention]
    second = Extracted(document.document_id, "2", True, (new,), (mention,), document.known_at)
    assert store.add_extractions([second], LATER) == Settled(1, 1)
    assert {c.claim_id for c in store.claims(LATER)} == {new.claim_id, other.claim_id}


def test_an_orphaned_part_of_bodies_does_no_harm(store: Store, tmp_path: Path) -> None:
    """Texts written by a run that died before its rows are written again and seen once."""
    document = build_document("seen once")
    store.add_documents([build_document("earlier")])
    with suppress(RuntimeError), store.transaction():
        store.add_documents([document, build_document("another")])
        raise RuntimeError("the machine stops")
    assert store.add_documents([document]) == 1
    assert store.documents_by_id([document.document_id]) == {document.document_id: document}
    assert len(list((store.home / "published" / "bodies").glob("*.parquet"))) == 3


def test_keys_name_the_document_that_had_them_first(store: Store) -> None:
    """The earliest clock wins; unknown keys are left out."""
    first = replace(build_document("first"), known_at=on("2026-02-01"))
    second = replace(build_document("second"), known_at=on("2026-03-01"))
    late = DocumentKey("guid:1", second.document_id, "s2", second.known_at)
    early = DocumentKey("guid:1", first.document_id, "s1", first.known_at)
    store.add([late, early, DocumentSignature("early", (1, 2**32 - 1), on("2026-02-01"))])
    store.add_documents([first, second])
    (found,) = known_keys(store, ["guid:1", "guid:2"]).values()
    assert (found.key, found.document_id) == ("guid:1", first.document_id)
    assert store.signatures(on("2026-02-01")) == [("early", (1, 2**32 - 1))]
    assert store.signatures(on("2026-02-02")) == []


def build_fetch(outcome: str, hour: int, **given: object) -> Fetch:
    """A fetch of the feed `wire` at that hour."""
    values = {
        "feed_id": "wire", "url": "https://example.com/feed", "fetched_at": on("2026-02-26", hour),
        "status": 200, "outcome": outcome, "etag": None, "last_modified": None,
        "bytes_read": 10, "message": "", "retry_after": None,
    }  # fmt: skip
    return Fetch(**{**values, **given})  # type: ignore[arg-type]


def test_a_failure_does_not_lose_the_validators(store: Store) -> None:
    """The last fetch carries the newest ETag that any answer gave."""
    store.add(
        [
            build_fetch("read", 1, etag="old"),
            build_fetch("read", 2, etag="new"),
            build_fetch("failed", 3, status=None, message="timed out"),
            build_fetch("refused", 4, status=429, retry_after=on("2026-02-26", 9)),
        ]
    )
    last = store.last_fetches()["wire"]
    assert (last.outcome, last.etag, last.retry_after) == ("refused", "new", on("2026-02-26", 9))


def test_problems_are_noted_when_first_met(store: Store) -> None:
    """Meeting one again adds nothing."""
    problem = Problem("pull", "feed.xml:3", "not XML; mend the feed")
    assert store.add_problems([problem, problem], on("2026-02-26")) == 1
    assert store.add_problems([problem], on("2026-02-27")) == 0
    assert store.problems(on("2026-02-26")) == [problem]
    assert store.problems(on("2026-02-27")) == []


def test_reference_tables_change_only_with_their_content(store: Store) -> None:
    """The same rows again change nothing; unknown tables are refused."""
    watch = Watchlist(
        "w", "me", "me@localhost", ("nvidia",), (), Decimal(0), "UTC", on("2026-01-01").time()
    )
    alias = {"text": "Big Blue", "company_id": "ibm", "kind": "description", "needs_context": True}
    given = {"watchlists": [watch], "company_aliases": [alias]}
    assert store.replace_reference(given) == ("company_aliases", "watchlists")
    assert store.replace_reference(given) == ()
    assert store.replace_reference({"watchlists": []}) == ("watchlists",)
    with pytest.raises(StoreError, match="not a reference table"):
        store.replace_reference({"deals": []})


def test_steps_without_an_id_are_told_apart_by_all_columns(store: Store) -> None:
    """Two steps that differ in one column are two facts."""
    step = DealStep("d", "status", None, "signed", None, on("2026-02-26"), "c")
    assert store.add([step, step, replace(step, before="in_talks")]) == 2
    assert store.add([step]) == 0
    assert len(store.deal_steps(LATER)) == 2


@settings(max_examples=60, deadline=None)
@given(
    amount=st.none() | st.decimals(-(10**20), 10**20, places=2),
    text=st.text(st.characters(exclude_categories=["Cs"])),
    known_at=st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()),
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    power=st.none() | st.floats(allow_nan=False),
)
def test_frames_lose_nothing(
    claim_schema: pa.Schema,
    amount: Decimal | None,
    text: str,
    known_at: datetime,
    names: list[str],
    power: float | None,
) -> None:
    """Records to an Arrow frame, through DuckDB, and back are the same records."""
    claim = build_claim(
        value_low=amount, quote=text, known_at=known_at, products=tuple(names), power_mw=power
    )
    frame = to_frame([claim], claim_schema)
    with connect() as con:
        stored = con.from_arrow(frame).to_arrow_table()
    # Python calls an instant in the hour that a clock skips unequal to its own UTC.
    assert from_frame(DealClaim, stored) == [replace(claim, known_at=known_at.astimezone(UTC))]


def test_many_records_keep_their_order(claim_schema: pa.Schema) -> None:
    """They are converted part by part; columns beside them are cut alike."""
    model = build_claim()
    many = [replace(model, claim_id=f"c{number}") for number in range(10_000)]
    frame = to_frame(many, claim_schema, {"quote": [f"q{number}" for number in range(10_000)]})
    assert frame.column("claim_id").to_pylist() == [claim.claim_id for claim in many]
    assert frame.column("quote").to_pylist()[9_999] == "q9999"
    assert to_frame([], claim_schema).num_rows == 0


def test_a_bad_value_far_behind_is_named(claim_schema: pa.Schema) -> None:
    """Whichever part it stands in."""
    model = build_claim()
    many = [replace(model, claim_id=f"c{number}") for number in range(5_000)]
    many[4_500] = replace(many[4_500], power_mw="much")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="power_mw: 'much' does not fit"):
        to_frame(many, claim_schema)


@pytest.fixture(scope="module")
def claim_schema(tmp_path_factory: pytest.TempPathFactory) -> pa.Schema:
    """The Arrow types of the table of claims."""
    with Store.open(tmp_path_factory.mktemp("home")) as opened:
        columns = schema_of(opened.con, "deal_claims")
        return pa.schema([column for column in columns if column.name != "seq"])
