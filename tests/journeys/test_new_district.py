"""A third district: 役員打合せ → 説明会 → 取り決め → 幹事会型 → first 案内 → first meeting → report."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from sasaeai.kernel import clock
from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.paper.reading import page_texts

DISTRICT = "例示地区（見本）"
BODY = "例示地区（見本）地域支え合い会議"
CHAIR = "図解進一"
SAID = "同じ人ばかりに頼まない会議にしたい。"
ANSWERED = "はじめの会議で、役割を分け合う相談をする。"
AGREED_WAY = "幹事会で検討してから、全体の会議を開く"
TITLE = "雪の朝の集積所までの道"
LESSON = "雪かきの当番を、町会の班で回した"


def test_from_the_officers_to_the_first_meeting(someone: Callable[..., Hands]) -> None:
    desk, city = someone("suishin"), someone("shi")
    district = _open_district(desk)
    _record(desk, district, "役員打合せ", people="例示地区社協の役員、推進員", head_count="4")
    _opinion(desk, "役員打合せ")
    _record(city, district, "市・市社協による説明会", people="町会、民児協", head_count="15")
    _record(desk, district, "地区での話し合い", people="地区社協、町会、民児協", head_count="9")
    _agree(desk, district)

    plenary = _form(desk, district)
    letter = _first_letter(desk, plenary)
    assert BODY in letter
    assert CHAIR in letter
    _hold(desk, plenary)
    desk.open(district)
    heading = desk.page.get_by_role("heading", name="第1回開催")
    expect(desk.page.locator(".stage-card", has=heading)).to_contain_text("済んだ日")

    _learn_from_shinjo(desk)
    _stands_in_the_report(city)


def _open_district(desk: Hands) -> str:
    """From the menu over the board to the page of the district; its address."""
    desk.open("/")
    with desk.next_page():
        desk.follow("展開", within=desk.page.get_by_role("navigation", name="おもなページ"))
    desk.check_page()
    with desk.next_page():
        desk.page.locator("main a[href^='/rollout/districts/']", has_text=DISTRICT).first.click()
    desk.check_page()
    return desk.path


def _record(who: Hands, district: str, stage: str, *, people: str, head_count: str) -> None:
    """Write down that a stage is over today, who came and how many."""
    who.open(district)
    with who.next_page():
        who.follow(f"「{stage}」の記録を書く")
    who.check_page()
    steps.fill_date(who, "done_on", clock.today())
    who.page.locator("[name=people]").fill(people)
    who.page.locator("[name=head_count]").fill(head_count)
    with who.next_page():
        who.click("この段階の記録を保存する")
    assert people in who.text
    assert f"{head_count}人" in who.text


def _opinion(desk: Hands, stage: str) -> None:
    card = desk.page.locator(".stage-card", has=desk.page.get_by_role("heading", name=stage))
    with desk.next_page():
        desk.follow("意見を書く", within=card.first)
    desk.check_page()
    desk.page.locator("[name=text]").fill(SAID)
    desk.page.locator("[name=response]").fill(ANSWERED)
    with desk.next_page():
        desk.click("意見を保存する")
    assert SAID in desk.text
    assert ANSWERED in desk.text


def _agree(desk: Hands, district: str) -> None:
    """What was proposed is taken; only where and when it was agreed is typed."""
    desk.open(district)
    with desk.next_page():
        desk.follow("この提案から取り決めを書く")
    desk.check_page()
    desk.page.locator("[name=way]").fill(AGREED_WAY)
    desk.page.locator("[name=agreed_at]").fill("例示地区社協の役員会")
    steps.fill_date(desk, "agreed_on", clock.today())
    with desk.next_page():
        desk.click("取り決めを保存する")
    assert AGREED_WAY in desk.text


def _form(desk: Hands, district: str) -> str:
    """The pattern is chosen and taken as it is proposed; the address of the first plenary."""
    with desk.next_page():
        desk.follow("この地区の立ち上げの型を見る・選ぶ")
    desk.check_page()
    with desk.next_page():
        desk.follow("幹事会型で準備する")
    desk.check_page()
    with desk.next_page():
        desk.click("この案で準備する")
    desk.check_page()
    assert "「幹事会型」を使っています" in desk.text
    card = desk.page.locator("li.card", has=desk.page.get_by_role("link", name=BODY, exact=True))
    with desk.next_page():
        desk.follow("案内を確かめて印刷する", within=card)
    return re.sub(r"notice/$", "", desk.path)


def _first_letter(desk: Hands, meeting: str) -> str:
    """The words of the letters that are printed for the post."""
    desk.check_page()
    with desk.next_page():
        desk.click("内容を確かめました")
    group = steps.group_of(desk, "post")
    paper = desk.download(lambda: desk.click("案内状を印刷する", within=group))
    desk.open(f"{meeting}notice/")
    return "".join(page_texts(paper)).replace("\n", "")


def _hold(desk: Hands, meeting: str) -> None:
    steps.move_to_today(desk, meeting, ("9:30", "10:30"))
    desk.open(f"{meeting}day/")
    steps.give_outcomes(desk)
    with desk.next_page():
        desk.click("記録を締める")
    desk.message().get_by_text("記録を締めました").wait_for()


def _learn_from_shinjo(desk: Hands) -> None:
    """A trouble of the new district finds what 新城 did, and takes it up with one press."""
    desk.open("/issues/new/")
    desk.page.locator("[name=district]").select_option(label=DISTRICT)
    desk.page.locator("[name=title]").fill(TITLE)
    with desk.next_page():
        desk.click("この課題を取り上げる")
    desk.check_page()
    found = desk.page.locator("section[aria-labelledby=lessons] li.card", has_text=LESSON)
    expect(found).to_be_visible()
    assert "新城地区" in found.inner_text()
    with desk.next_page():
        desk.click("この事例を取り入れる", within=found)
    desk.check_page()
    assert LESSON in desk.text
    desk.open("/rollout/lessons/")
    with desk.next_page():
        desk.page.locator("main a[href^='/rollout/lessons/']", has_text=LESSON).first.click()
    desk.check_page()
    assert DISTRICT in desk.text, "those who wrote it hear who took it up"


def _stands_in_the_report(city: Hands) -> None:
    city.open("/city/")
    city.check_page()
    city.open("/reports/annual/")
    city.check_page()
    table = city.page.locator("table", has_text="開催回数").filter(has_text=DISTRICT)
    held = table.first.get_by_role("row").filter(has_text=DISTRICT).locator("td").first
    assert held.inner_text() == "1"
    for ext in ("pdf", "xlsx", "docx"):
        assert city.page.request.get(f"{city.base_url}/reports/annual/paper.{ext}").ok
    paper = city.page.request.get(f"{city.base_url}/reports/annual/paper.pdf").body()
    assert "例示地区" in "".join(page_texts(paper))
