"""What a supplier's margin above a custom designer's adds to the price of compute."""

from tracker.economics.unit_costs import TokenCost, token_cost
from tracker.reference.figures import TokenType


def premium_usd_per_chip(
    price_usd: float, *, gross_margin: float, reference_margin: float = 0.5
) -> float:
    """Dollars of a chip's price above what a supplier of `reference_margin` would ask.

    Margins are shares below 1; negative when the margin is below the reference.
    Source: P - P (1 - m) / (1 - m_ref), model section (f); m_ref 0.5 is a choice. An
    upper bound where the price also holds what others earn.
    """
    return price_usd - price_usd * (1 - gross_margin) / (1 - reference_margin)


def premium_token_cost(
    premium_usd: float,
    *,
    usd_per_hour_of_dollar: float,
    tokens_per_s: float,
    token_type: TokenType,
    utilisation: float = 1.0,
) -> TokenCost:
    """The premium's part of a million tokens.

    usd_per_hour_of_dollar: hourly cost of one dollar of IT capital. Source: section (f).
    """
    hourly = premium_usd * usd_per_hour_of_dollar / utilisation
    return token_cost(hourly, tokens_per_s=tokens_per_s, token_type=token_type)
