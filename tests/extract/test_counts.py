"""Accelerators, power and shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.counts import find_chips, find_power, find_shares
from tracker.model.deals import Qualifier

EXACT, ABOUT, UP_TO = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.UP_TO
AT_LEAST, VAGUE = Qualifier.AT_LEAST, Qualifier.VAGUE


@pytest.mark.parametrize(
    ("text", "number", "qualifier"),
    [
        ("up to one million TPUs", 1_000_000, UP_TO),
        ("takes 1 million Google TPUs", 1_000_000, EXACT),
        ("100,000-plus GB300s", 100_000, AT_LEAST),
        ("roughly 400,000 GB200 processors", 400_000, ABOUT),
        ("18,000 GB300 Grace Blackwell chips", 18_000, EXACT),
        ("50,000 of AMD's forthcoming MI450 accelerators", 50_000, EXACT),
        ("a 110,000-GPU cluster", 110_000, EXACT),
        ("10k GPUs on a lease", 10_000, EXACT),
        ("as many as 600,000 more Nvidia chips", 600_000, UP_TO),
        ("tens of thousands of Nvidia chips", 20_000, VAGUE),
        ("'hundreds of thousands' of Nvidia accelerators", 200_000, VAGUE),
        ("several hundred thousand Nvidia processors", 200_000, VAGUE),
        ("a couple of hundred thousand GPUs", 200_000, VAGUE),
        ("millions of Blackwell and Rubin graphics chips", 1_000_000, VAGUE),
        ("half a million chips", 500_000, EXACT),
        ("4,096 tensor processing units", 4_096, EXACT),
        ("over 2,000 wafer-scale processors", 2_000, AT_LEAST),
    ],
)
def test_accelerators_are_counted(text: str, number: int, qualifier: Qualifier) -> None:
    """Numbers, number words and vague crowds of accelerators have their figure."""
    (found,) = find_chips(text)
    assert (found.headline, found.qualifier, found.role) == (number, qualifier, None)
    assert (found.low is None) == (qualifier is UP_TO)


@pytest.mark.parametrize(
    "text",
    [
        "30,000 wafers a month",
        "500 GB300 NVL72 racks",
        "160 million shares of the chipmaker",
        "200,000 dies",
        "12,000 GPU servers",
        "8,000 GPU hours",
        "300,000 business customers",
        "in 2027 Nvidia chips will be scarce",
        "1.200 GPUs",
        "$60 billion of AI chips",
        "40 billion yuan of chips",
        "six newly announced processors",
        "1.5 chips",
        "the RTX 6000 Pro Blackwell",
        "two thousand five hundred GPUs",
    ],
)
def test_other_things_are_not_accelerators(text: str) -> None:
    """Wafers, racks, dies, servers, hours, years and dollars are not counted."""
    assert find_chips(text) == ()


@pytest.mark.parametrize(
    ("text", "number", "role"),
    [
        ("racks of 72 GPUs each rack", 72, "per_rack"),
        ("the plan is for 50,000 units", 50_000, "units"),
    ],
)
def test_doubtful_counts_say_why(text: str, number: int, role: str) -> None:
    """A count per rack or of bare units carries the doubt as its role."""
    (found,) = find_chips(text)
    assert (found.headline, found.role) == (number, role)


def test_a_number_may_lean_on_the_chips_before_it() -> None:
    """A second number without a noun counts the same things, marked as implied."""
    found = find_chips("It rents 10,000 GPUs for four years; another lease is for 8,000 more.")
    assert [(one.headline, one.role) for one in found] == [(10_000, None), (8_000, "implied")]


@given(st.integers(10, 9_999_999), st.sampled_from(["GPUs", "Nvidia GB300s", "TPU chips", "H100s"]))
def test_counts_are_read_back(number: int, noun: str) -> None:
    """A grouped number before accelerators comes back as printed."""
    text = f"The buyer will install {number:,} {noun} there."
    (found,) = find_chips(text)
    assert found.low == found.high == number
    assert text[found.start : found.end] == f"{number:,} {noun}"


@pytest.mark.parametrize(
    ("text", "megawatts", "qualifier"),
    [
        ("750 megawatts", 750, EXACT),
        ("a 100-MW hall", 100, EXACT),
        ("1GW of capacity", 1000, EXACT),
        ("4.5 gigawatts", 4500, EXACT),
        ("a six-gigawatt programme", 6000, EXACT),
        ("up to one gigawatt", 1000, UP_TO),
        ("well over a gigawatt", 1000, AT_LEAST),
        ("at least ONE GIGAWATT", 1000, AT_LEAST),
        ("approximately 3.5 GW", 3500, ABOUT),
        ("multiple gigawatts", 2000, VAGUE),
        ("a couple of hundred megawatts", 200, VAGUE),
        ("hundreds of megawatts", 200, VAGUE),
        ("half a gigawatt", 500, EXACT),
        ("two hundred (200) megawatts", 200, EXACT),
    ],
)
def test_power_is_in_megawatts(text: str, megawatts: float, qualifier: Qualifier) -> None:
    """Power in any unit and wording comes in MW."""
    found = [(float(one.headline or 0), one.qualifier) for one in find_power(text)]
    assert found == [(megawatts, qualifier)]


@pytest.mark.parametrize("text", ["500 GWh of energy", "30 MW-hours", "12 megawatt hours", "0 MW"])
def test_energy_is_no_power(text: str) -> None:
    """Watt-hours are left out."""
    assert find_power(text) == ()


def test_power_ranges_and_rises() -> None:
    """A range has two ends; a rise is two figures."""
    (between,) = find_power("between 1 and 1.5 gigawatts")
    assert (between.low, between.high) == (1000, 1500)
    assert [one.headline for one in find_power("from 1.2 gigawatts to about 2 gigawatts")] == [
        1200,
        2000,
    ]


@given(st.decimals(min_value="0.1", max_value=999, places=1), st.sampled_from(["GW", "gigawatts"]))
def test_power_is_read_back(number: Decimal, unit: str) -> None:
    """A figure in gigawatts comes back a thousandfold in MW."""
    (found,) = find_power(f"The site takes {number} {unit}.")
    assert found.low == number * 1000


def test_shares_and_stakes_are_told_apart() -> None:
    """Shares are counted, percentages kept, and a stake is marked as one."""
    found = find_shares("up to 160 million AMD shares, or 8.3% of the company; sales rose 5%.")
    assert [(float(one.headline or 0), one.unit, one.role) for one in found] == [
        (160e6, "shares", None),
        (8.3, "percent", "stake"),
        (5.0, "percent", None),
    ]
