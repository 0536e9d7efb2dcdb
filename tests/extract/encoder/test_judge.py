"""From probabilities to legs: which way round, of which types, and never too firm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.encoder.judge import MOST_DOUBT, Weighed, cautious, kinds
from tracker.extract.encoder.network import LOWER, UPPER, WEIGHTS, Network
from tracker.extract.encoder.ways import STATUSES, TYPES
from tracker.extract.encoder.windows import SHAPES, Window
from tracker.model.errors import BadReference

SOFT = ("in_talks", "considering", "rumored", "denied")
RENT, SHARES = TYPES.index("cloud_rental"), TYPES.index("equity_investment")

EMPTY = Window((), (), (), (), (), np.zeros((0, SHAPES), np.float32), {})


def weighed(deal: float, **types: float) -> Weighed:
    """What the encoder says of one way round."""
    chances = np.zeros(len(TYPES), np.float32)
    for name, chance in types.items():
        chances[TYPES.index(name)] = chance
    statuses = np.zeros((len(TYPES), len(STATUSES)), np.float32)
    nowhere = np.zeros((len(TYPES), 0), np.float32)
    return Weighed(deal, chances, statuses, nowhere, EMPTY, ())


def told(way: tuple[int, int], both: dict[tuple[int, int], Weighed], *kept: str) -> list[int]:
    """The types that are told that way round."""
    return list(kinds(way, both, kept, 0.6))


def test_the_likelier_way_round_is_told() -> None:
    """Two companies deal once, the likelier way round."""
    both = {(0, 1): weighed(0.9, cloud_rental=0.9), (1, 0): weighed(0.7, cloud_rental=0.8)}
    assert told((0, 1), both) == [RENT]
    assert told((1, 0), both) == []


def test_two_legs_in_opposite_directions() -> None:
    """Compute one way and shares the other are two legs."""
    both = {
        (0, 1): weighed(0.9, cloud_rental=0.9, equity_investment=0.6),
        (1, 0): weighed(0.8, equity_investment=0.9),
    }
    assert told((0, 1), both, "equity_investment") == [RENT]
    assert told((1, 0), both) == [SHARES]


def test_a_second_type_between_the_same_two() -> None:
    """Told only if a rule saw it as well: a story that was learned tempts to be told again."""
    one = {(0, 1): weighed(0.9, cloud_rental=0.95, equity_investment=0.9)}
    assert told((0, 1), one) == [RENT]
    assert told((0, 1), one, "equity_investment") == [RENT, SHARES]


def test_what_is_unlikely_is_not_told() -> None:
    """Two companies of one page do not deal for that."""
    assert told((0, 1), {(0, 1): weighed(0.3, cloud_rental=1.0)}) == []


@pytest.mark.parametrize(
    ("chances", "by_rules", "expected"),
    [
        ({"signed": 0.8, "in_talks": 0.2}, None, "signed"),
        ({"signed": 0.4, "in_talks": 0.35, "rumored": 0.25}, None, "in_talks"),
        ({"completed": 0.45, "denied": 0.3, "considering": 0.25}, None, "denied"),
        ({"announced": 0.5, "signed": 0.3, "in_talks": 0.2}, None, "announced"),
        ({"announced": 0.5, "signed": 0.3, "in_talks": 0.2}, "signed", "signed"),
        ({"announced": 0.7, "signed": 0.1, "in_talks": 0.2}, "signed", "announced"),
        ({"signed": 0.4, "in_talks": 0.6}, "signed", "in_talks"),
        ({"signed": 0.8, "in_talks": 0.2}, "would", "signed"),
    ],
)
def test_status(chances: dict[str, float], by_rules: str | None, expected: str) -> None:
    """The rules' unless unlikely; never firm where open statuses weigh two fifths together."""
    assert cautious({name: chances.get(name, 0.0) for name in STATUSES}, by_rules) == expected


@given(st.lists(st.floats(0.001, 1.0), min_size=9, max_size=9), st.sampled_from([None, *STATUSES]))
def test_never_firm_in_doubt(raw: list[float], by_rules: str | None) -> None:
    """Whatever the rules say: talks, plans, rumours and denials are not called firm."""
    chances = {name: value / sum(raw) for name, value in zip(STATUSES, raw, strict=True)}
    if sum(chances[name] for name in SOFT) > MOST_DOUBT:
        assert cautious(chances, by_rules) not in {"signed", "amended", "completed"}


def test_weights_of_two_trainings(tmp_path) -> None:
    """Halves that do not belong together are refused, not run."""
    for name in (LOWER, UPPER):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    upper = onnx_with_version(tmp_path / UPPER)
    assert upper != (WEIGHTS / UPPER).read_bytes()
    with pytest.raises(BadReference, match="two trainings"):
        Network(tmp_path)


def onnx_with_version(path) -> bytes:
    """The file under another version of the same length."""
    version = Network().version.encode()
    changed = path.read_bytes().replace(version, bytes(reversed(version)))
    path.write_bytes(changed)
    return changed


def test_weights_that_cannot_be_run(tmp_path) -> None:
    """One line says which file, and how to mend it."""
    (tmp_path / LOWER).write_bytes(b"no weights")
    with pytest.raises(BadReference, match=r"lower\.onnx: .*make weights") as caught:
        Network(tmp_path)
    assert "\n" not in str(caught.value)
