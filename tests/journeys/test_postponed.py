"""The evening before, snow is coming: one action tells everybody, and can be taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date
from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.journeys.site import PHONE, WAIT_MS
from tests.notices.mail_server import Post
from tests.paper.reading import page_texts

CALLED = 9
BY_MAIL = "shusaku@example.jp"


def test_a_meeting_of_tomorrow_is_postponed_and_the_decision_taken_back(
    someone: Callable[..., Hands], post: Post
) -> None:
    hands = someone("suishin")
    tomorrow = clock.today() + timedelta(days=1)
    reserve = tomorrow + timedelta(days=7)
    meeting = _announced(hands, tomorrow, reserve)
    codes = _reply(hands, meeting)
    _look_and_decide(hands, meeting, reserve)
    after = hands.path
    mail = _mailed(post, "延期")
    assert long_date(reserve) in mail
    assert "BEGIN:VCALENDAR" in mail
    _until(hands, after, f"いま電話する方（{CALLED - 1}人）")
    _check_phone_list(hands)

    # Two are reached: one has to think, the other comes on the new day as well.
    hands.open(after)
    with hands.next_page():
        hands.click("伝えた", within=hands.row("架空 太一"))
    hands.check_page()
    with hands.next_page():
        hands.click("伝えた・新しい日程でも「出席」", within=hands.row("試験 一郎"))
    assert f"いま電話する方（{CALLED - 3}人）" in hands.text
    with hands.next_page():
        hands.click("元に戻す", within=hands.message())
    hands.open(after)
    assert f"いま電話する方（{CALLED - 2}人）" in hands.text

    phone = someone(window=PHONE)
    phone.open(f"/r/{codes[0]}/")
    assert "日時が変わりました" in phone.text
    assert long_date(reserve) in phone.text
    phone.check_page()

    with hands.next_page():
        hands.click("この変更を取り消す")
    hands.check_page()
    assert f"もとに戻しました（{long_date(tomorrow)}）" in hands.message().inner_text()
    # Who has heard of the move already hears of its end; nobody else is disturbed.
    for told in ("習作 玲子", "架空 太一"):
        assert hands.row(told).count(), told
    assert not hands.row("見﨑 例太").count()
    phone.open(f"/r/{codes[0]}/")
    assert "日時が変わりました" not in phone.text


def _announced(hands: Hands, on: date, snow_on: date) -> str:
    """A meeting whose invitations are all out."""
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.plan(hands, meeting, on=on, snow_on=snow_on, reply_due_on=clock.today())
    steps.call_everybody(hands, meeting)
    steps.announce(hands, meeting)
    return meeting


def _reply(hands: Hands, meeting: str) -> list[str]:
    """The first two say that they come; all codes, in the order of the numbers."""
    hands.open(f"{meeting}replies/")
    rows = hands.page.locator("tr[data-row]")
    codes = [(row.get_attribute("data-codes") or "").split()[0] for row in rows.all()]
    for count in ("1", "2"):
        hands.press("s")
        hands.page.locator("[data-count=attend]").get_by_text(count, exact=True).wait_for()
    return codes


def _look_and_decide(hands: Hands, meeting: str, reserve: date) -> None:
    hands.open(f"{meeting}plan/")
    with hands.next_page():
        hands.follow("に延期する")
    hands.check_page()
    assert long_date(reserve) in hands.text
    groups = hands.page.locator("section[aria-labelledby=who] details")
    assert [" ".join(words.split()) for words in groups.locator("summary").all_inner_texts()] == [
        "FAX 2人",
        "電話 6人",
        "メール 1人",
    ]
    with hands.next_page():
        hands.click(f"決めて、{CALLED}人に知らせる")
    hands.check_page()


def _mailed(post: Post, word: str) -> str:
    """The mail of that subject to the one reader by mail, once it has come: its parts as text."""
    until = time.monotonic() + WAIT_MS / 1000
    while time.monotonic() < until:
        for mail, address in zip(post.mails, post.recipients, strict=False):
            if address == BY_MAIL and word in str(mail["subject"]):
                return "".join(
                    part.get_payload(decode=True).decode()
                    for part in mail.walk()
                    if not part.is_multipart()
                )
        time.sleep(0.2)
    raise AssertionError([str(mail["subject"]) for mail in post.mails])


def _until(hands: Hands, path: str, words: str) -> None:
    """Look at a page again until what is done in the background stands there."""
    until = time.monotonic() + WAIT_MS / 1000
    hands.open(path)
    while words not in hands.text and time.monotonic() < until:
        time.sleep(0.3)
        hands.open(path)
    assert words in hands.text


def _check_phone_list(hands: Hands) -> None:
    """Everybody whom only a call reaches, with the number to call; not who was mailed."""
    paper = hands.download(lambda: hands.follow("電話連絡表を印刷する"))
    words = "".join(page_texts(paper))
    for name in ("架空 太一", "見﨑例太"):
        assert name.replace(" ", "") in words.replace(" ", "").replace("\n", "")
    assert "習作" not in words
