import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.worklist.conftest import Places, deadlines, now, places

__all__ = ["Places", "deadlines", "now", "places"]


@dataclass
class Postbox:
    """A real mail server on this machine, and what it was given."""

    refused: frozenset[str] = frozenset()
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        content = cast("bytes", envelope.content)
        message = BytesParser(policy=default).parsebytes(content)
        self.letters.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def authenticator(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        given = cast("LoginPassword", data)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == b"bi mat")


Post = Callable[..., AbstractContextManager[Postbox]]


@pytest.fixture
def post() -> Post:
    """Start a mail server; ``secure`` makes it ask for STARTTLS and a password."""

    @contextmanager
    def started(
        refused: frozenset[str] = frozenset(), secure: ssl.SSLContext | None = None
    ) -> Iterator[Postbox]:
        box = Postbox(refused)
        more: dict[str, Any] = (
            {
                "tls_context": secure,
                "require_starttls": True,
                "auth_required": True,
                "authenticator": box.authenticator,
            }
            if secure
            else {}
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            box.port = int(probe.getsockname()[1])
        controller = Controller(box, hostname="127.0.0.1", port=box.port, **more)
        controller.start()
        try:
            yield box
        finally:
            controller.stop()

    return started
