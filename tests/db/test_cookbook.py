"""Every recipe answers its question on a small store with a story in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.builders import build_deal, on
from tests.store.rich import rich
from tests.store.seed import NOW, reference_rows, seed
from tracker.model.deals import DealStep
from tracker.model.errors import BadInput
from tracker.store.cookbook import cookbook, recipe
from tracker.store.publish import publish
from tracker.store.published import Published
from tracker.store.store import Store

RECIPES = cookbook()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The seeded story, published."""
    home = tmp_path_factory.mktemp("cookbook")
    store = seed(home)
    publish(store, home, NOW)
    store.close()
    with Published.open(home) as opened:
        yield opened


def answers(published: Published, name: str) -> list[dict[str, object]]:
    answer = published.query(RECIPES[name].sql)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


@pytest.fixture(scope="module")
def fuller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The story with all that a recipe can ask about."""
    home = tmp_path_factory.mktemp("rich")
    with rich(home) as store:
        publish(store, home, NOW)
    with Published.open(home) as opened:
        yield opened


def test_there_are_questions_enough() -> None:
    """What an analyst asks first is answered without writing SQL."""
    assert len(RECIPES) >= 25


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_runs_now_and_as_of(fuller: Published, name: str) -> None:
    """A recipe has its question at its head, finds something, and runs for any instant."""
    assert re.search(r"\?", RECIPES[name].question)
    assert fuller.query(RECIPES[name].sql).rows
    early = fuller.query(RECIPES[name].sql, as_of=on("2025-01-01"))
    assert early.rows == []


def test_an_unknown_recipe_lists_the_known() -> None:
    """A slip of the pen is answered with the names."""
    with pytest.raises(BadInput, match="who_supplies_whom"):
        recipe("who")


def test_talks_are_apart_from_what_is_signed(published: Published) -> None:
    """The pair's money counts as signed only once it is."""
    rows = answers(published, "who_supplies_whom")
    assert [(r["supplier"], r["buyer"], r["signed"], r["signed_headline_usd"]) for r in rows] == [
        ("Alphabet", "Meta Platforms", 1, 12_000_000_000),
        ("AMD", "OpenAI", 1, 6_000_000_000),
    ]


def test_dollars_fall_into_the_quarter_of_agreement(published: Published) -> None:
    """Both deals were agreed in the first quarter of 2026."""
    rows = answers(published, "committed_by_quarter")
    assert {(str(r["quarter"])[:10], r["supplier"], r["headline_usd"]) for r in rows} == {
        ("2026-01-01", "Alphabet", 12_000_000_000),
        ("2026-01-01", "AMD", 6_000_000_000),
    }


def test_a_rumour_commits_nothing(tmp_path: Path) -> None:
    """First told in 2025, signed in 2026: the dollars are those of 2026."""
    deal = build_deal("Meta Platforms", "Alphabet", deal_id="rental", usd=2_000_000_000)
    deal = replace(deal, first_public_on=date(2025, 11, 25), status_on=date(2026, 2, 27))
    days = (("rumored", date(2025, 11, 25)), ("signed", date(2026, 2, 27)))
    steps = [
        DealStep("rental", "status", None, status, day, deal.known_at, "c") for status, day in days
    ]
    with Store.open(tmp_path) as store:
        store.replace_reference(reference_rows())
        store.add([deal])
        store.add(steps)
        publish(store, tmp_path, NOW)
    with Published.open(tmp_path) as opened:
        (row,) = answers(opened, "committed_by_quarter")
    assert (row["quarter"], row["headline_usd"]) == (date(2026, 1, 1), 2_000_000_000)


def test_the_ladder_has_every_step(published: Published) -> None:
    """Talks in January, signature in February."""
    steps = [(r["before"], r["after"]) for r in answers(published, "status_ladder")]
    assert steps == [(None, "in_talks"), ("in_talks", "signed")]


def test_only_the_deal_without_a_filing_is_listed(published: Published) -> None:
    """The rental was filed; the purchase is 70 days old without a filing."""
    (row,) = answers(published, "unfiled_after_30_days")
    assert (row["buyer"], row["days_public"]) == ("OpenAI", 70)


def test_one_supplier_is_full_concentration(published: Published) -> None:
    """Each buyer of the story has one supplier."""
    rows = answers(published, "concentration_by_buyer")
    assert {(r["buyer"], r["hhi"], r["effective_suppliers"]) for r in rows} == {
        ("Meta Platforms", 1.0, 1.0),
        ("OpenAI", 1.0, 1.0),
    }


def test_the_rumour_is_credited_to_its_first_outlet(published: Published) -> None:
    """One rumour, one signature, 47 days later."""
    (row,) = answers(published, "rumours_that_came_true")
    assert (row["outlet"], row["rumours"], row["came_true"], row["mean_days"]) == (
        "Example Wire", 1, 1, 47.0,
    )  # fmt: skip


def test_minutes_run_from_first_report_to_first_party(published: Published) -> None:
    """From 10 January 09:00 to 26 February 11:00."""
    (row,) = answers(published, "minutes_to_confirmation")
    assert (row["minutes"], row["confirmed_by"]) == ((47 * 24 + 2) * 60, "filed")


def test_the_price_moved_by_a_tenth(published: Published) -> None:
    """2.00 before, 1.80 after."""
    (row,) = answers(published, "price_before_and_after")
    assert (row["before_mid"], row["mid"], row["change_percent"]) == (2.0, 1.8, -10.0)


