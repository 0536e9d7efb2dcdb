"""Amounts of money as the trade writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.money import find_money
from tracker.extract.quantity import Quantity
from tracker.model.deals import Qualifier

EXACT, ABOUT, UP_TO = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.UP_TO
AT_LEAST, VAGUE = Qualifier.AT_LEAST, Qualifier.VAGUE


def only(text: str) -> Quantity:
    """The one amount of a text."""
    found = find_money(text)
    assert len(found) == 1, found
    return found[0]


def numbers(text: str) -> list[tuple[float | None, float | None, str | None]]:
    """Low, high and currency of each amount."""
    return [
        (
            float(q.low) if q.low is not None else None,
            float(q.high) if q.high is not None else None,
            q.currency,
        )
        for q in find_money(text)
    ]


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("pays $38bn for it", 38e9, 38e9, EXACT),
        ("a contract of $17.4bn", 17.4e9, 17.4e9, EXACT),
        ("costs $1,750 million", 1.75e9, 1.75e9, EXACT),
        ("$1,750,000,000 in cash", 1.75e9, 1.75e9, EXACT),
        ("spends about $5 billion", 5e9, 5e9, ABOUT),
        ("a bill of nearly $5 billion", 5e9, 5e9, ABOUT),
        ("roughly $5 billion changes hands", 5e9, 5e9, ABOUT),
        ("$5 billion or so", 5e9, 5e9, ABOUT),
        ("an order for ~$9.7bn", 9.7e9, 9.7e9, ABOUT),
        ("up to $5 billion", None, 5e9, UP_TO),
        ("as much as an additional $5 billion", None, 5e9, UP_TO),
        ("it could reach $5 billion", None, 5e9, UP_TO),
        ("up to approximately $5 billion", None, 5e9, UP_TO),
        ("ten billion dollars at most", None, 10e9, UP_TO),
        ("more than $5 billion", 5e9, None, AT_LEAST),
        ("upward of $5 billion", 5e9, None, AT_LEAST),
        ("north of $5 billion", 5e9, None, AT_LEAST),
        ("well over $5 billion", 5e9, None, AT_LEAST),
        ("$5bn or more", 5e9, None, AT_LEAST),
        ("a $10bn-plus deal", 10e9, None, AT_LEAST),
        ("$650B+ between them", 650e9, None, AT_LEAST),
        ("may be worth more than $250 million", 250e6, None, AT_LEAST),
        ("between $60 billion and $100 billion", 60e9, 100e9, ABOUT),
        ("$60 billion to $100 billion", 60e9, 100e9, ABOUT),
        ("$60-100bn of orders", 60e9, 100e9, ABOUT),
        ("$900 million to $1.2 billion", 900e6, 1.2e9, ABOUT),
        ("twenty to twenty-five billion dollars", 20e9, 25e9, ABOUT),
        ("billions of dollars", 2e9, None, VAGUE),
        ("a multibillion-dollar order", 2e9, None, VAGUE),
        ("a multi-billion-dollar order", 2e9, None, VAGUE),
        ("several billion dollars", 2e9, None, VAGUE),
        ("a deal worth several billion", 2e9, None, VAGUE),
        ("tens of billions of dollars", 2e10, None, VAGUE),
        ("hundreds of millions of dollars", 2e8, None, VAGUE),
        ("$1 trillion", 1e12, 1e12, EXACT),
        ("half a billion dollars", 5e8, 5e8, EXACT),
        ("one and a quarter billion dollars", 1.25e9, 1.25e9, EXACT),
        ("three hundred and fifty million dollars", 3.5e8, 3.5e8, EXACT),
    ],
)
def test_wordings_give_their_bounds(
    text: str, low: float | None, high: float | None, qualifier: Qualifier
) -> None:
    """Each wording of the schema's table has its low, high and qualifier."""
    found = only(text)
    assert (found.low, found.high, found.qualifier) == (
        None if low is None else Decimal(str(low)),
        None if high is None else Decimal(str(high)),
        qualifier,
    )
    assert found.kind == "money"


