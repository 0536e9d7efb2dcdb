"""Every file in `rules/` is loaded and registers the rule of its name."""

import pkgutil

from tracker.signals import rules
from tracker.signals.evaluate import evaluate
from tracker.signals.registry import RULES


def test_each_file_is_a_rule():
    """A rule is added by adding a file, and found without being listed anywhere."""
    files = {found.name for found in pkgutil.iter_modules(rules.__path__)}
    assert {name for name, _ in RULES} == files
    assert {"new_leg", "status_step", "cheapest_supplier_flip"} <= files
    assert {"supplier_share_shift", "dependence_change"} <= files


def test_nothing_known_tells_nothing(changes):
    """No versions, no signals."""
    assert evaluate(changes()) == ()
