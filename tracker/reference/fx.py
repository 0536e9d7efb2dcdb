"""Dollars per unit of a currency on a day: month-end reference rates, and pegs."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tracker.reference.table import read_csv

_HERE = Path(__file__).resolve().parent
_CURRENCIES = (
    *("USD", "AUD", "BRL", "CAD", "CHF", "CNY", "DKK", "GBP", "HKD", "IDR", "ILS", "INR"),
    *("JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PLN", "SEK", "SGD", "THB", "TRY", "ZAR"),
)
_COLUMNS = ("as_of", "source_url", "basis", "imputed", *_CURRENCIES)
_PEG_COLUMNS = ("currency", "units_per_usd", "basis", "imputed", "source_url", "as_of")


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars per unit of a currency, the day of the rate, and where it is from."""

    currency: str
    usd: float
    on: date
    source_url: str


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates by currency, oldest first."""

    by_currency: Mapping[str, tuple[Rate, ...]]

    def at(self, currency: str, day: date) -> Rate | None:
        """The last rate by a day, else the first one; None for a currency without any."""
        if currency == "USD":
            return Rate("USD", 1.0, day, "")
        known = self.by_currency.get(currency, ())
        if not known:
            return None
        place = bisect_right(known, day, key=lambda rate: rate.on)
        return known[max(0, place - 1)]


def load_rates(folder: Path | None = None) -> Rates:
    """The rates of a folder (default: the shipped one). Raises BadReference with file and line."""
    place = folder or _HERE
    found: dict[str, list[Rate]] = {}
    for rate in [*_per_euro(place / "fx.csv"), *_pegs(place / "fx_pegs.csv")]:
        found.setdefault(rate.currency, []).append(rate)
    return Rates({name: tuple(sorted(found[name], key=lambda r: r.on)) for name in sorted(found)})


@cache
def shipped_rates() -> Rates:
    """The shipped rates, read once a process."""
    return load_rates()


def _per_euro(path: Path) -> Iterable[Rate]:
    """Printed as units per euro, so that the figures are the source's own digits."""
    before = ""
    for row in read_csv(path, _COLUMNS):
        day, printed = row.day("as_of"), row.text("as_of")
        if printed <= before:
            raise row.fail("as_of", "must come after the row before it")
        before = printed
        row.yes("imputed")
        row.choice("basis", ("units per EUR",))
        usd, url = row.positive("USD"), row.source()
        yield Rate("EUR", usd, day, url)
        for name in _CURRENCIES[1:]:
            yield Rate(name, usd / row.positive(name), day, url)


def _pegs(path: Path) -> Iterable[Rate]:
    for row in read_csv(path, _PEG_COLUMNS):
        name = row.text("currency")
        if len(name) != 3 or not name.isupper() or name in (*_CURRENCIES, "EUR"):
            raise row.fail("currency", f"{name!r} is no further ISO code")
        row.yes("imputed")
        row.choice("basis", ("peg",))
        yield Rate(name, 1 / row.positive("units_per_usd"), row.as_of()[2], row.source())