def test_three_amounts_disagree(published: Published) -> None:
    """10, 11 and 12 billion were said of one deal."""
    (row,) = answers(published, "claims_that_disagree")
    assert row["amounts"] == [10_000_000_000, 11_000_000_000, 12_000_000_000]


def test_reprints_are_one_origin(published: Published) -> None:
    """Three documents of three outlets, two of them independent."""
    rows = answers(published, "sources_per_deal")
    (row,) = [r for r in rows if r["buyer"] == "Meta Platforms"]
    assert (row["documents"], row["outlets"], row["independent_origins"]) == (3, 3, 2)


def test_then_and_now_stand_side_by_side(published: Published) -> None:
    """On 1 February the rental was in talks at 10 billion."""
    rows = answers(published, "known_on_a_date")
    (row,) = [r for r in rows if r["buyer"] == "Meta Platforms"]
    assert (row["status_then"], row["status_now"]) == ("in_talks", "signed")
    assert (row["headline_usd_then"], row["headline_usd_now"]) == (10_000_000_000, 12_000_000_000)


def test_evidence_gives_the_characters_themselves(published: Published) -> None:
    """Offsets are 0-based in records and come out as the right words."""
    words = {(r["slot"], r["words"]) for r in answers(published, "evidence_of_a_deal")}
    assert ("products", "TPUs") in words


def test_gigawatts_stand_beside_dollars(fuller: Published) -> None:
    """750 MW of one lease, in the quarter in which it became public."""
    rows = answers(fuller, "committed_by_quarter")
    (row,) = [r for r in rows if r["supplier"] == "IREN"]
    assert (row["gigawatts"], row["legs_with_power"], row["headline_usd"]) == (0.75, 1, 9.7e9)


def test_binding_commitments_do_not_count_twice(fuller: Published) -> None:
    """Of the site and the chips inside it each buyer has its own; options are left out."""
    rows = answers(fuller, "binding_commitments_on_two_dates")
    found = {(r["buyer"], r["silicon_vendor"]): r["firm_usd_now"] for r in rows}
    assert found[("OpenAI", "nvidia")] == 3e9
    assert found[("Microsoft", "alphabet")] == 9.7e9
    assert found[("IREN", "nvidia")] == 5.8e9


def test_overlapping_deals_of_one_buyer_are_the_largest(tmp_path: Path) -> None:
    """Two tellings of one capacity: the larger counts, at each date by itself."""
    with seed(tmp_path) as store:
        common = {"binding": "binding", "firm_amount": None}
        store.add(
            [
                build_deal("xAI", "Dell", deal_id="small", usd="1e9", day="2026-01-05",
                           overlaps_with=("large",), **common),
                build_deal("xAI", "NVIDIA", deal_id="large", usd="3e9", day="2026-03-05",
                           overlaps_with=("small",), **common),
            ]
        )  # fmt: skip
        publish(store, tmp_path, NOW)
    with Published.open(tmp_path) as opened:
        rows = answers(opened, "binding_commitments_on_two_dates")
    (row,) = [r for r in rows if r["buyer"] == "xAI"]
    assert (row["firm_usd_then"], row["firm_usd_now"], row["legs_now"]) == (1e9, 3e9, 1)


def test_a_warrant_lowers_what_its_holder_pays(fuller: Published) -> None:
    """A quarter of the contract came back as a warrant; a rental without one stays as it is."""
    rows = {r["accelerator_id"]: r for r in answers(fuller, "contract_price_by_generation")}
    assert rows["nvda_gb200_nvl72"]["net_usd_per_chip_hour"] == 3.0
    assert rows["amd_mi355x"]["warrant_usd"] == 1e9
    assert rows["amd_mi355x"]["net_usd_per_chip_hour"] == 0.0


def test_what_the_backlog_hides_is_left_over(fuller: Published) -> None:
    """35 billion more, of which one deal of 12 is known."""
    (row,) = answers(fuller, "backlog_step_less_known_deals")
    assert (row["step_usd"], row["known_deals"]) == (35e9, 1)
    assert row["unexplained_usd"] == 23e9


def test_a_rumour_that_took_too_long_did_not_come_true(tmp_path: Path) -> None:
    """180 days are allowed; younger ones are open and not in the share."""
    with Store.open(tmp_path) as store:
        for name, began, ended in (
            ("late", "2025-01-01", "2025-12-01"),
            ("soon", "2025-01-01", "2025-03-02"),
            ("never", "2025-01-01", None),
            ("young", "2026-03-01", None),
        ):
            first = {"deal_id": name, "origin_outlet": "Wire", "claim_ids": (name,)}
            store.add([build_deal(**first, day=began, status="rumored")])
            if ended:
                store.add([build_deal(**first, day=ended, status="signed")])
        store.replace_reference(reference_rows())
        publish(store, tmp_path, NOW)
    with Published.open(tmp_path) as opened:
        (row,) = answers(opened, "rumours_that_came_true")
    assert (row["rumours"], row["came_true"], row["still_open"]) == (4, 1, 1)
    assert (row["share_true"], row["mean_days"]) == (0.33, 60.0)


def test_quiet_talks_are_found(fuller: Published) -> None:
    """Nothing was heard of them since 2 January."""
    rows = answers(fuller, "talks_gone_quiet")
    assert [(r["buyer"], r["days_quiet"]) for r in rows] == [("OpenAI", 88)]


def test_missing_terms_are_named(fuller: Published) -> None:
    """The rental tells neither its size nor, in its deal, its term."""
    rows = answers(fuller, "price_information_missing")
    (row,) = [r for r in rows if r["buyer"] == "Meta Platforms"]
    assert row["needed"] == ["chips or MW", "term"]
