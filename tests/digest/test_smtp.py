"""Delivery to a real server on loopback: TLS, authentication, and every way to fail."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.digest.test_mail import SENDER, TO, digest, reread
from tests.mail_server import Server
from tracker.digest.mail import DeliveryError, SmtpPolicy, build_message, deliver_smtp

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
MESSAGE = build_message(digest(), TO, SENDER)


def failure(policy: SmtpPolicy) -> DeliveryError:
    """The error of a delivery that has to fail."""
    with pytest.raises(DeliveryError) as caught:
        deliver_smtp(MESSAGE, policy)
    return caught.value


def test_a_message_arrives_whole_over_tls(serve: Callable[..., Server]) -> None:
    """The server that asks for TLS and a password takes one message, as it was built."""
    server = serve()
    deliver_smtp(MESSAGE, server.policy())
    assert len(server.inbox.taken) == 1
    arrived = reread(server.inbox.taken[0])
    assert arrived["Message-ID"] == MESSAGE["Message-ID"]
    made = digest()
    parts = [part.get_content().replace("\r\n", "\n") for part in arrived.iter_parts()]
    assert parts == [made.text, made.html]


def test_a_wrong_password_is_permanent(serve: Callable[..., Server]) -> None:
    """Trying again will not help, and the message says which settings to look at."""
    server = serve()
    error = failure(server.policy(password="wrong"))
    assert not error.transient
    assert "535" in str(error)
    assert "mail.password" in str(error)
    assert "wrong" not in str(error)
    assert server.inbox.taken == []


def test_a_certificate_of_an_unknown_authority_is_permanent(serve: Callable[..., Server]) -> None:
    """Without the authority's file nothing is sent, not even the password."""
    server = serve()
    error = failure(server.policy(ca_file=None))
    assert not error.transient
    assert "not trusted" in str(error)
    assert server.inbox.taken == []


def test_a_certificate_of_another_name_is_permanent(serve: Callable[..., Server]) -> None:
    """A good certificate of another host is a bad one here."""
    error = failure(serve("other.example").policy())
    assert not error.transient
    assert "certificate" in str(error)


def test_a_server_without_tls_is_not_spoken_to(serve: Callable[..., Server]) -> None:
    """Where TLS is asked for and not offered, nothing is sent."""
    server = serve(tls_context=None, require_starttls=False, auth_require_tls=False)
    error = failure(server.policy())
    assert not error.transient
    assert "starttls" in str(error).lower()
    assert server.inbox.taken == []


def test_without_tls_a_password_goes_to_this_machine_only(serve: Callable[..., Server]) -> None:
    """In clear a password may reach loopback, nothing further."""
    server = serve(tls_context=None, require_starttls=False, auth_require_tls=False)
    deliver_smtp(MESSAGE, server.policy(starttls=False))
    assert len(server.inbox.taken) == 1
    error = failure(SmtpPolicy("mail.example", user="a", password="b", starttls=False))
    assert not error.transient
    assert "in clear" in str(error)


@pytest.mark.parametrize(
    ("command", "answer", "transient"),
    [
        ("RCPT", "450 mailbox busy", True),
        ("RCPT", "550 no such user", False),
        ("DATA", "451 try later", True),
        ("DATA", "554 looks like spam", False),
    ],
)
def test_the_servers_answer_decides_whether_to_try_again(
    serve: Callable[..., Server], command: str, answer: str, transient: bool
) -> None:
    """400 to 499 are for now, 500 and above for good; both are answers, so nothing is open."""
    server = serve()
    server.inbox.answers[command] = answer
    error = failure(server.policy())
    assert error.transient is transient
    assert not error.uncertain
    assert answer[:3] in str(error)


def test_a_bad_farewell_does_not_undo_a_delivery(serve: Callable[..., Server]) -> None:
    """Once the message is taken, what the server says to QUIT is nobody's concern."""
    server = serve()
    server.inbox.answers["QUIT"] = "421 in a hurry"
    deliver_smtp(MESSAGE, server.policy())
    assert len(server.inbox.taken) == 1


def test_nobody_there_is_transient() -> None:
    """A refused connection may be accepted later."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = failure(SmtpPolicy("127.0.0.1", port, timeout_seconds=5))
    assert error.transient
    assert f"127.0.0.1:{port}" in str(error)


def _hang_up(listener: socket.socket, answers: tuple[bytes, ...], until: bytes) -> None:
    """Greet, answer each line, and close the connection once `until` has come."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 hello\r\n")
        for answer in answers:
            line = lines.readline().upper()
            if line.startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while lines.readline() not in (b".\r\n", b""):
                    pass
                return
            if line.startswith(until):
                return
            connection.sendall(answer)


@pytest.mark.parametrize(("until", "uncertain"), [(b"EHLO", False), (b"DATA", True)])
def test_a_server_that_hangs_up_is_transient(until: bytes, uncertain: bool) -> None:
    """Before the message it is plain; after its last line the server may have it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_hang_up, args=(listener, (b"250 OK\r\n",) * 9, until))
        thread.start()
        port = listener.getsockname()[1]
        error = failure(SmtpPolicy("127.0.0.1", port, starttls=False, timeout_seconds=5))
        thread.join(timeout=5)
    assert error.transient
    assert error.uncertain is uncertain


def test_a_silent_server_is_given_up() -> None:
    """The time-out holds, and later may be better."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        error = failure(SmtpPolicy("127.0.0.1", port, timeout_seconds=0.3))
    assert error.transient


def test_a_broken_authority_file_is_named(tmp_path: Path) -> None:
    """A file that holds no certificate, or is not there, is the settings' fault."""
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    for path in (broken, tmp_path / "absent.pem"):
        error = failure(SmtpPolicy("localhost", ca_file=path))
        assert not error.transient
        assert str(path) in str(error)


def test_a_password_does_not_show() -> None:
    """A policy that lands in a log keeps its secret."""
    assert "hunter2" not in repr(SmtpPolicy("host", password="hunter2"))
