"""The scale of evidence loads, is ordered, and says what is wrong with a bad file."""

from pathlib import Path

import pytest

from tracker.model.deals import Binding, Confirmation, Status
from tracker.model.errors import BadReference
from tracker.reference.evidence import load_evidence

SHIPPED = Path(load_evidence.__code__.co_filename).with_name("evidence.toml")


def test_every_voice_status_and_binding_has_a_figure():
    """No combination that a claim can carry is without a base rate."""
    scale = load_evidence()
    assert set(scale.weights) == set(Confirmation)
    assert set(scale.binding_factors) == set(Binding)
    assert set(scale.status_rates) | set(scale.exit_rates) == set(Status)
    assert all(set(rates) == set(Confirmation) for rates in scale.exit_rates.values())


def test_weights_rise_from_social_to_filing():
    """The order of the enumeration is the order of trust."""
    weights = [load_evidence().weights[voice] for voice in Confirmation]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)


def test_every_figure_names_its_source():
    """Each row says where it is from, or that it is a choice."""
    scale = load_evidence()
    assert "status.signed" in scale.sources
    assert all(source.strip() for source in scale.sources.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rate = 0.90", "rate = 9.0", "status.signed"),
        ("rate = 0.90", 'rate = "high"', "status.signed"),
        ("weight = 0.97", "weight = 0.1", "must rise"),
        ("filed = 0.01", "", "exit.terminated.filed"),
        (
            'unknown = { factor = 1.00, source = "',
            'unknown = { factor = 1.00, source = "" } # ',
            "no source",
        ),
        ("conditional = {", "provisional = {", "binding.conditional"),
        ("[amount]", "[amount", "not TOML"),
    ],
)
def test_a_bad_file_is_named_with_its_row(tmp_path, old, new, said):
    """One line says which file and which row, and how to mend it."""
    path = tmp_path / "evidence.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadReference, match=said) as caught:
        load_evidence(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value).partition("(")[0]


def test_a_missing_file_is_named(tmp_path):
    """A path that is not there is a clear line, not a traceback of open()."""
    with pytest.raises(BadReference, match=r"gone\.toml"):
        load_evidence(tmp_path / "gone.toml")
