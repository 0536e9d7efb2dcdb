"""The tree of errors, and `Problem`: bad data as a value."""

from dataclasses import dataclass


class TrackerError(Exception):
    """Root of what this project raises. A message says what, which one, and the mend."""


class SourceError(TrackerError):
    """A source could not be read; asking again will not help."""


class TransientSourceError(SourceError):
    """A source could not be read just now: the only error that is retried."""


class ParseError(TrackerError, ValueError):
    """What was read is not in the format that it was taken for."""


class BadReference(TrackerError, ValueError):
    """A file of reference data or settings breaks its own rules."""


class BadInput(TrackerError, ValueError):
    """What a person typed or named cannot be used: exit status 2."""


class StoreError(TrackerError):
    """The database or its folder cannot be used."""


class StoreBusy(StoreError):
    """Another process is writing; what people ask for can wait in the inbox."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done, while the rest went on.

    `stage` is the job or room; `origin` the file (with `:line`), URL or id;
    `message` one line saying what is wrong and how to mend it.
    """

    stage: str
    origin: str
    message: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.message}"
