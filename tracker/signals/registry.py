"""The catalogue of rules. A file in `rules/` registers its function here by decorator."""

from collections.abc import Callable, Iterable

from tracker.model.registry import Registry
from tracker.model.signals import Signal
from tracker.signals.changes import Changes

Rule = Callable[[Changes], Iterable[Signal]]

RULES: Registry[Rule] = Registry("signal rule")
