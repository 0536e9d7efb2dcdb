"""A real mail server on loopback, with TLS and passwords, for whatever sends mail."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tracker.digest.mail import SmtpPolicy


class Inbox:
    """What the server took; `answers` replaces the answer to the named command."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.taken.append(envelope.original_content)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.answers.get("QUIT", "221 Bye")


def _authenticate(
    server: Any, session: Any, envelope: Any, mechanism: str, data: object
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    if (data.login, data.password) == (b"analyst", b"secret"):
        return AuthResult(success=True)
    # Left unhandled, so that the server itself answers; else the client waits for ever.
    return AuthResult(success=False, handled=False)


class AnyPort(Controller):
    """A controller on a port that the machine chose."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Server:
    """A running server, and the policy that reaches it."""

    def __init__(self, inbox: Inbox, controller: Controller, ca_file: Path) -> None:
        self.inbox = inbox
        self.controller = controller
        self.ca_file = ca_file

    def policy(self, **given: Any) -> SmtpPolicy:
        values: dict[str, Any] = {
            "host": "localhost", "port": self.controller.port,
            "user": "analyst", "password": "secret", "ca_file": self.ca_file,
            "timeout_seconds": 5.0,
        }  # fmt: skip
        return SmtpPolicy(**(values | given))


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who signs the certificates of this run."""
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers with TLS and authentication, and stops them afterwards."""
    running: list[Controller] = []

    def start(name: str = "localhost", **given: Any) -> Server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        ca_file = tmp_path / "ca.pem"
        authority.cert_pem.write_to_path(str(ca_file))
        options: dict[str, Any] = {
            "tls_context": context, "require_starttls": True, "auth_required": True,
            "auth_require_tls": True, "authenticator": _authenticate,
        }  # fmt: skip
        inbox = Inbox()
        controller = AnyPort(inbox, hostname="127.0.0.1", port=0, **(options | given))
        controller.start()
        running.append(controller)
        return Server(inbox, controller, ca_file)

    yield start
    for controller in running:
        controller.stop()
