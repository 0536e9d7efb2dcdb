"""Every recipe answers its question on a small store with a story in it."""

import re
from collections.abc import Iterator

import pytest

from tests.builders import on
from tests.store.seed import NOW, seed
from tracker.model.errors import BadInput
from tracker.store.cookbook import cookbook, recipe
from tracker.store.publish import publish
from tracker.store.published import Published

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


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_runs_now_and_as_of(published: Published, name: str) -> None:
    """A recipe has its question at its head, finds something, and runs for any instant."""
    assert re.search(r"\?", RECIPES[name].question)
    assert published.query(RECIPES[name].sql).rows
    early = published.query(RECIPES[name].sql, as_of=on("2025-01-01"))
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


def test_dollars_fall_into_the_quarter_of_publication(published: Published) -> None:
    """Both deals became public in the first quarter of 2026."""
    rows = answers(published, "committed_by_quarter")
    assert {(str(r["quarter"])[:10], r["supplier"], r["headline_usd"]) for r in rows} == {
        ("2026-01-01", "Alphabet", 12_000_000_000),
        ("2026-01-01", "AMD", 6_000_000_000),
    }


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
