"""A few pages that use everything of ui, for tests only."""

import uuid
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy.exc import OperationalError

from casework import clock
from casework.access import NotFound
from casework.db import Stale
from casework.providers.models import Provider
from casework.refusal import Refusal
from casework.ui import context, forms
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission, public, signed_in
from casework.ui.paging import Page, page_number

TEMPLATES = Path(__file__).parent / "templates"

blueprint = Blueprint("kitchen", __name__, url_prefix="/kitchen")


class Everything(forms.Form):
    """Every kind of field."""

    survivor_name = forms.NameField("Họ và tên", hint="Như cách người đó tự viết")
    code = forms.TextField("Mã sổ", validators=[forms.Length(10)])
    children = forms.NumberField("Số con")
    detected_on = forms.DateField(
        "Ngày phát hiện", validators=[forms.Required("Nhập ngày"), forms.NotInFuture()]
    )
    birth = forms.PartialDateField("Ngày sinh", validators=[forms.NotInFuture()])
    kind = forms.CodeRadios(
        "Loại vụ việc", codes="case_kind", validators=[forms.Required("Chọn loại vụ việc")]
    )
    need = forms.CodeRadios("Nhu cầu", codes="need", only=("co", "khong"))
    acts = forms.CodeCheckboxes("Hành vi", codes="act")
    source = forms.CodeSelect("Nguồn tin", codes="source")
    commune_code = forms.CommuneField("Xã, phường")
    narrative = forms.TextArea("Diễn biến", rows=4)
    agreed = forms.Checkbox("Đã đọc và đồng ý")
    file = forms.FileField("Tệp")
    password = forms.PasswordField("Mật khẩu")


class Sieve(forms.FilterForm):
    """A filter."""

    kind = forms.CodeSelect("Loại vụ việc", codes="case_kind")


class Small(forms.Form):
    """A form with one field."""

    name = forms.TextField("Name", validators=[forms.Required("Enter a name")])


SAVED = {"name": "saved by the other", "version": 7}


class _Record:
    name = SAVED["name"]
    version = SAVED["version"]


@blueprint.route("/form", methods=["GET", "POST"])
@signed_in
def form() -> ResponseReturnValue:
    everything = Everything()
    if everything.validate_on_submit():
        return {name: str(field.data) for name, field in everything._fields.items() if name != "csrf_token"}
    return render_template("kitchen/form.html", form=everything)


@blueprint.route("/try/<outcome>", methods=["GET", "POST"])
@signed_in
def trying(outcome: str) -> ResponseReturnValue:
    small = Small(data={"name": "as opened", "version": 6})
    if small.validate_on_submit():
        with attempt(small, current=lambda: Small(formdata=None, obj=_Record())):
            _add("in the attempt")
            context.session().info["opened"] = {(uuid.UUID(int=9), "person.full_name"): 1}
            if outcome == "refused":
                raise Refusal("The name %(word)s is taken", field="name", word="x")
            if outcome == "refused-whole":
                raise Refusal("Closed")
            if outcome == "stale" and small.version.data != SAVED["version"]:
                raise Stale
            notice("Done it")
            return f"saved {small.name.data} at {small.version.data}"
    return render_template("kitchen/small.html", form=small)


drafts: list[dict[str, str]] = []


@blueprint.post("/draft")
@signed_in
def draft() -> ResponseReturnValue:
    drafts.append(request.form.to_dict())
    return "", 204


@blueprint.get("/away")
@public
def away() -> ResponseReturnValue:
    return "<!doctype html><title>Weather</title>Sunny"


@blueprint.get("/sink")
@signed_in
def sink() -> ResponseReturnValue:
    notice("Đã lưu vụ việc.")
    page = Page([{"code": f"A{n:03}", "count": n * 1234} for n in range(1, 6)], page_number(), 5, 123)
    return render_template("kitchen/sink.html", page=page, sieve=Sieve())


@blueprint.route("/write/<int:status>", methods=["GET", "POST"])
@signed_in
def write(status: int) -> ResponseReturnValue:
    _add("by a view")
    if status == 404:
        raise NotFound("case:read", "Case")
    if status in (403, 413, 429):
        abort(status)
    if status == 409:
        raise Stale
    if status == 503:
        raise OperationalError("select", {}, Exception("Nguyễn Thị Bí Mật"))
    if status == 500:
        raise ValueError("Nguyễn Thị Bí Mật")
    return "written", status


@blueprint.get("/cases")
@permission("case:list")
def cases() -> ResponseReturnValue:
    return "cases"


@blueprint.post("/open")
@public
def open_to_all() -> ResponseReturnValue:
    return "open"


def _add(name: str) -> None:
    context.session().add(
        Provider(
            id=uuid.uuid4(),
            name=name,
            kind="khac",
            public=True,
            commune_code="00004",
            province_code="01",
            created_at=clock.now(),
        )
    )


def install(app: Flask) -> None:
    """Add the pages, and let a header say who asks."""

    def _identify() -> None:
        role = request.headers.get("X-Role") or request.cookies.get("role")
        if role:
            actor = context.access_policy().actor(uuid.UUID(int=7), role, uuid.UUID(int=1), "Trần Thị Cán Bộ")
            context.sign_in_as(actor)

    loader: Any = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([*loader.loaders, FileSystemLoader(TEMPLATES)])
    app.before_request(_identify)
    app.register_blueprint(blueprint)


def worker() -> dict[str, str]:
    """The header of a request by a facility's worker."""
    return {"X-Role": "facility_worker"}