@pytest.mark.parametrize(
    ("text", "currency", "size"),
    [
        ("US$9.7 billion", "USD", 9.7e9),
        ("€1.2 billion", "EUR", 1.2e9),
        ("£750m", "GBP", 750e6),
        ("CNY 40bn", "CNY", 40e9),
        ("40 billion yuan", "CNY", 40e9),
        ("C$240m", "CAD", 240e6),
        ("S$540m", "SGD", 540e6),
        ("Rs 21 billion", "INR", 21e9),
        ("₹10,000 crore", "INR", 1e11),
        ("3.1 trillion won", "KRW", 3.1e12),
        ("¥62 billion from its Tokyo lender", "JPY", 62e9),
        ("NOK 5.2bn", "NOK", 5.2e9),
        ("a 900 million dirham loan", "AED", 900e6),
    ],
)
def test_currencies_are_those_printed(text: str, currency: str, size: float) -> None:
    """Signs, codes and names of currencies are known; nothing is converted."""
    found = only(text)
    assert (found.currency, float(found.low or 0)) == (currency, size)


@pytest.mark.parametrize(
    "text",
    [
        "€1.2 billion ($1.4 billion)",
        "€1.2 billion, or $1.4 billion,",
        "a price of $1.4 billion (€1.2 billion)",
        "€1.2 billion (about $1.4 billion)",
    ],
)
def test_of_two_currencies_dollars_are_taken(text: str) -> None:
    """An amount that is repeated in dollars is one amount, in dollars."""
    found = only(text)
    assert (found.currency, found.headline) == ("USD", Decimal("1.4E+9"))


@pytest.mark.parametrize(
    "text",
    [
        "¥62 billion was paid",
        "$1,5 billion in European style",
        "€1.234.567 in European style",
        "billions of parameters and five billion users",
        "a multi-billion-parameter model",
        "two thousand five hundred million dollars",
        "aimed at real people",
        "has won a contract for 30 billion operations",
    ],
)
def test_what_could_be_misread_gives_nothing(text: str) -> None:
    """A currency or a decimal sign that can be read in two ways is left alone."""
    assert find_money(text) == ()


@pytest.mark.parametrize(
    ("text", "unit", "size"),
    [
        ("$920 million a month", "month", 920e6),
        ("a $920m-a-month arrangement", "month", 920e6),
        ("$2.91 per GPU-hour", "GPU-hour", 2.91),
        ("$35bn per gigawatt", "GW", 35e9),
        ("$30 billion of revenue a year", "year", 30e9),
        ("annual rent of about $300 million", "year", 300e6),
        ("$0.19 per million tokens", "million tokens", 0.19),
        ("£140 per kW", "kW", 140),
        ("$23.28 a share", "share", 23.28),
        ("30 million new shares at $70 apiece", "share", 70),
    ],
)
def test_prices_are_rates_with_a_unit(text: str, unit: str, size: float) -> None:
    """What is paid per month, gigawatt, hour or share is no total."""
    (found,) = find_money(text)
    assert (found.kind, found.unit, float(found.low or 0)) == ("rate", unit, size)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("raised at a $350 billion valuation", "valuation"),
        ("would value the start-up at upward of $500 billion", "valuation"),
        ("the developer, which was valued at $13 billion last autumn", "valuation"),
        ("lifting its market value to $4.1 trillion", "market_value"),
        ("plans capital expenditures of $115 billion", "capex"),
        ("expects to spend $200 billion on capital projects", "capex"),
        ("reported quarterly revenue of $68 billion", "revenue"),
        ("a backlog of $55.6 billion", "backlog"),
        ("kept its price target of $275", "price_target"),
        ("in exchange for a $1.8 billion backstop", "guarantee"),
        ("a termination fee of $270 million", "fee"),
        ("analysts at the bank expect $42 billion", "estimate"),
        ("sold $2.0 billion of senior notes", "debt"),
        ("$600 per share", "per_share"),
        ("a five-year contract worth $10 billion", None),
        ("a lease valued at about $9.5 billion", None),
        ("expects total revenue of $7 billion from the two leases", None),
    ],
)
def test_words_around_say_what_else_it_is(text: str, role: str | None) -> None:
    """Amounts that are no deal's size carry the reason; contract values carry none."""
    assert find_money(text)[0].role == role


