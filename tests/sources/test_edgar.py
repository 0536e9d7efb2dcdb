"""EDGAR's pages: lists, indexes, submissions, single documents, errors, reference data."""

from datetime import UTC, datetime

import pytest

from tests.sources.helpers import DATA, NOW, build_feed, raw_item, saved
from tracker.sources.edgar import complete, is_deal_exhibit, place_of, submission_url, wanted
from tracker.sources.read import Link, read_raw

ACCEPTED = datetime(2026, 1, 15, 21, 4, 11, tzinfo=UTC)
FOLDER = "https://www.sec.gov/Archives/edgar/data/9900555/000990055526000004"


def test_latest_filings_become_entries_and_links():
    """Each row is an entry; a filing listed twice is one link, to its issuer."""
    reading = read_raw(saved("latest.xml"))
    assert reading.kind == "edgar atom"
    assert len(reading.entries) == 3
    assert all(entry.document_id is None for entry in reading.entries)
    first, second = reading.links
    assert first == Link(
        url=f"{FOLDER}/0009900555-26-000004-index.htm",
        form="8-K",
        filer_cik=9900555,
        company="ALDERMOOR FINCH (HOLDINGS) INC",
        accepted_at=ACCEPTED,
        title="ALDERMOOR FINCH (HOLDINGS) INC 8-K: Item 1.01: Entry into a Material Definitive "
        "Agreement; Item 9.01: Financial Statements and Exhibits",
    )
    assert (second.form, second.filer_cik) == ("4", 9900555)
    (problem,) = reading.problems
    assert "something else entirely" in problem.message


def test_the_filings_worth_following_are_chosen():
    """Forms without deals and filers that nobody follows are left."""
    links = read_raw(saved("latest.xml")).links
    assert [link.form for link in wanted(links)] == ["8-K"]
    assert wanted(links, ciks={1}) == ()
    assert submission_url(links[0]) == f"{FOLDER}/0009900555-26-000004.txt"


def test_a_submission_gives_its_main_document_and_exhibits():
    """Header facts are on each document; schemas and pictures are left out."""
    main, release = read_raw(saved("submission.txt")).documents
    assert main.form == "8-K"
    assert main.kind == "filing"
    assert main.url == f"{FOLDER}/aldf-20260115.htm"
    assert main.guid == "0009900555-26-000004/aldf-20260115.htm"
    assert main.title == (
        "ALDERMOOR FINCH INC 8-K: Entry into a Material Definitive Agreement; "
        "Financial Statements and Exhibits"
    )
    assert main.text == (
        "FORM 8-K\nOn January 15, 2026 the Company agreed to lease 20 megawatts—all of Norr."
    )
    assert main.filer_cik == 9900555
    assert (release.form, release.kind) == ("EX-99.1", "exhibit")
    assert release.title == "ALDERMOOR FINCH INC 8-K EX-99.1"
    assert release.text == (
        "ALDERMOOR FINCH LEASES NORR\n"
        "The company said on Thursday that it has leased the whole of the Norr site."
    )


def test_acceptance_is_eastern_time():
    """The header's time is New York's; public then, known when read or, set back, then too."""
    read_now = read_raw(saved("submission.txt")).documents[0]
    set_back = read_raw(saved("submission.txt", known_at=None)).documents[0]
    assert read_now.published_at == read_now.public_at == set_back.known_at == ACCEPTED
    assert read_now.published_precision == "second"
    assert read_now.known_at == NOW


def test_summer_time_counts():
    """In July New York is four hours behind."""
    body = (DATA / "submission.txt").read_text().replace("20260115160411", "20250715160411")
    document = read_raw(raw_item(body, known_at=None)).documents[0]
    assert document.known_at == datetime(2025, 7, 15, 20, 4, 11, tzinfo=UTC)


def test_a_cut_off_submission_gives_what_is_there():
    """The part that came is read, and the problem says that the rest did not."""
    body = (DATA / "submission.txt").read_text()
    reading = read_raw(raw_item(body[: body.index("said on Thursday")]))
    assert [document.form for document in reading.documents] == ["8-K", "EX-99.1"]
    assert "ends inside release.txt" in reading.problems[0].message


def test_a_submission_without_acceptance_is_told():
    """Without the header's time the filing date is what is known."""
    body = (DATA / "submission.txt").read_text().replace("<ACCEPTANCE-DATETIME>20260115160411", "")
    reading = read_raw(raw_item(body, known_at=None))
    assert reading.documents[0].known_at == datetime(2026, 1, 15, 23, 59, 59, tzinfo=UTC)
    assert "acceptance" in reading.problems[0].message


def test_an_index_page_leads_to_the_documents():
    """Main document, press release and the whole submission; certifications are not followed."""
    links = read_raw(saved("0009900555-26-000004-index.htm")).links
    assert [(link.form, link.url.rpartition("/")[2]) for link in links] == [
        ("8-K", "aldf-20260115.htm"),
        ("EX-99.1", "release.txt"),
        ("8-K", "0009900555-26-000004.txt"),
    ]
    assert {link.accepted_at for link in links} == {ACCEPTED}
    assert {link.company for link in links} == {"ALDERMOOR FINCH INC"}
    assert {link.filer_cik for link in links} == {9900555}


