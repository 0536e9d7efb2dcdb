"""`tracker annotate` and `tracker score`: the reading alone, without a database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.options import AsJson, ProgressBar
from tracker.extract.gold_file import leg_faults
from tracker.model.errors import BadInput, Problem

Passage = dict[str, Any]


def annotate(
    path: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One passage a line.")],
) -> None:
    """Read passages and print the deals they state, one line each, in order.

    A passage is {"id", "title", "text", "published"}. A line that cannot be read is
    reported and left out; then the exit status is 2.
    Example: tracker annotate passages.jsonl > deals.jsonl
    """
    passages, problems = read_passages(path)
    for line in _annotated(passages):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    _finish(problems)


def score(
    path: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Labelled passages.")],
    as_json: AsJson = False,
) -> None:
    """Annotate labelled passages and print how well they were read.

    Passages as `annotate` takes them, with their right legs under "deals" (empty where there are
    none): pipelines/training/passages holds some.

    Detection is pairs of buyer and supplier; strict also asks for type and status.
    """
    from tracker.extract.score_report import as_json as figures
    from tracker.extract.score_report import render
    from tracker.extract.scoring import score as measure

    passages, problems = read_passages(path, labelled=True)
    if problems and not passages:
        raise BadInput(f"{path}: holds no labelled passage; the first line: {problems[0].message}")
    scores = measure(passages, list(_annotated(passages)))
    sys.stdout.write(json.dumps(figures(scores), indent=1) + "\n" if as_json else render(scores))
    _finish(problems)


def _annotated(passages: list[Passage]) -> Iterator[Passage]:
    from pipelines.extract import reader
    from tracker.extract.annotate import annotate as read

    reading = reader("")
    with ProgressBar() as progress:
        for done, line in enumerate(read(reading, passages), 1):
            progress("reading", done, len(passages))
            yield line


def read_passages(path: Path, *, labelled: bool = False) -> tuple[list[Passage], list[Problem]]:
    """The passages of a file, and a problem for each line that is none.

    Of `labelled` ones each deal has to be of the gold set's schema.

    Raises BadInput when the file itself cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); check the path") from error
    passages: list[Passage] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _passage(line)
        if labelled and not isinstance(found, str):
            found = next(_label_faults(found), found)
        if isinstance(found, str):
            problems.append(Problem("annotate", f"{path}:{number}", found))
        else:
            passages.append(found)
    return passages, problems


def _passage(line: bytes) -> Passage | str:
    """The passage of one line, or what is wrong with it."""
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "not UTF-8; save the file in UTF-8"
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg}, column {error.colno}); mend or remove the line"
    if not isinstance(value, dict) or "id" not in value:
        return 'no object with an "id"; add one'
    if not isinstance(value.get("text"), str):
        return 'no "text"; add the passage'
    return value


def _label_faults(passage: Passage) -> Iterator[str]:
    deals = passage.get("deals")
    if not isinstance(deals, list):
        yield 'no list "deals"; add one, empty if there is no deal'
        return
    for number, deal in enumerate(deals, 1):
        yield from (f"deal {number}: {fault}" for fault in leg_faults(deal))


def _finish(problems: list[Problem]) -> None:
    for problem in problems:
        typer.echo(f"tracker: {problem}", err=True)
    if problems:
        raise typer.Exit(2)
