"""Settings: a wrong value is named where it was written."""

from pathlib import Path

import pytest

from tracker.model.errors import BadReference
from tracker.settings import load_settings


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TRACKER_MAIL__PORT", "many", "environment, TRACKER_MAIL__PORT: mail.port"),
        ("TRACKER_MAIL__HOTS", "x", "environment, TRACKER_MAIL__HOTS: unknown key"),
        ("TRACKER_MAIL__SENDER", "a@", "Name <name@host>"),
        ("TRACKER_MAIL", "no json", "environment: "),
        ("TRACKER_NET__CONTACT", "é@b.example", "net.contact"),
    ],
)
def test_a_bad_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, says: str
) -> None:
    """Not the file, which may not even be there."""
    monkeypatch.setenv(name, value)
    with pytest.raises(BadReference) as caught:
        load_settings(tmp_path)
    assert says in str(caught.value)


def test_the_environment_outranks_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Key by key: what the file alone says still counts."""
    (tmp_path / "settings.toml").write_text('[mail]\nport = 25\nhost = "a"\n')
    monkeypatch.setenv("TRACKER_MAIL__HOST", "b")
    mail = load_settings(tmp_path).mail
    assert (mail.host, mail.port) == ("b", 25)
