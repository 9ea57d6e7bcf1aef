"""On a telephone, without an account: answering an invitation, and saying which days suit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sasaeai.kernel import clock
from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.journeys.site import PHONE


def codes_of(hands: Hands, meeting: str) -> list[str]:
    """The reply codes of a meeting in the order of the numbers, as a scanner at the desk knows them."""
    hands.open(f"{meeting}replies/")
    rows = hands.page.locator("tr[data-row]")
    return [
        (row.get_attribute("data-codes") or "").split()[0]
        for row in rows.all()
        if row.get_attribute("data-codes")
    ]


def test_a_telephone_answers_and_changes_its_mind(
    someone: Callable[..., Hands],
) -> None:
    desk = someone("suishin")
    meeting = steps.open_prepared(desk, steps.STEERING)
    steps.call_everybody(desk, meeting)
    code = codes_of(desk, meeting)[1]

    phone = someone(window=PHONE)
    phone.open("/r/")
    phone.check_page()
    typed = f"{code[:3]} {code[3:6]} {code[6:]}".lower()
    phone.fill("返信コード", typed)
    with phone.next_page():
        phone.click("お返事のページを開く")
    assert phone.path == f"/r/{code}/"
    phone.check_page()
    assert not phone.page.get_by_label("代わりの人の名前").is_visible()

    with phone.next_page():
        phone.click("このお返事を送る")
    assert "どれか1つを選んでください" in phone.text
    phone.check_page()

    phone.choose("代わりの人が出席します")
    phone.fill("代わりの人の名前", "代 見本")
    phone.choose("車いすで行きます")
    phone.fill("会議で話したい困りごと", "雪の捨て場が遠い")
    with phone.next_page():
        phone.click("このお返事を送る")
    assert "お返事を受け取りました" in phone.text
    for part in ("代 見本", "車いす", "雪の捨て場が遠い"):
        assert part in phone.text
    phone.check_page()

    desk.open(f"{meeting}replies/")
    assert desk.page.locator("[data-count=substitute]").inner_text() == "1"

    phone.follow("お返事を変える")
    phone.page.wait_for_url("**/?change=1")
    phone.check_page()
    phone.choose("出席します")
    with phone.next_page():
        phone.click("このお返事を送る")
    assert "雪の捨て場が遠い" in phone.text
    desk.open(f"{meeting}replies/")
    assert desk.page.locator("[data-count=attend]").inner_text() == "1"


def test_it_answers_late_and_reads_on_after_the_cancellation(
    someone: Callable[..., Hands],
) -> None:
    desk = someone("suishin")
    meeting = steps.open_prepared(desk, steps.STEERING)
    today = clock.today()
    steps.plan(
        desk,
        meeting,
        on=today + timedelta(days=3),
        snow_on=None,
        reply_due_on=today - timedelta(days=1),
    )
    steps.call_everybody(desk, meeting)
    code = codes_of(desk, meeting)[2]

    phone = someone(window=PHONE)
    phone.open(f"/r/{code}/")
    assert "期限を過ぎていますが、お返事は会議が始まるまで受け取ります" in phone.text
    phone.check_page()
    phone.choose("出席します")
    with phone.next_page():
        phone.click("このお返事を送る")
    assert "お返事を受け取りました" in phone.text
    phone.check_page()
    link = phone.page.get_by_role("link", name="カレンダーに入れる")
    entry = phone.page.request.get(f"{phone.base_url}{link.get_attribute('href')}")
    assert entry.headers["content-type"].startswith("text/calendar")
    assert "STATUS:CONFIRMED" in entry.text()

    desk.open(f"{meeting}change/?way=cancel")
    desk.fill("わけ", "会場の水道がこおったため")
    with desk.next_page():
        desk.click("文と、知らせる方を見る")
    desk.check_page()
    with desk.next_page():
        desk.click("決めて、1人に知らせる")
    desk.check_page()
    phone.open(f"/r/{code}/")
    assert "会議は中止になりました" in phone.text
    assert "会場の水道がこおったため" in phone.text
    kept = phone.page.get_by_role("region", name="いただいていたお返事")
    assert "出席" in kept.inner_text()
    assert phone.page.get_by_role("button", name="このお返事を送る").count() == 0
    phone.check_page()


def test_it_works_without_script_in_large_letters(someone: Callable[..., Hands]) -> None:
    desk = someone("suishin")
    meeting = steps.open_prepared(desk, steps.STEERING)
    steps.call_everybody(desk, meeting)
    code = codes_of(desk, meeting)[0]
    phone = someone(window=PHONE, large_text=True, script=False)
    phone.open(f"/r/{code}/")
    phone.page.get_by_label("欠席します").check()
    with phone.next_page():
        phone.click("このお返事を送る")
    assert "お返事を受け取りました" in phone.text
    reader = someone(window=PHONE, large_text=True)
    reader.open(f"/r/{code}/")
    reader.check_page()


def test_a_wrong_code_is_a_page_with_a_way_on(someone: Callable[..., Hands]) -> None:
    phone = someone(window=PHONE)
    assert phone.open_refused("/r/?code=K7M-4QX-9P2") == 404
    assert "見つかりません" in phone.text
    phone.check_page()


def test_a_date_is_found_by_asking(someone: Callable[..., Hands]) -> None:
    desk = someone("suishin")
    desk.open("/meetings/")
    desk.page.get_by_role("link", name=steps.NETWORK, exact=True).first.click()
    desk.page.wait_for_load_state()
    if "/bodies/" not in desk.path:
        desk.page.locator("a[href^='/bodies/']").first.click()
        desk.page.wait_for_url("**/bodies/**")
    desk.follow("日にちを先にきく")
    desk.page.wait_for_url("**/dates/new/")
    desk.check_page()
    with desk.next_page():
        desk.click("この内容できく")
    poll = desk.path
    desk.check_page()
    code = desk.page.locator("dt:text-is('返信コード') + dd").first.inner_text()

    phone = someone(window=PHONE)
    phone.open("/r/")
    phone.fill("返信コード", code)
    with phone.next_page():
        phone.click("お返事のページを開く")
    assert phone.path == f"/d/{code.replace('-', '')}/"
    phone.check_page()
    days = phone.page.locator(".day-marks")
    for place in range(days.count()):
        wanted = "○ 行ける" if place == 2 else "× 行けない"
        days.nth(place).get_by_label(wanted).check()
    with phone.next_page():
        phone.click("このお返事を送る")
    assert "お返事を受け取りました" in phone.text
    phone.check_page()

    desk.open(poll)
    best = desk.page.locator(".day-best")
    assert "○ 1人" in best.inner_text()
    with desk.next_page():
        desk.click("答えを入れる", role="link")
    desk.check_page()
    desk.page.locator(".day-marks").nth(2).get_by_label("○ 行ける").check()
    with desk.next_page():
        desk.click("この答えを保存する")
    assert "○ 2人" in best.inner_text()
    with desk.next_page():
        desk.click("この日に決める", within=best)
    assert desk.path.endswith("/agenda/")
    desk.message().get_by_text("つぎは議題です").wait_for()
    phone.open(f"/d/{code.replace('-', '')}/")
    assert "日にちが決まりました" in phone.text
    phone.check_page()
