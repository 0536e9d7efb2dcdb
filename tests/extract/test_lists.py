"""Lists of investors behind one verb, and amounts that several legs share."""

from decimal import Decimal


def _values(found) -> dict[str, Decimal | None]:  # type: ignore[no-untyped-def]
    return {c.buyer: c.value_high for c in found if c.deal_type == "equity_investment"}


def test_a_list_goes_on_without_its_verb(claims) -> None:  # type: ignore[no-untyped-def]
    """Each investor is a leg with its own amount; "each" gives the same to several."""
    found = claims(
        "Crusoe said it was raising $9 billion, of which Microsoft will invest $5 billion and"
        " AMD and Oracle $2 billion each."
    )
    assert _values(found) == {
        "Microsoft": Decimal(5_000_000_000),
        "AMD": Decimal(2_000_000_000),
        "Oracle": Decimal(2_000_000_000),
    }
    assert {c.supplier for c in found} == {"Crusoe"}


def test_respectively_deals_amounts_out_in_order(claims) -> None:  # type: ignore[no-untyped-def]
    """The first amount is the first company's."""
    found = claims(
        "AMD and Oracle will invest up to $3 billion and up to $1 billion in Crusoe respectively."
    )
    assert _values(found) == {"AMD": Decimal(3_000_000_000), "Oracle": Decimal(1_000_000_000)}


def test_money_raised_is_not_the_price_of_a_takeover(claims) -> None:  # type: ignore[no-untyped-def]
    """What a target seeks to raise belongs to no acquisition."""
    found = claims(
        "Talks on a takeover of AI chip start-up SambaNova by Intel have collapsed, and the"
        " company is trying to raise $400 million."
    )
    assert [(c.buyer, c.supplier, c.value_high) for c in found] == [("Intel", "SambaNova", None)]
