"""What the encoder says of one way round of a pair, over all windows of a document."""

from dataclasses import dataclass

from tracker.extract.encoder.windows import Numbers, Window
from tracker.extract.redraft import Told


@dataclass(frozen=True, slots=True)
class OfAmounts:
    """What one window says of the amounts in it, for one way round of a pair."""

    deal: float
    starts: tuple[int, ...]  # first characters of the amounts
    terms: Numbers  # [types, amounts, 2]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the encoder says of one way round of a pair, from the window that is surest.

    Of amounts every window speaks that holds them.
    """

    deal: float
    types: Numbers
    statuses: Numbers
    where: Numbers  # [types, word pieces of the window]
    window: Window
    heard: tuple[OfAmounts, ...]  # of every window with the two, the surest last

    def told(self, kind: int) -> tuple[Told, ...]:
        """The sentences that were looked at for a leg of type `kind`."""
        where = self.where[kind]
        found = []
        for line, (first, last) in self.window.spans.items():
            if last > first:
                at = first + int(where[first:last].argmax())
                found.append(Told(line, float(where[first:last].sum()), self.window.starts[at]))
        return tuple(found)

    def terms_of(self, kind: int) -> dict[int, tuple[float, float]]:
        """What is said of each amount for a leg of type `kind`, as `Draft.judged`."""
        found: dict[int, tuple[float, float]] = {}
        for heard in self.heard:
            rows = heard.terms[kind].tolist()
            found |= {at: (row[0], row[1]) for at, row in zip(heard.starts, rows, strict=False)}
        return found
