"""What every test shares: no network but loopback."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import settings

from tests.mail_server import authority, serve  # noqa: F401 - fixtures

# A busy machine must not fail a property: how long things take is for `make bench`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def _is_loopback(host: object) -> bool:
    if not isinstance(host, str):
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test at once."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address}: tests are offline")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
