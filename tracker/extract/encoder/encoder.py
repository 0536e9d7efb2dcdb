"""The encoder as reading uses it: sentences in, readings out; outlines in, answers out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.extract.encoder.network import VOCABULARY, WEIGHTS, Answers, Network
from tracker.extract.encoder.outline import Outline
from tracker.extract.encoder.ways import Asker, Inputs
from tracker.extract.encoder.windows import Line, Reading, WindowMaker


class Encoder:
    """Build one and keep it: loading takes a moment."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises BadReference in one line if the weights in `folder` cannot be run."""
        self._network = Network(folder)
        self._maker = WindowMaker(folder / VOCABULARY)
        self._asker = Asker(self._network.roles)
        self.version = f"encoder-{self._network.version}"

    def read(self, lines: Sequence[Line]) -> Iterator[Reading]:
        """A document's sentences, by windows."""
        return map(self._network.read, self._maker.windows(lines))

    def ask(self, reading: Reading, outline: Outline) -> tuple[Inputs, Answers] | None:
        """What is asked of a window, and the answers; None where no company is named."""
        inputs = self._asker.inputs(reading.window, outline)
        return (inputs, self._network.answer(reading, inputs)) if inputs else None
