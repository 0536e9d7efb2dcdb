"""What is the same as what, whatever the order, and for good."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.helpers import raw_item, saved
from tracker.model.feeds import Document
from tracker.sources.documents import Draft, build
from tracker.sources.identity import (
    KnownDocuments,
    keys,
    link_duplicates,
    remember,
    signature,
)
from tracker.sources.read import read_raw
from tracker.sources.times import read_moment

DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)
STORY = (
    "Aldermoor Finch has leased the whole of the Norr site for 5 years, the company said on "
    "Thursday. The site on the northern coast has 20 megawatts and is cooled by sea water. "
    "It will be filled with accelerators of the newest kind, which are to arrive by summer. "
    "Neither side would say what the lease costs, or whether it can be extended."
)


def document(text: str = STORY, *, at: datetime = DAY, **given: object) -> Document:
    """A document that was published and became known at `at`."""
    values = {
        "title": "Aldermoor Finch leases Norr", "outlet": "Wire", "kind": "news",
        "url": "https://wire.example/a", "moment": read_moment(at.isoformat(), seen_at=at),
    }  # fmt: skip
    item = raw_item("x", known_at=at, fetched_at=at)
    return build(item, Draft(text=text, **(values | given)))[0]  # type: ignore[arg-type]


def link(*documents: Document, known: KnownDocuments | None = None) -> list[tuple[str | None, str]]:
    """Kind and target of each, the target as its place in `documents`."""
    names = {one.document_id: str(place) for place, one in enumerate(documents)}
    found = link_duplicates(documents, known or KnownDocuments())
    return [
        (one.duplicate_kind, names.get(one.duplicate_of or "", one.duplicate_of or ""))
        for one in found
    ]


LATER = DAY + timedelta(hours=3)


def test_the_very_same_is_dropped():
    """Read again, later or by another feed, the same text at one address is one document."""
    assert link(document(), document(at=LATER, feed_id="other")) == [(None, "")]


def test_a_second_run_adds_nothing():
    """What is known already is left out."""
    first = link_duplicates([document()], KnownDocuments())
    assert link_duplicates([document(at=LATER)], remember(first)) == ()


def test_a_changed_text_is_a_revision():
    """The same guid or address with other words still has something to say."""
    edited = document(STORY.replace("5 years", "6 years"), at=LATER)
    assert link(document(), edited)[1] == ("revision", "0")
    one = document(guid="g", url=None)
    two = document(STORY + " More.", guid="g", url=None, at=LATER)
    assert link(one, two)[1] == ("revision", "0")


def test_all_revisions_point_at_the_first():
    """A third version is a revision of the original, and never of a revision."""
    texts = [STORY, STORY.replace("5 years", "6 years"), STORY.replace("5 years", "7 years")]
    versions = [document(text, at=DAY + timedelta(hours=n)) for n, text in enumerate(texts)]
    assert link(*versions) == [(None, ""), ("revision", "0"), ("revision", "0")]


def test_a_teaser_elsewhere_is_no_revision():
    """Another outlet's shorter text under the same address says no more."""
    teaser = document("Norr is leased.", at=LATER, outlet="Links", url="http://www.wire.example/a/")
    assert link(document(), teaser)[1] == ("url", "0")


def test_the_full_text_after_a_teaser_is_read():
    """Where the short version came first, the long one is a revision of it."""
    teaser = document("Norr is leased.", outlet="Links")
    assert link(teaser, document(at=LATER))[1] == ("revision", "0")


def test_a_page_of_many_items_is_not_one_item():
    """Two guids of one outlet under one address with different words are two items."""
    one = document("First change of many.", title="v1 is out now", guid="https://x.example/log#1")
    two = document("Second change.", title="v2 is out now", guid="https://x.example/log#2")
    assert [kind for kind, _ in link(one, two)] == [None, None]


def test_a_reprint_is_linked_by_its_words():
    """The same words elsewhere, in other spacing, are a copy."""
    reprint = document(STORY.replace(". ", ".\n"), at=LATER, url="https://b.example/r", outlet="B")
    assert link(document(), reprint)[1] == ("content", "0")


def test_a_headline_again_the_same_day():
    """One outlet's headline repeated without more text is the same news."""
    again = document("", at=LATER, url="https://wire.example/b")
    assert link(document(), again)[1] == ("title", "0")
    next_week = document("", at=DAY + timedelta(days=7), url="https://wire.example/b")
    assert link(document(), next_week)[1] == (None, "")


def test_a_near_copy_is_linked():
    """A reprint with a few words changed is linked although no key fits."""
    near = document(
        STORY.replace("on Thursday", "yesterday"),
        at=LATER, url="https://c.example/n", outlet="C", title="Norr leased by Aldermoor Finch",
    )  # fmt: skip
    assert link(document(), near)[1] == ("near", "0")


def test_another_figure_is_other_news():
    """Texts alike but for a figure are not the same."""
    other = document(
        STORY.replace("20 megawatts", "200 megawatts"),
        at=LATER,
        url="https://c.example/n",
        outlet="C",
    )
    assert link(document(), other)[1] == (None, "")


