"""What is true of every page of ours, whoever opens it."""

import re
from collections import Counter

from werkzeug.test import TestResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
# What the world of tests/factories/world.py is full of, and no title or address may hold.
PERSONAL = re.compile(r"Đào|Hòa|Trần Văn|Bình|0912345678|Số 5|Đỗ Thị|Nhân viên|Cơ sở Một|[0-9A-Z]{10}")


def look_at(answer: TestResponse, place: str) -> None:
    """Raise AssertionError, with the place and the cure, where a response breaks a promise of all pages."""
    _headers(answer, place)
    assert not PERSONAL.search(_title(answer.text) if answer.mimetype == "text/html" else ""), place
    if answer.mimetype == "text/html" and answer.status_code not in {204, 301, 302, 303, 308}:
        _page(answer.text, place)


def _headers(answer: TestResponse, place: str) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, f"{place}: {name}"
    policy = answer.headers.get("Content-Security-Policy", "")
    assert policy.startswith("default-src 'none';"), f"{place}: Content-Security-Policy"
    assert "unsafe" not in policy, place
    if not place.startswith("GET /static"):
        assert answer.headers.get("Cache-Control") == "no-store", f"{place}: Cache-Control"
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-"), f"{place}: {cookie.partition('=')[0]}"
        for flag in ("Secure", "HttpOnly", "SameSite=Strict"):
            assert flag in cookie, f"{place}: a cookie without {flag}"
    assert not PERSONAL.search(answer.headers.get("Content-Disposition", "")), f"{place}: file name"


def _title(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0]


def _page(page: str, place: str) -> None:
    title = _title(page)
    assert " – " in title, f"{place}: the title names the page, then the site"
    assert title.partition(" – ")[0].removeprefix("Lỗi: ").strip(), f"{place}: an empty title"
    assert re.search(r'<html lang="(vi|en)"', page), f"{place}: extends no layout"
    assert 'class="app-footer"' in page, f"{place}: extends no layout"
    assert len(re.findall(r"<h1\b", page)) == 1, f"{place}: one first heading"
    repeated = [name for name, count in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if count > 1]
    assert repeated == [], f"{place}: the same id twice"
    for inline in (" style=", "<style", "javascript:", " onclick=", " onchange=", "<iframe", "{{", "{%"):
        assert inline not in page, f"{place}: {inline}"
    assert page.count("<script") == 1, f"{place}: a script of its own"
    for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
        assert 'name="csrf_token"' in form, f"{place}: a form without a token"
    foreign = re.findall(r'(?:href|src|action)="(?!/|#|data:)([^"]+)"', page)
    assert foreign == [], f"{place}: leads elsewhere"
