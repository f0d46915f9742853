"""The list of 50 cases at 20,000 over HTTP, against a bare Flask view with the ORM on the same server."""

import http.client
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from uuid import UUID

from flask import Flask, render_template_string
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts.models import User, UserSession
from casework.app import create_app
from casework.cases.models import Case
from casework.cli.serving import Server
from casework.db import make_engine, make_sessions, uuid7
from casework.ui.context import EXTENSION, Wiring
from tests.benchmarks.bench import Line, site
from tests.benchmarks.crowd import NOW, gather
from tests.benchmarks.plain import PlainPerson

CASES = 20_000
REQUESTS = 150
BARE = """<!doctype html><title>Cases</title><table>{% for row in rows %}
<tr><td>{{ row.full_name }}</td><td>{{ row.birth }}</td><td>{{ row.sex }}</td></tr>{% endfor %}</table>"""


def measure() -> Line:
    """One connection, one process, one thread on either side: signed in, scoped and audited, or nothing of it."""
    with site() as wiring:
        place, keys = gather(wiring, CASES, indexed=False)
        token = _open_cases(wiring, place, keys)
        ours = rate(lambda: create_app(wiring.settings, wiring), "/cases", f"casework={token}")
        theirs = rate(lambda: bare(wiring), "/", "")
    ratio = ours / theirs
    detail = f"{ours:.0f} requests a second, baseline {theirs:.0f}"
    return Line(
        "case list of 50 at 20,000 cases, signed in, scoped, audited, over HTTP",
        "bare Flask + ORM, 50 rows, same server",
        "≥ 0.35 × its requests a second",
        ratio,
        ratio >= 0.35,
        detail,
    )


def account(session: Session, place: UUID, role: str = "facility_worker") -> tuple[UUID, str]:
    """A member of staff of a facility, and the token of her running session."""
    token, worker, now = secrets.token_urlsafe(32), uuid7(), clock.now()
    told = {"id": worker, "username": "nhanvien", "name": "Nhân viên", "role": role, "facility_id": place}
    more = {"password_hash": "", "must_change": False, "failures": 0, "language": "vi", "version": 1}
    session.execute(insert(User), [told | more | {"created_at": NOW}])
    digest = sha256(token.encode()).digest()
    held = {"id": uuid7(), "user_id": worker, "token_hash": digest, "created_at": now, "last_seen_at": now}
    session.execute(insert(UserSession), [held])
    return worker, token


def _open_cases(wiring: Wiring, place: UUID, keys: list[UUID]) -> str:
    with wiring.sessions() as session:
        session.info["actor"] = wiring.policies.access.operator()
        worker, token = account(session, place)
        for at, key in enumerate(keys):
            case = Case(id=uuid7(), reference=f"C{at}", facility_id=place, survivor_id=key, worker_id=worker)
            case.status, case.kind, case.detected_on = "engaged", "bao_luc_gia_dinh", NOW.date()
            case.commune_code, case.province_code, case.source, case.need = "12391", "33", "tu_den", "co"
            case.opened_at = NOW
            session.add(case)
        session.commit()
    return token


def bare(wiring: Wiring) -> Flask:
    """What the list is measured against: no sign-in, no scope, no audit, rows in the clear."""
    app = Flask("bare")
    app.extensions[EXTENSION] = wiring  # the server lets go of its connections before it forks
    sessions = make_sessions(make_engine(wiring.settings.database_url), None)

    @app.get("/")
    def rows() -> str:
        with sessions() as session:
            found = session.scalars(select(PlainPerson).order_by(PlainPerson.id.desc()).limit(50)).all()
            return render_template_string(BARE, rows=found)

    return app


@contextmanager
def _served(make: Callable[[], Flask]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    child = os.fork()
    if child == 0:
        # A line a request is written, as at a site, but read by nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        options = {"bind": f"127.0.0.1:{port}", "workers": 1, "worker_class": "gthread", "threads": 1}
        with suppress(SystemExit):
            Server(make(), options | {"loglevel": "error", "control_socket_disable": True}).run()
        os._exit(0)
    try:
        _wait(port)
        yield port
    finally:
        os.kill(child, 15)
        os.waitpid(child, 0)


def _wait(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def rate(make: Callable[[], Flask], path: str, cookie: str) -> float:
    """Requests a second over one connection to one process with one thread; the best of four rounds."""
    with _served(make) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        best = 0.0
        for _ in range(4):
            begun = time.perf_counter()
            for _ in range(REQUESTS):
                connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"the list answered {answer.status}")
            best = max(best, REQUESTS / (time.perf_counter() - begun))
        connection.close()
    return best
