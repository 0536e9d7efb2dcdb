"""The one scale of evidence, from `evidence.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracker.model.deals import Binding, Confirmation, Status
from tracker.model.errors import BadReference

_SHIPPED = Path(__file__).with_name("evidence.toml")
_EXITS = (Status.TERMINATED, Status.DENIED)


@dataclass(frozen=True, slots=True)
class EvidenceScale:
    """What a voice is worth, and how often deals come about; all values are shares, 0-1.

    `weights` rises with `Confirmation`. `status_rates` holds every status but the ways
    out, which are in `exit_rates` by voice. `binding_factors` multiply a rate.
    `up_to_share` is what the part of an amount beyond its firm part counts for,
    `highest_p` the most that a deal not yet completed gets. `sources` says where each
    figure is from, by its place in the file ("status.signed").
    """

    weights: Mapping[Confirmation, float]
    status_rates: Mapping[Status, float]
    exit_rates: Mapping[Status, Mapping[Confirmation, float]]
    binding_factors: Mapping[Binding, float]
    up_to_share: float
    highest_p: float
    sources: Mapping[str, str]


def load_evidence(path: Path | None = None) -> EvidenceScale:
    """The scale in `path`, or the shipped one. Raises BadReference with file and row."""
    return _load(path or _SHIPPED)


@lru_cache(maxsize=8)
def _load(path: Path) -> EvidenceScale:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadReference(f"{path}: cannot be read ({error.strerror}); check it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReference(f"{path}: not TOML ({error}); mend that line") from error
    return _Rows(path, raw).scale()


class _Rows:
    """The file's tables, read one figure at a time so that an error can name its row."""

    def __init__(self, path: Path, raw: Mapping[str, Any]) -> None:
        self._path = path
        self._raw = raw
        self._sources: dict[str, str] = {}

    def scale(self) -> EvidenceScale:
        weights = {voice: self._figure("confirmation", voice, "weight") for voice in Confirmation}
        ladder = [status for status in Status if status not in _EXITS]
        scale = EvidenceScale(
            weights=MappingProxyType(weights),
            status_rates=MappingProxyType(
                {status: self._figure("status", status, "rate") for status in ladder}
            ),
            exit_rates=MappingProxyType({status: self._exit(status) for status in _EXITS}),
            binding_factors=MappingProxyType(
                {kind: self._figure("binding", kind, "factor", most=1.5) for kind in Binding}
            ),
            up_to_share=self._figure("amount", "up_to_share", "value"),
            highest_p=self._figure("amount", "highest_p", "value"),
            sources=MappingProxyType(self._sources),
        )
        self._refuse_disorder(weights)
        return scale

    def _figure(self, table: str, row: str, name: str, most: float = 1.0) -> float:
        place = f"{table}.{row}"
        found = self._raw.get(table, {}).get(row)
        if not isinstance(found, dict):
            raise BadReference(f"{self._path}: {place} is missing; add {{ {name}, source }}")
        self._keep_source(place, found)
        return self._share(place, found.get(name), most)

    def _exit(self, status: Status) -> Mapping[Confirmation, float]:
        place = f"exit.{status}"
        table = self._raw.get("exit", {}).get(status)
        if not isinstance(table, dict):
            raise BadReference(f"{self._path}: {place} is missing; add a rate for each voice")
        self._keep_source(place, table)
        return MappingProxyType(
            {
                voice: self._share(f"{place}.{voice}", table.get(voice), 1.0)
                for voice in Confirmation
            }
        )

    def _keep_source(self, place: str, row: Mapping[str, Any]) -> None:
        source = row.get("source")
        if not isinstance(source, str) or not source.strip():
            raise BadReference(f"{self._path}: {place} has no source; say where it is from")
        self._sources[place] = source

    def _share(self, place: str, value: object, most: float) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= most:  # type: ignore[operator]
            raise BadReference(f"{self._path}: {place} is {value!r}; give a number 0 to {most:g}")
        return float(value)  # type: ignore[arg-type]

    def _refuse_disorder(self, weights: Mapping[Confirmation, float]) -> None:
        """Confirmation lists the voices from weakest to strongest; weights must agree."""
        ordered = [weights[voice] for voice in Confirmation]
        if ordered != sorted(ordered):
            raise BadReference(f"{self._path}: confirmation weights must rise from social to filed")
