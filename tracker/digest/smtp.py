"""Handing a message to a mail server, and saying whether to try again."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from tracker.model.errors import TrackerError

_IMPLICIT_TLS_PORT = 465
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class DeliveryError(TrackerError):
    """A message was not handed over.

    `transient`: trying later may help. `uncertain`: the connection died while the
    message was under way, so that the server may have it; the same Message-ID then
    shows the second copy for what it is.
    """

    def __init__(self, message: str, *, transient: bool, uncertain: bool = False) -> None:
        super().__init__(message)
        self.transient = transient
        self.uncertain = uncertain


@dataclass(frozen=True, slots=True)
class SmtpPolicy:
    """How to reach the mail server; the fields are those of the mail settings."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    ca_file: Path | None = None
    timeout_seconds: float = 30.0


def deliver_smtp(message: EmailMessage, policy: SmtpPolicy) -> None:
    """Return once the server has taken the message. Raises DeliveryError."""
    if policy.user and not _secret(policy):
        raise DeliveryError(
            f"{_where(policy)}: the password would travel in clear; set mail.starttls = true",
            transient=False,
        )
    context = _tls_context(policy)
    server = _connect(message, policy, context)
    try:
        _prepare(server, policy, context)
        _hand_over(server, message, policy)
    finally:
        # Whatever the farewell brings, the message has its answer already.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _secret(policy: SmtpPolicy) -> bool:
    tls = policy.starttls or policy.port == _IMPLICIT_TLS_PORT
    return tls or policy.host in _LOOPBACK


def _tls_context(policy: SmtpPolicy) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if policy.ca_file is None:
        return context
    try:
        context.load_verify_locations(cafile=policy.ca_file)
    except OSError as error:
        raise DeliveryError(
            f"{policy.ca_file}: no certificates could be read ({error}); check mail.ca_file",
            transient=False,
        ) from error
    return context


def _connect(message: EmailMessage, policy: SmtpPolicy, context: ssl.SSLContext) -> smtplib.SMTP:
    # Named after the sender: asking for this machine's own name may wait on a name server.
    name = str(message["From"]).rpartition("@")[2].strip("<> ") or "localhost"
    host, port, timeout = policy.host, policy.port, policy.timeout_seconds
    try:
        if port == _IMPLICIT_TLS_PORT:
            return smtplib.SMTP_SSL(host, port, name, timeout=timeout, context=context)
        return smtplib.SMTP(host, port, name, timeout=timeout)
    except (OSError, smtplib.SMTPException) as error:
        raise _failed(policy, "connect", error) from error


def _prepare(server: smtplib.SMTP, policy: SmtpPolicy, context: ssl.SSLContext) -> None:
    step = "greet"
    try:
        server.ehlo()
        if policy.starttls and policy.port != _IMPLICIT_TLS_PORT:
            step = "start TLS"
            server.starttls(context=context)
            server.ehlo()
        if policy.user:
            step = "log in"
            server.login(policy.user, policy.password)
    except (OSError, smtplib.SMTPException) as error:
        raise _failed(policy, step, error) from error


def _hand_over(server: smtplib.SMTP, message: EmailMessage, policy: SmtpPolicy) -> None:
    try:
        server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise _failed(policy, "send", error, under_way=True) from error


def _failed(
    policy: SmtpPolicy, step: str, error: Exception, *, under_way: bool = False
) -> DeliveryError:
    transient, words = _judge(error)
    lost = under_way and not isinstance(error, _ANSWERS)
    return DeliveryError(
        f"{_where(policy)}: could not {step}: {words}", transient=transient, uncertain=lost
    )


_ANSWERS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


def _judge(error: Exception) -> tuple[bool, str]:
    """Whether trying later may help, and what is wrong with its mend, in one line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        words = f"its certificate is not trusted ({error.verify_message}); check mail.ca_file"
        return False, words
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = f"{_answer(error.smtp_code, error.smtp_error)}; check mail.user and mail.password"
        return 400 <= error.smtp_code < 500, words
    if isinstance(error, smtplib.SMTPResponseException):
        return 400 <= error.smtp_code < 500, _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return 400 <= code < 500, f"the recipient was refused, {_answer(code, text)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return False, f"the server cannot do that ({error}); check mail.starttls and mail.user"
    if isinstance(error, smtplib.SMTPServerDisconnected | OSError):
        return True, f"the connection failed ({error or type(error).__name__})"
    return False, f"the server does not follow the protocol ({error})"


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"the server said {code} {' '.join(said.split())[:200]}"


def _where(policy: SmtpPolicy) -> str:
    return f"{policy.host}:{policy.port}"
