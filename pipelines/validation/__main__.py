"""`python -m pipelines.validation [FILE.csv]`: published figures beside the model's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipelines.validation.check import outcomes_of, served
from pipelines.validation.judge import Tally, in_own_range, tallies
from pipelines.validation.report import side_by_side, silent, summary
from pipelines.validation.rows import Published, read_published
from tracker.model.errors import BadInput
from tracker.reference.load import Reference, load_reference

DEFAULT = Path("../shared/economics/published_outputs.csv")


def validate(
    file: Annotated[Path, typer.Argument(help="Rows of published outputs.")] = DEFAULT,
) -> None:
    """Predict every row from inputs that do not contain it; exit 1 where a bound is missed."""
    try:
        rows = read_published(file)
    except BadInput as error:
        typer.echo(f"validate: {error}", err=True)
        raise typer.Exit(2) from None
    counts: list[Tally] = []
    for line in _lines(rows, load_reference(), counts):
        typer.echo(line)
    if not all(tally.passed for tally in counts):
        raise typer.Exit(1)


def _lines(rows: list[Published], reference: Reference, counts: list[Tally]) -> Iterator[str]:
    """The whole report; puts the tallies that decide into `counts`."""
    books = (reference.market, reference.products)
    found, blind = outcomes_of(rows, *books), served(rows, *books)
    strict = outcomes_of(rows, *books, strict=True)
    counts += tallies([*found, *blind])
    yield from side_by_side(found)
    yield "\nDeals at what serving them costs a GPU cloud, without their value:"
    yield from side_by_side(blind)
    yield "\nNot predicted:"
    yield from silent(found)
    yield "\nWithout the figure and all that was worked out from it:"
    yield from summary(counts)
    inside, ranged = in_own_range(found)
    yield f"{inside:>3} of {ranged:<3} published figures lie in the model's own 90 % range"
    yield "\nFor comparison, without any price of the same source:"
    yield from summary(tallies(strict))


if __name__ == "__main__":
    typer.run(validate)
