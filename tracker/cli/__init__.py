"""Commands that only read the published file: sql, deals, prices, shares, explain."""

from collections.abc import Callable
from typing import Any

import typer

from tracker.cli.deals import app as deals
from tracker.cli.explain import explain
from tracker.cli.prices import prices
from tracker.cli.shares import shares
from tracker.cli.sql import sql

READING: dict[str, Callable[..., Any] | typer.Typer] = {
    "deals": deals,
    "prices": prices,
    "shares": shares,
    "explain": explain,
    "sql": sql,
}
