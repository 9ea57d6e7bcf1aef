"""Parts of the way that several journeys walk."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Locator

from sasaeai.kernel import clock
from tests.journeys.hands import Hands

ONO = "大野地区地域支え合い会議"
STEERING = "大野地区地域支え合い会議 幹事会"
NETWORK = "新城地区地域支援ネットワーク会議"

STEPS = ("plan/", "agenda/", "call/", "notice/", "replies/", "day/", "record/")


def prepare(hands: Hands, body: str) -> str:
    """From きょう over the list of meetings to a new meeting of the body; returns its address."""
    hands.follow("会議", within=hands.page.get_by_role("navigation", name="おもなページ"))
    named = hands.page.get_by_role("link", name=body, exact=True)
    row = hands.page.get_by_role("row").filter(has=named)
    hands.follow("次の会議を準備する", within=row.last)
    hands.click("この内容で準備を始める")
    hands.page.wait_for_url("**/agenda/")
    return re.sub(r"agenda/$", "", hands.path)


def open_prepared(hands: Hands, body: str) -> str:
    """A new meeting of the body, prepared from the list; returns its address."""
    hands.open("/")
    return prepare(hands, body)


def fill_date(hands: Hands, name: str, day: date) -> None:
    """Type a day into the fields of a date, in the western count."""
    page = hands.page
    page.locator(f"[name={name}_era]").select_option("W")
    for part, value in (("year", day.year), ("month", day.month), ("day", day.day)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def clear_date(hands: Hands, name: str) -> None:
    """Leave a date open."""
    for part in ("year", "month", "day"):
        hands.page.locator(f"[name={name}_{part}]").fill("")


def plan(
    hands: Hands, meeting: str, hours: tuple[str, str] | None = None, **days: date | None
) -> None:
    """Type days into the plan (on=, snow_on=, reply_due_on=; None: leave it open) and save it.

    hours: start and end, where the usual ones are left.
    """
    hands.open(f"{meeting}plan/")
    for name, hour in zip(("start", "end"), hours or (), strict=False):
        hands.page.locator(f"[name={name}]").fill(hour)
    for name, day in days.items():
        if day is None:
            clear_date(hands, name)
        else:
            fill_date(hands, name, day)
    with hands.next_page():
        hands.click("計画を保存する")
    hands.message().get_by_text("計画").wait_for()


def move_to_today(hands: Hands, meeting: str, hours: tuple[str, str] | None = None) -> None:
    """Change the plan so that the meeting is held today, without a reserve day for snow."""
    today = clock.today()
    plan(hands, meeting, hours, on=today, snow_on=None, reply_due_on=today - timedelta(days=1))


def add_item(hands: Hands, meeting: str, title: str) -> None:
    """Put one topic on the agenda."""
    hands.open(f"{meeting}agenda/")
    hands.fill("議題", title, within=hands.page.locator("form[action$='/agenda/add/']"))
    with hands.next_page():
        hands.click("この議題を加える")


def call_everybody(hands: Hands, meeting: str) -> None:
    """Settle an agenda of one item and call all whom the page proposes."""
    add_item(hands, meeting, "各団体からのお知らせ")
    agenda = hands.page.locator("form[aria-labelledby=proposals]")
    with hands.next_page():
        agenda.get_by_role("button").click()
    with hands.next_page():
        hands.page.get_by_role("button", name=re.compile(r"^\d+人に声をかける$")).click()


def give_outcomes(hands: Hands) -> None:
    """On the page of the day, say of each item that it was shared, until none is open."""
    open_items = hands.page.locator("#closing li a")
    while open_items.count():
        open_items.first.click()
        item = hands.page.locator("article.item-open")
        item.get_by_label("結果").select_option(label="情報を共有した")
        with hands.next_page():
            hands.click("この議題の記録を保存する", within=item)


SENT = {
    "post": "郵送しました",
    "hand": "手渡ししました",
    "fax": "FAXしました",
    "phone": "電話で伝えました",
}
"""What is pressed when the copies of a way have left by hand."""


def group_of(hands: Hands, way: str) -> Locator:
    """The copies of one way on the page of a notice."""
    return hands.page.locator(f"section[aria-labelledby=way-{way}]")


def announce(hands: Hands, meeting: str) -> None:
    """Look at the invitation and let every copy of it leave, each by its own way."""
    hands.open(f"{meeting}notice/")
    with hands.next_page():
        hands.click("内容を確かめました")
    for way, done in SENT.items():
        group = group_of(hands, way)
        if not group.count():
            continue
        if way != "phone":
            hands.download(lambda group=group: hands.click("案内状を印刷する", within=group))
            hands.open(f"{meeting}notice/")
        with hands.next_page():
            hands.click(done, within=group)
    mail = group_of(hands, "email")
    if mail.count():
        with hands.next_page():
            hands.click("メールで送る", within=mail)
        hands.page.get_by_text("送信が終わりました").wait_for()
