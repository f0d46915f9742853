import dataclasses
import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.app import create_app
from casework.config import Settings
from casework.ui import assets
from casework.ui.static import files
from tests.ui import kitchen
from tests.ui.conftest import token


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/kitchen/form", "/static/init.js", "/exit"])
def test_every_response_is_closed(staff: FlaskClient, path: str) -> None:
    headers = staff.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    if not path.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


def test_pages_have_nothing_inline(staff: FlaskClient) -> None:
    for path in ("/kitchen/form", "/kitchen/sink"):
        page = staff.get(path).text
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script type="module" src=') == 1
        assert "http" not in page.replace("http-equiv", "")


def test_assets_are_kept_by_the_browser_under_their_version(client: FlaskClient) -> None:
    version = files()["casework.css"].version
    kept = client.get(f"/static/casework.css?v={version}", headers={"Accept-Encoding": "gzip"})
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(kept.data) == files()["casework.css"].body
    plain = client.get("/static/casework.css?v=old")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert plain.data == files()["casework.css"].body
    assert client.get("/static/../context.py").status_code == 404
    assert client.get("/static/govuk-frontend.LICENSE.txt").status_code == 404


def test_the_first_view_is_at_most_sixty_kilobytes(staff: FlaskClient) -> None:
    page = gzip.compress(staff.get("/kitchen/form").data)
    assert len(page) + sum(len(file.packed) for file in files().values()) < 60_000
    assert len(staff.get("/kitchen/form").data) + sum(len(file.packed) for file in files().values()) < 60_000


def test_vendored_assets_are_those_that_were_fetched_and_stripped() -> None:
    assert assets.problems(assets.KIT) == []
    assert assets.problems(assets.AXE) == []
    kit = (assets.STATIC / "govuk-frontend.css").read_text()
    assert assets.forbidden_marks(kit) == []
    assert assets.forbidden_marks("@font-face{src:url(/x)} .govuk-crest") != []
    assert "MIT License" in (assets.STATIC / "govuk-frontend.LICENSE.txt").read_text()


def test_a_foreign_page_cannot_send_our_forms(staff: FlaskClient) -> None:
    data = {"csrf_token": token(staff), "name": "Lan"}

    def send(**headers: str) -> int:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return staff.post("/kitchen/try/fine", data=data, headers=names).status_code

    assert send() == 200
    assert send(Sec_Fetch_Site="same-origin", Origin="null") == 200
    assert send(Sec_Fetch_Site="same-origin", Origin="https://localhost") == 200
    assert send(Origin="https://localhost") == 200
    assert send(Sec_Fetch_Site="cross-site") == 400
    assert send(Sec_Fetch_Site="same-site") == 400
    assert send(Sec_Fetch_Site="same-origin", Origin="https://evil.example") == 400
    assert send(Origin="https://evil.example") == 400
    assert send(Origin="null") == 400
    assert send(Origin="http://localhost") == 400


@pytest.mark.parametrize(("proxies", "status"), [(1, 200), (0, 400)])
def test_the_proxy_is_believed_only_where_the_settings_say_so(
    settings: Settings, proxies: int, status: int
) -> None:
    app = create_app(dataclasses.replace(settings, trusted_proxies=proxies))
    app.config.update(TESTING=True)
    kitchen.install(app)
    client = app.test_client()
    client.set_cookie("role", "facility_worker", domain="casework.example")
    told = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "casework.example",
        "X-Forwarded-For": "192.0.2.1",
    }
    text = client.get("/kitchen/form", headers=told, base_url="https://casework.example").text
    data = {"name": "Lan", "csrf_token": text.partition('name="csrf_token" value="')[2].partition('"')[0]}
    sent = told | {"Origin": "https://casework.example", "X-Role": "facility_worker"}
    cookies = client.get_cookie("__Host-page", domain="casework.example")
    assert cookies is not None
    sent["Cookie"] = f"__Host-page={cookies.value}"
    response = app.test_client(use_cookies=False).post(
        "/kitchen/try/fine", data=data, headers=sent, base_url="http://127.0.0.1:8000"
    )
    assert response.status_code == status


def test_a_form_without_its_token_is_refused_in_words(staff: FlaskClient) -> None:
    for data in ({"name": "Lan"}, {"name": "Lan", "csrf_token": "x"}):
        page = staff.post("/kitchen/try/fine", data=data)
        assert page.status_code == 400
        assert "Trang đã mở quá lâu" in page.text
    assert staff.post("/kitchen/open").status_code == 400


def test_the_cookie_is_bound_to_the_host(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-page=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict"):
        assert word in cookie


def test_leaving_ends_the_session_and_clears_the_browser(staff: FlaskClient, app: Flask) -> None:
    response = staff.get("/exit")
    assert response.status_code == 303
    assert response.location == "https://www.google.com/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    ahead = staff.get("/exit", headers={"Sec-Purpose": "prefetch"})
    foreign = staff.get("/exit", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Clear-Site-Data" not in ahead.headers
    assert "Clear-Site-Data" not in foreign.headers


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "Không thực hiện được"), (405, "Không thực hiện được"), (413, "quá lớn"), (429, "quá nhiều lần")],
)
def test_error_pages_speak(staff: FlaskClient, status: int, words: str) -> None:
    if status == 405:
        response = staff.get("/kitchen/open")
    elif status == 400:
        response = staff.post("/kitchen/try/fine", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    else:
        response = staff.get(f"/kitchen/write/{status}")
    assert response.status_code == status
    assert words in response.text
