"""Which pairs of companies are worth weighing."""

from collections.abc import Iterator
from itertools import combinations

from tracker.extract.named import UNNAMED, Party
from tracker.extract.pairs.scene import Scene

_SHORT = 14  # sentences: in a text as short as that any two may deal with each other
_APART = 2  # sentences between two that may, in a longer one
_MOST = 200


def candidates(scene: Scene) -> list[tuple[Party, Party]]:
    """Unordered pairs, the closest first kept where a long list of companies has too many."""
    places = dict(_places(scene))
    named = scene.parties()
    short = len(scene.shots) <= _SHORT
    found = []
    for one, other in combinations(named, 2):
        if one is UNNAMED and other is UNNAMED:
            continue
        gap = min(abs(i - j) for i in places[one.name] for j in places[other.name])
        if short or gap <= _APART:
            found.append((gap, one, other))
    found.sort(key=lambda item: item[0])
    return [(one, other) for _, one, other in found[:_MOST]]


def _places(scene: Scene) -> Iterator[tuple[str, list[int]]]:
    for party in scene.parties():
        yield party.name, [i for i, shot in enumerate(scene.shots) if shot.of(party)]
