"""Forty copies of one invitation on a telephone: by their ways, out, back, and by the next way."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator

from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.journeys.site import PHONE
from tests.notices.mail_server import Post
from tests.paper.reading import page_texts

CALLED = 40
TOUCH = 44
"""Least height in CSS pixels of what a finger hits."""
OTHERS = ("会長", "委員", "所長", "代表", "課長", "担当")
"""Words that find people of the register who are not called by themselves."""
NOTE = "あて所に尋ねあたりません"


def test_forty_copies_leave_and_one_comes_back(someone: Callable[..., Hands], post: Post) -> None:
    desk = someone("suishin")
    meeting = steps.open_prepared(desk, steps.ONO)
    steps.call_everybody(desk, meeting)
    _call_more(desk, meeting)
    desk.open(f"{meeting}notice/")
    with desk.next_page():
        desk.click("内容を確かめました")

    hands = someone("suishin", window=PHONE)
    hands.open(f"{meeting}notice/")
    hands.check_page()
    _check_buttons(hands)
    before = _sums(hands)
    # Whoever is called in two posts gets one copy, with both numbers; nobody is forgotten.
    numbers = hands.page.locator(".copy-rows td[data-label=番号]").all_text_contents()
    assert len(numbers) == sum(before.values())
    assert {*range(1, CALLED + 1)} == {int(n) for text in numbers for n in text.split("・")}
    letters = _tell_one_by_telephone(hands, before)
    _print_and_post(hands, meeting, letters)
    _one_comes_back(hands)
    _mail(hands, post, before["メール"])


def _call_more(hands: Hands, meeting: str) -> None:
    """Call others of the register until there are forty."""
    hands.open(f"{meeting}call/")
    found = re.search(
        r"\d+", hands.page.locator("section[aria-labelledby=called] p").first.inner_text()
    )
    assert found
    wanted = CALLED - int(found.group())
    for word in OTHERS:
        hands.open(f"{meeting}call/?q={word}")
        for post in hands.page.locator("#add input[name=post]").all()[:wanted]:
            hands.send(f"{meeting}call/add/", post=post.get_attribute("value") or "")
            wanted -= 1
    assert not wanted


def _sums(hands: Hands) -> dict[str, int]:
    """How many copies go by which way, as the first line of the page says."""
    words = hands.page.locator(".copies-sum a").all_inner_texts()
    return {way: int(number) for way, number in (each.split() for each in words)}


def _check_buttons(hands: Hands) -> None:
    small = hands.page.locator("main .button:visible").evaluate_all(
        f"all => all.filter(each => each.getBoundingClientRect().height < {TOUCH})"
        ".map(each => each.textContent.trim())"
    )
    assert not small


def _tell_one_by_telephone(hands: Hands, before: dict[str, int]) -> int:
    """The first of the letters goes by telephone instead; how many letters are left."""
    group = steps.group_of(hands, "post")
    group.locator("summary").first.click()
    boxes = group.locator("input[name=to]")
    for box in boxes.all()[1:]:
        box.uncheck()
    group.get_by_label("新しい送り方").select_option(label="電話")
    with hands.next_page():
        hands.click("選んだ方の送り方を変える", within=group)
    assert "1人の送り方を変えました" in hands.message().inner_text()
    letters = before["郵送"] - 1
    assert _sums(hands) == {**before, "郵送": letters, "電話": before.get("電話", 0) + 1}
    hands.check_page()
    return letters


def _print_and_post(hands: Hands, meeting: str, letters: int) -> None:
    group = steps.group_of(hands, "post")
    paper = hands.download(lambda: hands.click("案内状を印刷する", within=group))
    assert len(page_texts(paper)) == letters
    hands.open(f"{meeting}notice/")
    with hands.next_page():
        hands.click("郵送しました", within=group)
    assert f"{letters}通を届けたと記録しました" in hands.message().inner_text()
    assert f"済み {letters}人" in group.inner_text()
    hands.check_page()


def _one_comes_back(hands: Hands) -> None:
    """The post brings a letter back; the page says who, why, and offers the next way."""
    group = steps.group_of(hands, "post")
    group.locator("summary").first.click()
    link = group.locator("td a[href*='/copies/']").nth(1)
    who = link.inner_text()
    with hands.next_page():
        link.click()
    hands.check_page()
    hands.fill("書いてあったこと", NOTE)
    with hands.next_page():
        hands.click("戻ってきたと記録する")
    problem = hands.page.get_by_role("region", name="届いていない方が1人います")
    assert who in problem.inner_text()
    assert NOTE in problem.inner_text()
    hands.check_page()
    _next_way(hands, problem, who)


def _next_way(hands: Hands, problem: Locator, who: str) -> None:
    with hands.next_page():
        hands.click("に変える", within=problem)
    assert not problem.count()
    with hands.next_page():
        hands.click("元に戻す", within=hands.message())
    assert who in problem.inner_text()
    with hands.next_page():
        hands.click("に変える", within=problem)
    hands.check_page()


def _mail(hands: Hands, post: Post, readers: int) -> None:
    """All mails leave in the background, each once, while the page says how far it is."""
    earlier = len(post.recipients)
    with hands.next_page():
        hands.click("メールで送る", within=steps.group_of(hands, "email"))
    assert "このページを閉じても、送信は続きます" in hands.text
    hands.page.get_by_text("送信が終わりました").wait_for()
    sent = post.recipients[earlier:]
    assert len(sent) == len(set(sent)) == readers
    hands.check_page()
