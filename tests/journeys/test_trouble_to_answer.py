"""A trouble on a reply slip runs 幹事会 → plenary → sister body → city → action → answer by post."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.journeys.site import PHONE
from tests.journeys.test_reply_by_code import codes_of
from tests.paper.reading import page_texts

TROUBLE = "寄せた雪で、ごみの集積所に近づけない。"
TITLE = "雪の季節のごみ集積所"
QUESTION = "集積所の前の雪を、市の除雪で寄せてもらえるか。"
CITY_SAYS = "収集日の朝に、集積所の前の雪も寄せます。"
ANSWER = "収集日の朝に、市が集積所の前の雪を寄せることになりました。"


def test_from_a_slip_to_the_answer_by_post(someone: Callable[..., Hands]) -> None:
    desk = someone("suishin")
    steering = steps.open_prepared(desk, steps.STEERING)
    steps.call_everybody(desk, steering)
    _write_on_the_slip(someone(window=PHONE), codes_of(desk, steering)[0])
    issue = _take_up(desk)

    _put_forward(desk, issue, steps.STEERING, "初めて聞く")
    _take_proposal(desk, steering)
    assert TITLE in _printed_agenda(desk, steering)
    _hold(desk, steering, sister=None)

    _put_forward(desk, issue, steps.ONO, "決める")
    plenary = steps.open_prepared(desk, steps.ONO)
    _take_proposal(desk, plenary)
    assert TITLE in _printed_agenda(desk, plenary)
    steps.call_everybody(desk, plenary)
    _hold(desk, plenary, sister=steps.STEERING)

    following = steps.open_prepared(desk, steps.STEERING)
    _take_proposal(desk, following)
    assert TITLE in _printed_agenda(desk, following), "news of the plenary stands on the next 次第"

    _ask_the_city(desk, someone("shi"), issue)
    _promise_and_do(desk, issue)
    _answer_by_post(desk, issue)


def _write_on_the_slip(phone: Hands, code: str) -> None:
    phone.open(f"/r/{code}/")
    phone.choose("出席します")
    phone.fill("会議で話したい困りごと", TROUBLE)
    with phone.next_page():
        phone.click("このお返事を送る")
    assert TROUBLE in phone.text


def _take_up(desk: Hands) -> str:
    """The trouble becomes an issue; its address."""
    desk.open("/troubles/")
    with desk.next_page():
        desk.page.locator("main a[href^='/troubles/']", has_text=TROUBLE[:12]).first.click()
    desk.check_page()
    with desk.next_page():
        desk.follow("課題にする")
    desk.check_page()
    desk.page.locator("[name=title]").fill(TITLE)
    with desk.next_page():
        desk.click("この課題を取り上げる")
    desk.check_page()
    desk.open("/issues/")
    link = desk.page.locator("main a[href^='/issues/']", has_text=TITLE).first
    return link.get_attribute("href") or ""


def _put_forward(desk: Hands, issue: str, body: str, role: str) -> None:
    desk.open(issue)
    with desk.next_page():
        desk.follow("会議に付議する")
    desk.check_page()
    desk.page.get_by_label(body, exact=True).check()
    desk.choose(role)
    with desk.next_page():
        desk.click("この会議に付議する")
    assert f"「{body}」に付議しています" in desk.text
    desk.check_page()


def _take_proposal(desk: Hands, meeting: str) -> None:
    desk.open(f"{meeting}agenda/")
    desk.check_page()
    pick = desk.page.get_by_label(TITLE).first
    expect(pick).to_be_visible()
    pick.check()
    with desk.next_page():
        desk.click("選んだ議題を入れる")


def _printed_agenda(desk: Hands, meeting: str) -> str:
    answer = desk.page.request.get(f"{desk.base_url}{meeting}papers/agenda.pdf")
    return "".join(page_texts(answer.body()))


def _hold(desk: Hands, meeting: str, *, sister: str | None) -> None:
    """The meeting takes place today; of the issue something is decided, and news goes on."""
    # A body meets once at one hour: other journeys have theirs at the usual one.
    steps.move_to_today(desk, meeting, ("9:30", "10:30"))
    desk.open(f"{meeting}day/")
    titled = desk.page.get_by_role("heading", name=TITLE)
    card = desk.page.locator("article.item", has=titled).first
    if "item-open" not in (card.get_attribute("class") or ""):
        with desk.next_page():
            card.get_by_role("link", name=re.compile("この議題を書く")).click()
        card = desk.page.locator("article.item-open")
    card.get_by_label("結果").select_option(label="決まった")
    desk.fill("決まったこと", "町会と市で分けて寄せる。", within=card)
    if sister is not None:
        card.get_by_text("申し送り").first.click()
        card.get_by_label(sister).first.check()
    with desk.next_page():
        desk.click("この議題の記録を保存する", within=card)
    steps.give_outcomes(desk)
    with desk.next_page():
        desk.click("記録を締める")
    desk.message().get_by_text("記録を締めました").wait_for()


def _ask_the_city(desk: Hands, city: Hands, issue: str) -> None:
    desk.open(issue)
    with desk.next_page():
        desk.follow("市へたずねる")
    desk.fill("たずねる先の部署", "除雪担当（見本）")
    desk.fill("たずねること", QUESTION)
    with desk.next_page():
        desk.click("この内容でたずねる")
    city.open("/escalations/")
    city.check_page()
    with city.next_page():
        city.page.locator("main a[href^='/escalations/']", has_text=TITLE).first.click()
    city.fill("返答", CITY_SAYS)
    with city.next_page():
        city.click("この返答を書きこむ")
    city.check_page()
    desk.open(issue)
    assert CITY_SAYS in desk.text, "the city's answer came back to the issue"


def _promise_and_do(desk: Hands, issue: str) -> None:
    desk.page.get_by_text("取組を加える", exact=True).click()
    desk.fill("だれが", "雪かき応援隊（見本） 代表")
    desk.fill("何を", "集積所の雪を収集日の前の晩に見る")
    with desk.next_page():
        desk.click("この取組を加える")
    with desk.next_page():
        desk.page.locator("main a[href^='/actions/']", has_text="集積所の雪").first.click()
    desk.check_page()
    desk.fill("結果", "12月から続けている。")
    with desk.next_page():
        desk.click("済みにする")
    desk.open(issue)
    assert "12月から続けている。" in desk.text


def _answer_by_post(desk: Hands, issue: str) -> None:
    """No issue ends before its raiser was told."""
    desk.fill("終結の理由", "市の除雪で寄せることになった。")
    with desk.next_page():
        desk.click("理由を付けて終結にする")
    assert "まだ伝えていません" in desk.text
    desk.check_page()
    with desk.next_page():
        desk.follow("返答を書く")
    desk.fill("お伝えすること", ANSWER)
    desk.page.get_by_label("届け方").select_option(label="郵送")
    with desk.next_page():
        desk.click("下書きする")
    desk.check_page()
    link = desk.page.get_by_role("link", name="手紙を印刷する").get_attribute("href") or ""
    pages = page_texts(desk.page.request.get(desk.base_url + link).body())
    assert len(pages) == 1
    assert ANSWER[:12] in pages[0].replace("\n", "")
    with desk.next_page():
        desk.click("伝えました")
    desk.check_page()
    desk.open(issue)
    desk.fill("終結の理由", "市の除雪で寄せることになった。")
    with desk.next_page():
        desk.click("理由を付けて終結にする")
    assert "に終結しました" in desk.text
    for words in (steps.STEERING, steps.ONO, CITY_SAYS, ANSWER):
        assert words in desk.text
    desk.check_page()
