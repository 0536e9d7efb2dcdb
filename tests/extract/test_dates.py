"""Dates, resolved against the day of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.dates import find_dates

FRIDAY = date(2026, 2, 27)


def dated(text: str, published: date | None = FRIDAY) -> list[tuple[str | None, str | None]]:
    """Value and role of each date."""
    return [(one.date_value, one.role) for one in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("deliveries begin in the second half of 2026", "2026-07", "start"),
        ("starting 2H26", "2026-07", "start"),
        ("starting in H1 2027", "2027-01", "start"),
        ("due in the latter six months of this year", "2026-07", "start"),
        ("from the third quarter", "2026-07", "start"),
        ("online in the fourth quarter of 2025", "2025-10", "past"),
        ("first racks in Q3 2027", "2027-07", "start"),
        ("capacity from early 2027", "2027", "start"),
        ("first racks early ’27", "2027", "start"),
        ("as early as 2027", "2027", "start"),
        ("as soon as next year", "2027", "start"),
        ("as early as next year", "2027", "start"),
        ("to be delivered later this year", "2026", "start"),
        ("shipping in the middle of next year", "2027", "start"),
        ("beginning in October", "2026-10", "start"),
        ("from June 2027", "2027-06", "start"),
        ("runs from July 24, 2025", "2025-07-24", "start"),
        ("immediate access to the chips", "2026-02", "start"),
        ("through 2031", "2031", "end"),
        ("through December 14, 2031", "2031-12-14", "end"),
        ("until the end of the decade", "2030", "end"),
        ("expires in April 2032", "2032-04", "end"),
        ("5 gigawatts by 2028", "2028", "by"),
        ("to be fully deployed by 2028", "2028", "end"),
        ("expected to close in the first quarter of 2027", "2027-01", "close"),
        ("said on Thursday", "2026-02-26", "past"),
        ("the company announced today", "2026-02-27", "past"),
        ("the pact made last October", "2025-10", "past"),
        ("signed last month", "2026-01", "past"),
        ("the supplement in May", "2025-05", "past"),
        ("announced on Nov 25", "2025-11-25", "past"),
        ("on 8 June 2026", "2026-06-08", "other"),
        ("dated 2023-04-10", "2023-04-10", "past"),
    ],
)
def test_dates_have_value_and_role(text: str, value: str, role: str) -> None:
    """Each wording resolves to its date and says what it is the date of."""
    assert dated(text) == [(value, role)]


def test_a_span_has_both_ends() -> None:
    """The first year of a span is its start, the second its end."""
    assert dated("capacity from 2027 to December 2032") == [("2027", "start"), ("2032-12", "end")]


@pytest.mark.parametrize(
    "text",
    [
        "revenue in fiscal 2028",
        "did not immediately respond",
        "it may grow",
        "the march of progress",
        "2,026 racks",
        "$2026 million",
        "February 31, 2026",
        "a 2026.5 release",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """Fiscal years, verbs, quantities and impossible days give no date."""
    assert dated(text) in ([], [("2026", "other")] if "31, 2026" in text else [])


def test_without_publication_only_named_years_count() -> None:
    """Nothing relative is resolved when the day of publication is unknown."""
    assert dated("next year, on Monday, in the second half of 2026", None) == [("2026-07", "start")]


@pytest.mark.parametrize(
    ("published", "value"),
    [
        (date(2026, 2, 27), "2026-07"),
        (date(2026, 11, 3), "2026-07"),
        (date(2026, 6, 30), "2026-07"),
    ],
)
def test_a_half_without_year_is_not_over_yet(published: date, value: str) -> None:
    """ "The second half" alone is the one that is still to end."""
    assert dated("delivery in the second half", published)[0][0] == value


@given(st.dates(date(2000, 1, 1), date(2059, 12, 31)))
def test_days_are_read_back(day: date) -> None:
    """A day in any of the usual styles comes back."""
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        day.isoformat(),
    ):
        assert [one.date_value for one in find_dates(f"on {text}", None)] == [day.isoformat()]


@given(st.dates(date(2010, 1, 1), date(2050, 12, 31)), st.sampled_from(["Monday", "Friday"]))
def test_weekdays_are_in_the_week_up_to_publication(published: date, name: str) -> None:
    """A weekday is the latest one, the day of publication included."""
    ((value, _),) = dated(f"said on {name}", published)
    resolved = date.fromisoformat(str(value))
    assert resolved.strftime("%A") == name
    assert 0 <= (published - resolved).days < 7
