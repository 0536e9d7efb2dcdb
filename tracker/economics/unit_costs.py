"""From dollars an hour to dollars per million tokens, per query and per PFLOP-hour."""

import math
from dataclasses import dataclass

from tracker.economics.units import SECONDS_PER_HOUR, TOKENS_PER_MILLION
from tracker.model.errors import TrackerError
from tracker.reference.figures import TokenType

Z90 = 1.6448536269514722  # half of a 90 % interval in standard deviations


class MixedTokens(TrackerError, ValueError):
    """Costs per total token and per output token were to be compared."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A log-normal quantity's 5 %, 50 % and 95 % points."""

    low: float
    mid: float
    high: float


def interval(median: float, log_sd: float) -> Interval:
    """The 90 % range of a log-normal: median exp(+-1.645 sd), model section (c)."""
    factor = math.exp(Z90 * log_sd)
    return Interval(median / factor, median, median * factor)


@dataclass(frozen=True, slots=True)
class TokenCost:
    """A cost per million tokens of one type; types are never compared."""

    usd_per_million: float
    token_type: TokenType

    def over(self, other: "TokenCost") -> float:
        """This cost as a multiple of another. Raises MixedTokens when types differ."""
        if self.token_type != other.token_type:
            raise MixedTokens(
                f"USD per million {self.token_type} tokens against {other.token_type} tokens:"
                " convert with the workload's input and output first"
            )
        return self.usd_per_million / other.usd_per_million


def token_cost(usd_per_hour: float, *, tokens_per_s: float, token_type: TokenType) -> TokenCost:
    """Cost of a million tokens at one operating point.

    usd_per_hour is per utilised chip-hour, so utilisation enters once; tokens_per_s > 0.
    Source: c_Mtok = c / (tau 3600) 1e6, model section (c).
    """
    million = usd_per_hour / (tokens_per_s * SECONDS_PER_HOUR) * TOKENS_PER_MILLION
    return TokenCost(million, token_type)


def query_usd(
    input_tokens: float,
    output_tokens: float,
    *,
    input_cost: TokenCost,
    output_cost: TokenCost,
    cached_share: float = 0.0,
    cached_cost: float = 0.1,
) -> float:
    """Cost of one query [USD].

    cached_share of the input comes from a prefix cache and costs `cached_cost` of fresh.
    Source: N_in <- N_in (1 - h (1 - rho)); c = (N_in c_in + N_out c_out) / 1e6.
    Raises MixedTokens unless the costs are per input and per output token.
    """
    if (input_cost.token_type, output_cost.token_type) != ("input", "output"):
        raise MixedTokens("a query needs a cost per input token and one per output token")
    fresh = input_tokens * (1 - cached_share * (1 - cached_cost))
    spent = fresh * input_cost.usd_per_million + output_tokens * output_cost.usd_per_million
    return spent / TOKENS_PER_MILLION


def pflop_hour_usd(usd_per_hour: float, *, dense_tflops: float, mfu: float) -> float:
    """Cost of 1e15 x 3600 operations really done [USD], at a stated precision.

    Source: c / (F MFU / 1000), F in dense TFLOPS, model section (c).
    """
    return usd_per_hour / (dense_tflops * mfu / 1000)