def test_a_document_by_itself_knows_what_it_prints():
    """Form, filer and the day under the signature; not the day of the event."""
    (document,) = read_raw(saved("filing.htm", known_at=None)).documents
    assert (document.form, document.filer_cik) == ("8-K", 9900555)
    assert document.title == "Aldermoor Finch Inc. 8-K"
    assert document.published_at == datetime(2026, 1, 15, tzinfo=UTC)
    assert document.published_precision == "day"
    assert document.known_at == datetime(2026, 1, 15, 23, 59, 59, tzinfo=UTC)


def test_an_exhibit_by_itself():
    """A press release is recognised by its heading and dated by its dateline."""
    body = "<html><body><p>Exhibit 99.1</p><p>NORR, January 15, 2026 - Leased.</p></body></html>"
    (document,) = read_raw(raw_item(body, known_at=None)).documents
    assert (document.form, document.kind) == ("EX-99.1", "exhibit")
    assert document.published_at == datetime(2026, 1, 15, tzinfo=UTC)


def test_an_envelope_by_itself():
    """One document cut out of its submission keeps the form of its envelope."""
    text = "<TEXT>\n<html><p>It leases.</p></html>\n</TEXT>"
    body = f"<DOCUMENT>\n<TYPE>6-K\n<FILENAME>a.htm\n{text}\n</DOCUMENT>"
    (document,) = read_raw(raw_item(body)).documents
    assert (document.form, document.text) == ("6-K", "It leases.")


def test_the_archive_layout_names_the_place():
    """A path as EDGAR lays it out gives filer, accession number and address."""
    path = "sample/edgar/data/9900555/000990055526000004/aldf-20260115.htm"
    (document,) = read_raw(raw_item((DATA / "filing.htm").read_bytes(), path)).documents
    assert document.url == f"{FOLDER}/aldf-20260115.htm"
    assert document.guid == "0009900555-26-000004/aldf-20260115.htm"
    assert place_of("elsewhere/aldf.htm") is None


@pytest.mark.parametrize("source", ["latest.xml", "0009900555-26-000004-index.htm"])
def test_a_page_of_edgar_completes_a_document(source):
    """The second of acceptance replaces the day under the signature."""
    path = "edgar/data/9900555/000990055526000004/aldf-20260115.htm"
    links = read_raw(saved(source)).links
    item = raw_item((DATA / "filing.htm").read_bytes(), path, known_at=None)
    (document,) = complete(read_raw(item).documents, links, at_publication=True)
    assert document.published_at == document.public_at == document.known_at == ACCEPTED
    assert document.published_precision == "second"
    whole = read_raw(saved("submission.txt")).documents[0]
    assert document.url == whole.url


def test_completing_leaves_others_alone():
    """A document that no page speaks of stays as it is; known_at moves only when asked."""
    links = read_raw(saved("latest.xml")).links
    (apart,) = read_raw(saved("filing.htm")).documents
    assert complete([apart], links, at_publication=True) == (apart,)
    path = "edgar/data/9900555/000990055526000004/aldf-20260115.htm"
    placed = read_raw(raw_item((DATA / "filing.htm").read_bytes(), path)).documents
    (document,) = complete(placed, links, at_publication=False)
    assert document.known_at == NOW
    assert document.public_at == ACCEPTED


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>",
            "wait ten minutes",
        ),
        ("<html><title>Originates from an Undeclared Automated Tool</title></html>", "net.contact"),
        ("<!DOCTYPE html><html><title>SEC.gov | File Unavailable</title></html>", "address"),
        ("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "no such key"),
        ("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "access denied"),
    ],
)
def test_error_pages_are_told_with_their_mend(body, words):
    """An error page in the place of a document is one problem that says what to do."""
    reading = read_raw(raw_item(body), feed=build_feed())
    (problem,) = reading.problems
    assert words in problem.message
    assert not reading.documents


@pytest.mark.parametrize(
    "body",
    [
        '{"cik":"0009900555","name":"X","tickers":["X"],"filings":{}}',
        '{"accessionNumber":["0009900555-26-000004"]}',
        '{"0":{"cik_str":9900555,"ticker":"ALDF","title":"X"}}',
        "Description:  Daily Index of EDGAR Dissemination Feed by Form\n----\n8-K  X  1  a.txt",
    ],
)
def test_reference_data_is_known_as_such(body):
    """Lists of filings and tickers are accounted for, and not read as documents."""
    (problem,) = read_raw(raw_item(body, "file.json")).problems
    assert "reference data" in problem.message


def test_exhibits_that_can_tell_of_a_deal():
    """Press releases and contracts, and not schemas or certificates."""
    assert all(map(is_deal_exhibit, ["EX-99", "EX-99.1", "EX-10.A49", "ex-10.2"]))
    assert not any(map(is_deal_exhibit, ["EX-101.SCH", "EX-31.1", "EX-104", "8-K", ""]))
