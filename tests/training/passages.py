"""What the tests of learning from passages share."""

from pipelines.training.encoder.examples import Example
from tracker.extract.encoder.outline import Amount, Mark


def words(example: Example, mark: Mark | Amount) -> str:
    """The characters of a mark or an amount."""
    line = next(line for line in example.lines if line.index == mark.line)
    return line.text[mark.start - line.start : mark.end - line.start]
