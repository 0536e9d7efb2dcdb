"""Ways in which people write that name a side or a status in passing."""

import pytest


@pytest.mark.parametrize(
    ("text", "leg"),
    [
        (
            "CoreWeave has let 90 megawatts of server halls to a Danish lab called Corti.",
            ("capacity_lease", "signed", "Corti", "CoreWeave"),
        ),
        (
            "Microsoft handed warrant for 5m shares as AMD seals 2-gigawatt chip order",
            ("warrant", "Microsoft", "AMD"),
        ),
        (
            "The racks come from Supermicro, with whom CoreWeave has placed an order for 4,000"
            " B200 servers worth $300 million.",
            ("hardware_purchase", "signed", "CoreWeave", "Supermicro"),
        ),
        (
            "Local media expect Tencent to place orders of about $3 billion with Huawei for"
            " Ascend chips next year.",
            ("hardware_purchase", "rumored", "Tencent", "Huawei"),
        ),
        (
            "Alibaba is considering Nvidia's H20 chips, with a budget of up to $2 billion.",
            ("hardware_purchase", "considering", "Alibaba", "NVIDIA"),
        ),
    ],
)
def test_a_side_or_status_in_passing(legs, text: str, leg: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """Names after "called", relatives, headlines without articles, who expects what."""
    found = legs(text)
    shown = {one if len(leg) == 4 else (one[0], *one[2:]) for one in found}
    assert leg in shown


def test_who_is_passed_over_sells_nothing(legs) -> None:  # type: ignore[no-untyped-def]
    """ "Instead of Nvidia chips" is no purchase from Nvidia."""
    found = legs("Oracle has agreed to buy MI450 chips from AMD instead of Nvidia systems.")
    assert {supplier for _, _, _, supplier in found} <= {"AMD"}
