"""Windows hold every sentence, know whose characters each piece is, and are never too long."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.encoder.network import VOCABULARY, WEIGHTS
from tracker.extract.encoder.windows import LONGEST, NOWHERE, Line, WindowMaker

MAKER = WindowMaker(WEIGHTS / VOCABULARY)  # Hypothesis takes no fixture
TEXTS = st.lists(st.text(max_size=200), max_size=12)


def lines_of(texts: list[str]) -> list[Line]:
    """Sentences of one document, one space between them."""
    lines, at = [], 0
    for index, text in enumerate(texts):
        lines.append(Line(index, at, text))
        at += len(text) + 1
    return lines


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_pieces_stand_for_characters_of_their_sentence(texts: list[str]) -> None:
    """Whatever the text holds, each piece lies inside the sentence that it names."""
    lines = lines_of(texts)
    for window in MAKER.windows(lines):
        for line, start, end in zip(window.lines, window.starts, window.ends, strict=True):
            if line != NOWHERE:
                own = lines[line]
                assert own.start <= start <= end <= own.start + len(own.text)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_windows_are_short_and_leave_no_sentence_out(sizes: list[int]) -> None:
    """Every sentence stands in a window, whole unless it is endless."""
    lines = lines_of([" ".join(["chip"] * size) for size in sizes])
    windows = list(MAKER.windows(lines))
    assert all(len(window.ids) <= LONGEST for window in windows)
    for line, size in zip(lines, sizes, strict=True):
        longest = max(window.lines.count(line.index) for window in windows)
        assert longest >= min(size, LONGEST // 2)


def test_the_title_stands_in_each_window() -> None:
    """A long text is never read without its title."""
    lines = lines_of(["Meta rents TPUs", *["word " * 300] * 4])
    windows = list(MAKER.windows(lines))
    assert len(windows) > 2
    assert all(0 in window.lines for window in windows)


def test_pieces_of_a_name() -> None:
    """A name is found by its characters, in the sentence that is asked about."""
    lines = lines_of(["Nebius leases", "To Nebius Group went nothing."])
    [window] = MAKER.windows(lines)
    start = lines[1].start + 3
    first, last = window.pieces(1, start, start + len("Nebius Group")) or (0, 0)
    assert window.starts[first] == start
    assert window.ends[last - 1] == start + len("Nebius Group")
    assert window.pieces(0, start, start + 4) is None


def test_how_a_word_is_written() -> None:
    """The vocabulary knows no capitals, so the shapes tell them."""
    text = "AMD sells MI450s to Oracle today"
    [window] = MAKER.windows([Line(0, 0, text)])
    found = []
    for word in ("sells", "Oracle", "AMD", "MI450s"):
        first, _ = window.pieces(0, text.index(word), text.index(word) + len(word)) or (0, 0)
        found.append(window.shapes[first].argmax())
    assert found == [0, 1, 2, 3]
