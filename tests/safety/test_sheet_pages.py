"""The pages of the form about danger: asked, weighed, kept, and read by the second person."""

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.danger import NO, YES
from casework.safety.models import Risk
from tests.factories.desk import Desk
from tests.factories.orders import site_policies

DANGER = site_policies().danger
SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def answered(**more: str) -> dict[str, str]:
    """The form as it is posted, with no to every sign."""
    return {f"sign_{sign}": NO for sign in DANGER.signs} | {"fear": "3"} | more


def carried(page: str) -> dict[str, str]:
    """What the second page carries unseen, without the token."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def checked(page: str) -> list[str]:
    """The levels that are offered, and the one that is chosen beforehand."""
    return re.findall(r'name="level" type="radio" value="(\w+)" checked', page)


def test_the_pages_ask_weigh_and_keep(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/risk/form"
    asked = html.unescape(desk.at.get(path).text)
    assert asked.count('value="chua_ro" checked') == len(DANGER.signs)
    weighing = desk.at.post(path, answered(sign_weapon=YES, tool="dash", score="17", tool_level="dash/high"))
    page = html.unescape(weighing.text)
    assert weighing.status_code == 200
    assert "đòi hỏi ít nhất mức “Cao”" in page
    assert checked(page) == ["high"]
    told = carried(weighing.text)
    assert (told["sign_weapon"], told["fear"], told["tool_level"]) == (YES, "3", "dash/high")
    back = desk.at.post(path, told | {"again": "yes"}, opened=weighing.text).text
    assert re.search(r'name="sign_weapon" type="radio" value="co" checked', back)
    assert 'value="17"' in back
    typed = told | {"weighed": "yes", "level": "medium", "source": "told", "reason": ""}
    wrong = desk.at.post(path, typed, opened=weighing.text)
    assert wrong.status_code == 200
    assert 'id="reason-error"' in wrong.text
    assert checked(wrong.text) == ["medium"]
    assert carried(wrong.text)["sign_weapon"] == YES
    sent = desk.at.post(path, typed | {"level": "high"}, opened=wrong.text)
    assert sent.location == f"{desk.path}/risk"
    shown = html.unescape(desk.at.get(f"{desk.path}/risk").text)
    for words in ("Dùng hoặc dọa dùng vũ khí, hung khí", "3 trên 10", "DASH · 17 điểm · Cao (high)"):
        assert words in shown
    assert session.scalars(select(Risk.level)).one() == "high"


@SQLITE
def test_low_is_not_offered_where_too_much_is_unknown(desk: Desk) -> None:
    page = desk.at.post(f"{desk.path}/risk/form", {"fear": ""}).text
    assert "13 trên 13 câu trả lời là chưa rõ" in html.unescape(page)
    assert re.findall(r'name="level" type="radio" value="(\w+)"', page) == ["extreme", "high", "medium"]
    assert checked(page) == []


@SQLITE
def test_what_stands_higher_is_chosen_beforehand(desk: Desk) -> None:
    typed = {"level": "extreme", "source": "told", "reason": ""}
    assert desk.at.post(f"{desk.path}/risk", typed).status_code == 303
    page = desk.at.post(f"{desk.path}/risk/form", answered(fear="9")).text
    assert checked(page) == ["extreme"]


@SQLITE
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fear": "11"}, "fear"),
        ({"fear": "rất sợ"}, "fear"),
        ({"score": "17"}, "tool"),
        ({"tool": "dash", "score": "999"}, "score"),
        ({"tool": "dash", "tool_level": "danger_assessment/severe"}, "tool_level"),
        ({"tool_version": "x" * 31, "tool": "dash", "score": "1"}, "tool_version"),
        ({"sign_weapon": "perhaps"}, "sign_weapon"),
    ],
)
@pytest.mark.parametrize("weighed", ["", "yes"])
def test_what_is_wrong_is_said_at_its_question_on_either_page(
    desk: Desk, wrong: dict[str, str], field: str, weighed: str
) -> None:
    level = {"weighed": weighed, "level": "high", "source": "told"}
    answer = desk.at.post(f"{desk.path}/risk/form", answered(sign_stalking=YES, **(wrong | level)))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text
    assert re.search(r'name="sign_stalking" type="radio" value="co" checked', answer.text)


@SQLITE
def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    wrong = {"fear": "11", "tool": "dash", "score": "99", "tool_level": "danger_assessment/severe"}
    page = desk.at.post(f"{desk.path}/risk/form", answered(**wrong)).text
    assert re.findall(r'id="(\w+)-error"', page) == ["fear", "score", "tool_level"]


@SQLITE
def test_the_second_person_reads_the_answers(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/risk/form"
    chosen = {"weighed": "yes", "level": "high", "source": "told"}
    desk.at.post(path, answered(sign_weapon=YES) | chosen)
    desk.at.post(path, answered(sign_pregnancy=YES) | chosen | {"level": "low", "reason": "Hắn đã đi xa"})
    session.expire_all()
    proposal = session.scalars(select(Risk.id).where(Risk.standing == "proposed")).one()
    session.rollback()
    page = html.unescape(desk.supervising.get(f"{desk.path}/risk/{proposal}").text)
    assert "Đang mang thai hoặc mới sinh" in page


@SQLITE
def test_what_happened_stands_on_the_page_at_once(desk: Desk) -> None:
    path = f"{desk.path}/risk/event"
    assert 'id="event-error"' in desk.at.post(path, {"event": "release"}).text  # nobody has looked yet
    desk.at.post(f"{desk.path}/risk", {"level": "low", "source": "told"})
    assert 'id="event-error"' in desk.at.post(path, {"event": ""}).text
    assert desk.at.post(path, {"event": "release"}).status_code == 303
    page = html.unescape(desk.at.get(f"{desk.path}/risk").text)
    assert "Người có hành vi bạo lực được thả: đánh giá lại nguy cơ ngay." in page
    assert desk.elsewhere.get(path).status_code == 404
    assert desk.elsewhere.get(f"{desk.path}/risk/form").status_code == 404