def test_a_rise_is_two_amounts() -> None:
    """What goes from one sum to another is no range."""
    assert numbers("upsized from US$500 million to US$725 million") == [
        (500e6, 500e6, "USD"),
        (725e6, 725e6, "USD"),
    ]


def test_two_limits_side_by_side_stay_two() -> None:
    """Two investors' shares of a round are not its range."""
    assert numbers("invest up to $5 billion and up to $10 billion respectively") == [
        (None, 5e9, "USD"),
        (None, 10e9, "USD"),
    ]


def test_prepositions_are_no_hedges() -> None:
    """A contract that one is paid under is no upper bound, a dispute over one no lower."""
    for text in (
        "under the $10 billion contract",
        "talks over a $10 billion order",
        "that adds up to $10 billion",
        "out -> $10 billion",
    ):
        assert only(text).qualifier is EXACT, text


MANTISSAS = st.decimals(min_value=1, max_value=999, places=1)
LONG = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT = {"m": 10**6, "M": 10**6, "mn": 10**6, "bn": 10**9, "B": 10**9, "tn": 10**12, "T": 10**12}
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "A$": "AUD", "NT$": "TWD", "RMB": "CNY"}
NAMES = {"dollars": "USD", "euros": "EUR", "yuan": "CNY", "yen": "JPY", "won": "KRW"}


@given(
    MANTISSAS, st.sampled_from(sorted(LONG | SHORT)), st.sampled_from(sorted(SIGNS)), st.booleans()
)
def test_signed_amounts_are_read_back(
    mantissa: Decimal, scale: str, sign: str, trimmed: bool
) -> None:
    """What is printed with a sign before it comes back to the last digit."""
    digits = f"{mantissa.normalize():f}" if trimmed else str(mantissa)
    printed = f"{sign}{digits}{' ' if scale in LONG else ''}{scale}"
    text = f"The tenant pays {printed}, it said."
    found = only(text)
    assert found.low == found.high == mantissa * (LONG | SHORT)[scale]
    assert (found.currency, text[found.start : found.end]) == (SIGNS[sign], printed)


@given(MANTISSAS, st.sampled_from(sorted(LONG)), st.sampled_from(sorted(NAMES)))
def test_named_amounts_are_read_back(mantissa: Decimal, scale: str, name: str) -> None:
    """What is printed with the currency's name after it comes back to the last digit."""
    printed = f"{mantissa} {scale} {name}"
    found = only(f"The tenant pays {printed}.")
    assert found.low == found.high == mantissa * LONG[scale]
    assert found.currency == NAMES[name]


@given(st.integers(1, 10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    """Commas between groups of three do not change a number."""
    assert only(f"It costs ${number:,} in all").low == number


@given(st.integers(1, 899), st.integers(1, 100), st.sampled_from(["-", "–", " to ", " to $"]))
def test_ranges_are_read_back(low: int, more: int, joint: str) -> None:
    """The scale of a range's second number holds for the first."""
    found = only(f"It costs ${low}{joint}{low + more} billion")
    assert (found.low, found.high) == (low * 10**9, (low + more) * 10**9) or (
        joint == " to $" and found.low == low
    )


@pytest.mark.parametrize(
    "text",
    [
        "Jo Park of Dray Securities, who reckons the order could be worth up to $90 billion.",
        "said Ada Lunt, who estimates that the chip contract may come to more than $12 billion",
    ],
)
def test_what_somebody_reckons_is_an_estimate(text: str) -> None:
    """A person's own figure for somebody else's deal is no term of it."""
    (amount,) = find_money(text)
    assert amount.role == "estimate"
