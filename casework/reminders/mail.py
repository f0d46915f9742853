"""Sending reminders by SMTP. Nothing is sent unless a site names a mail server."""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from casework import clock
from casework.config import Settings
from casework.reminders.operations import Letter
from casework.reminders.words import BODY, SUBJECT, said

SECONDS = 20


def message_to(letter: Letter, settings: Settings) -> EmailMessage:
    """What is sent: the same words to everybody."""
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = letter.address
    message["Subject"] = said(SUBJECT, letter.language)
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = make_msgid(domain=settings.smtp_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(said(BODY, letter.language) + "\n")
    return message


def send(letters: Iterable[Letter], settings: Settings) -> list[Letter]:
    """Send them; returns those that did not go. No error repeats an address."""
    waiting = list(letters)
    failed: list[Letter] = []
    try:
        with _server(settings) as server:
            while waiting:
                try:
                    server.send_message(message_to(waiting[0], settings))
                except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
                    failed.append(waiting[0])
                del waiting[0]
    except OSError:  # the server is away, or went away: smtplib's own errors are such ones too
        failed += waiting
    return failed


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    with server:
        if settings.smtp_tls == "starttls":
            server.starttls(context=trusted)
        if settings.smtp_password_file is not None:
            password = settings.smtp_password_file.read_text(encoding="utf-8").strip()
            server.login(settings.smtp_user, password)
        yield server
