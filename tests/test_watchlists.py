"""Watchlists as people write them."""

from pathlib import Path

import pytest

from tracker.model.errors import BadInput
from tracker.watchlists import (
    folder,
    load_watchlists,
    parse_watchlist,
    remove_watchlist,
    write_watchlist,
)


@pytest.mark.parametrize("amount", ["nan", "inf", "-1", "1e300", "many", float("nan")])
def test_an_amount_that_makes_no_sense_is_refused(amount: object) -> None:
    """Each names the key; none breaks the job that reads it."""
    with pytest.raises(BadInput, match="minimum_usd"):
        parse_watchlist("x", {"minimum_usd": amount}, {})


@pytest.mark.parametrize("email", ["a@", "@b", "a@[", "a b@c", "a@b,c@d", "Ann <a@b>", "\ud800@b"])
def test_an_address_that_no_message_can_carry_is_refused(email: str) -> None:
    """One bare address; what makes a mail library stumble is none."""
    with pytest.raises(BadInput, match="email"):
        parse_watchlist("x", {"email": email}, {})


def test_a_file_named_by_hand_is_replaced_and_removed_by_its_name(tmp_path: Path) -> None:
    """ "My List.toml" is the watchlist my-list, whichever way it is asked for."""
    by_hand = folder(tmp_path) / "My List.toml"
    by_hand.parent.mkdir()
    by_hand.write_text("minimum_usd = 5\n")
    assert write_watchlist(tmp_path, "my list", {"minimum_usd": 7}) == by_hand
    ((only,), problems) = load_watchlists(tmp_path, {})
    assert (only.watchlist_id, only.minimum_usd, problems) == ("my-list", 7, ())
    assert remove_watchlist(tmp_path, "my-list") == by_hand


def test_of_two_files_of_one_name_the_second_is_a_problem(tmp_path: Path) -> None:
    """Both would write the same digest."""
    folder(tmp_path).mkdir()
    for name in ("A b.toml", "a-b.toml"):
        (folder(tmp_path) / name).write_text("")
    watchlists, (problem,) = load_watchlists(tmp_path, {})
    assert len(watchlists) == 1
    assert problem.origin.endswith("a-b.toml")
