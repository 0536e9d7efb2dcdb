"""Imported figures as rows of our own files, kept apart from what a person writes."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tracker.reference.catalogues import Listed
from tracker.reference.company_filings import GrossMargin
from tracker.reference.market_rows import FACT_COLUMNS, PRICE_COLUMNS
from tracker.reference.overrides import IMPORTED
from tracker.reference.table import read_csv


def price_rows(
    rows: Iterable[Listed], *, provider: str, source_url: str, as_of: str
) -> list[dict[str, str]]:
    """Rows for prices.csv. Spot prices are kept for the record and move no belief."""
    return [
        {
            "price_id": f"I-{provider}-{row.accelerator_id}-{row.commitment}",
            "accelerator_id": row.accelerator_id,
            "provider": provider,
            "kind": "list",
            "commitment": row.commitment,
            "region": f"{row.regions} regions",
            "unit": "usd_per_chip_hour",
            "low": f"{row.low:.6g}",
            "mid": f"{row.mid:.6g}",
            "high": f"{row.high:.6g}",
            "observations": str(row.offers),
            "evidence": "price_catalog",
            "imputed": "no",
            "use": "no" if row.commitment == "spot" else "yes",
            "derived_from": "",
            "source_url": source_url,
            "as_of": as_of,
            "note": "imported",
        }
        for row in rows
    ]


def fact_rows(margins: Iterable[GrossMargin], *, company_id: str) -> list[dict[str, str]]:
    """Rows for company_facts.csv, one a period."""
    return [
        {
            "fact_id": f"I-{row.cik}-{row.label.replace(' ', '-')}",
            "company_id": company_id,
            "period": row.label,
            "period_end": row.end.isoformat(),
            "scope": "company",
            "metric": "gross_margin_gaap",
            "value": f"{row.margin:.6f}",
            "low": "",
            "high": "",
            "revenue_usd": f"{row.revenue_usd:.0f}",
            "status": "actual",
            "basis": "filing",
            "imputed": "no",
            "source_url": f"https://data.sec.gov/api/xbrl/companyfacts/CIK{row.cik:010}.json",
            "as_of": row.filed.isoformat(),
        }
        for row in margins
    ]


def keep(home: Path, name: str, rows: Sequence[Mapping[str, str]]) -> int:
    """Lay rows into `home/reference/imported/NAME`; how many of them are new.

    A row with a known id replaces it. The file is written whole or not at all.
    """
    columns = {"prices.csv": PRICE_COLUMNS, "company_facts.csv": FACT_COLUMNS}[name]
    path = home / IMPORTED / name
    old = [dict(row.values) for row in read_csv(path, columns)] if path.exists() else []
    merged = {row[columns[0]]: row for row in [*old, *map(dict, rows)]}
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(merged[key] for key in sorted(merged))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(out.getvalue(), encoding="utf-8")
    fresh.replace(path)
    return len(merged) - len(old)