def test_a_near_copy_after_a_week_is_apart():
    """What is alike but long after is not linked by likeness."""
    late = document(
        STORY.replace("on Thursday", "lately"),
        at=DAY + timedelta(days=9), url="https://c.example/n", outlet="C",
    )  # fmt: skip
    assert link(document(), late)[1] == (None, "")


def test_guids_that_are_mere_numbers_belong_to_their_outlet():
    """Two outlets may both count from one; an address as guid is the same anywhere."""
    one = document("One thing happened.", title="One thing", url=None, guid="17", outlet="A")
    two = document("Another thing.", title="Another thing", url=None, guid="17", outlet="B")
    assert link(one, two)[1] == (None, "")
    same = document("Another thing.", title="T", url=None, guid="https://a.example/1", outlet="A")
    there = document(
        "Another.", title="T", url=None, guid="https://a.example/1", outlet="B", at=LATER
    )
    assert link(same, there)[1] == ("guid", "0")


def test_two_filings_of_one_day_are_two():
    """The title of a filing is ours and no key."""
    one = document(
        "Item 1.01 A lease.", kind="filing", form="8-K", title="X 8-K", url="https://s/1"
    )
    two = document(
        "Item 5.02 A chair.", kind="filing", form="8-K", title="X 8-K", url="https://s/2"
    )
    assert link(one, two)[1] == (None, "")


def test_nothing_points_to_the_future():
    """A back-file read later but known earlier stands for itself, and so does what is stored."""
    stored = link_duplicates([document(at=LATER)], KnownDocuments())
    back_file = document(at=DAY, url="https://b.example/r", outlet="B")
    copy = document(at=DAY + timedelta(hours=1), url="https://c.example/r", outlet="C")
    one, two = link_duplicates([copy, back_file], remember(stored))
    assert one.duplicate_of is None
    assert two.duplicate_of == one.document_id


def test_days_one_by_one_or_all_at_once():
    """Three days linked as they come give the rows that linking them together gives."""
    texts = [STORY, STORY.replace("on Thursday", "yesterday"), STORY + " It rains."]
    batch = [
        document(text, at=DAY + timedelta(days=day), url=f"https://{day}.example/", outlet=str(day))
        for day in range(3)
        for text in texts
    ]
    at_once = link_duplicates(batch, KnownDocuments())
    stored: list[Document] = []
    for day in range(3):
        today = [one for one in batch if one.known_at == DAY + timedelta(days=day)]
        stored += link_duplicates(today, remember(stored))
    assert tuple(stored) == at_once


CHOICE = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["g1", "g2", None]),
        st.sampled_from(["A", "B"]),
        st.sampled_from(
            [STORY, STORY + " It rains.", STORY.replace("5 years", "6"), "Norr is let."]
        ),
        st.sampled_from([0, 0, 1, 200]),
    ),
    max_size=8,
)


@given(CHOICE, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_does_not_matter(choices, shuffler: random.Random):
    """Any order of the same documents gives the same links, and a second run nothing new."""
    batch = [
        document(
            text,
            url=f"https://x.example/{path}" if path else None,
            guid=guid, outlet=outlet, at=DAY + timedelta(hours=hours),
        )
        for path, guid, outlet, text, hours in choices
    ]  # fmt: skip
    linked = link_duplicates(batch, KnownDocuments())
    shuffler.shuffle(batch)
    assert link_duplicates(batch, KnownDocuments()) == linked
    assert link_duplicates(batch, remember(linked)) == ()
    by_id = {one.document_id: one for one in linked}
    for one in linked:
        if one.duplicate_of is not None:
            target = by_id[one.duplicate_of]
            assert target.known_at <= one.known_at
            assert target.duplicate_kind in (None, "revision")


def test_signatures_of_short_texts_are_empty():
    """A headline is too short to be compared by likeness."""
    assert signature(document("Norr is leased.")) == ()
    assert len(signature(document())) == 3 + 64


def test_keys_are_stable():
    """The same words give the same keys in every process: hashes of content, not of memory."""
    names = [key.partition(":")[0] for key in keys(document(guid="g"))]
    assert names == ["id", "guid", "url", "title", "content"]
    assert keys(document()) == keys(document(at=DAY + timedelta(minutes=1)))


def test_a_filing_read_whole_and_apart_is_one():
    """The main document by itself says the words of the one inside the submission."""
    whole = read_raw(saved("submission.txt")).documents[0]
    body = saved("submission.txt").body.split(b"<TEXT>\n")[1].split(b"\n</TEXT>")[0]
    envelope = b"<DOCUMENT>\n<TYPE>8-K\n<TEXT>\n" + body + b"\n</TEXT>\n</DOCUMENT>"
    (apart,) = read_raw(raw_item(envelope)).documents
    assert apart.content_sha == whole.content_sha
    kinds = {one.duplicate_kind for one in link_duplicates([whole, apart], KnownDocuments())}
    assert kinds == {None, "content"}
