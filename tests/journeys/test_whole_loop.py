"""One meeting from きょう to the printed circular, as its people walk it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from sasaeai.kernel import clock
from tests.journeys import steps
from tests.journeys.hands import Hands
from tests.paper.reading import page_images, page_texts, qr_texts

MOST_INTERACTIONS = 12
MOST_STROKES = 60
CALLED = 30

OPINION = "玄関先まで手が回らない一人暮らしの方がいる。"
ANSWER = "雪かき応援隊で、週に一度なら手伝える。"
DECISION = "雪の寄せ場の地図を全戸に配る。"


def test_from_today_to_the_circular(
    someone: Callable[..., Hands], capsys: pytest.CaptureFixture[str]
) -> None:
    hands = someone("suishin")
    _call_off_the_prepared(hands)
    meeting, papers, interactions = _prepare_call_and_print(hands)
    _check_papers(hands, meeting, papers)
    steps.move_to_today(
        hands, meeting
    )  # before they answer: an answer is for the day it was asked for
    strokes = _key_replies(hands, meeting)
    _record_the_day(hands, meeting)
    _make_minutes(hands, meeting)
    _make_public_version(hands, meeting)
    _approve_as_second(hands, someone("ono"), meeting)
    _print_circular(hands, meeting)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  prepared, called {CALLED} and printed everything: {interactions} interactions\n"
        )
        sys.stdout.write(f"  keyed {CALLED} replies: {strokes} strokes\n")
    assert interactions <= MOST_INTERACTIONS
    assert strokes <= MOST_STROKES


# ── Before the meeting ───────────────────────────────────────────────────────────────────────────


def _call_off_the_prepared(hands: Hands) -> None:
    """The demo has a meeting of 大野 in preparation; without it the next one is still to come."""
    hands.open("/")
    with hands.next_page():
        hands.follow(steps.ONO, within=hands.page.get_by_role("region", name="これからの会議"))
    hands.follow("計画", within=hands.page.get_by_role("navigation", name="会議の段取り"))
    with hands.next_page():
        hands.follow("中止にする")
    hands.fill("わけ", "会場が使えなくなったため")
    with hands.next_page():
        hands.click("文と、知らせる方を見る")
    assert "まだだれにも案内を出していません" in hands.text
    with hands.next_page():
        hands.click("この会議を中止にする")
    hands.page.get_by_text("この会議は中止になりました").wait_for()
    hands.check_page()


def _prepare_call_and_print(hands: Hands) -> tuple[str, dict[str, bytes], int]:
    """The way that the promise of few steps is about; nothing is typed at all."""
    hands.open("/")
    hands.check_page()
    hands.start_counting()
    meeting = steps.prepare(hands, steps.ONO)
    hands.check_page()
    picks = hands.page.locator("input[name=pick]")
    assert picks.count() >= 2, "what was carried over is proposed"
    assert all(pick.is_checked() for pick in picks.all())
    with hands.next_page():
        hands.click("選んだ議題を入れる")
    assert hands.path == f"{meeting}call/"
    hands.check_page()
    assert "雪" in hands.row("雪かき応援隊").first.inner_text(), (
        "the topic says why they are called"
    )
    with hands.next_page():
        hands.click(f"{CALLED}人に声をかける")
    assert hands.path == f"{meeting}notice/"
    hands.check_page()
    with hands.next_page():
        hands.click("内容を確かめました")
    hands.check_page()
    piles = [_print_pile(hands, way) for way in ("郵送", "手渡し", "FAX")]
    assert [len(page_texts(pile)) for pile in piles] == [15, 1, 10], "each FAX has its cover"
    papers = {
        "agenda": hands.download(lambda: hands.follow("次第（PDF）")),
        "attendance": hands.download(lambda: hands.follow("出席者名簿（PDF）")),
    }
    interactions = hands.interactions
    papers["notice"] = hands.download(lambda: hands.follow("案内状と返信票（PDF）"))
    return meeting, papers, interactions


def _print_pile(hands: Hands, way: str) -> bytes:
    """The letters of one way; who is called by mail or telephone needs no paper."""
    group = hands.page.locator("section.copies", has=hands.page.get_by_role("heading", name=way))
    return hands.download(lambda: hands.click("案内状を印刷する", within=group))


def _check_papers(hands: Hands, meeting: str, papers: dict[str, bytes]) -> None:
    pages = page_texts(papers["notice"])
    assert len(pages) == CALLED, "one page an addressee"
    assert "髙見本節子" in "".join(pages)
    assert "見﨑例太" in "".join(pages)
    hands.open(f"{meeting}replies/")
    codes = hands.page.locator("tr[data-row]").evaluate_all(
        "rows => rows.map(row => row.dataset.codes)"
    )
    scanned = [qr_texts(picture) for picture in page_images(papers["notice"])]
    assert [len(found) for found in scanned] == [1] * CALLED
    assert [_plain(found[0]) for found in scanned] == [_plain(code) for code in codes]
    assert "雪かき" in page_texts(papers["agenda"])[0]
    assert "髙見本節子" in "".join(page_texts(papers["attendance"]))
    for name, magic in (
        ("notice.docx", b"PK"),
        ("agenda.docx", b"PK"),
        ("attendance.docx", b"PK"),
        ("attendance.xlsx", b"PK"),
        ("agenda.pdf", b"%PDF-"),
    ):
        answer = hands.page.request.get(f"{hands.base_url}{meeting}papers/{name}")
        assert answer.status == 200, name
        assert answer.body().startswith(magic), name


def _plain(code: str) -> str:
    """A reply code without the signs that make it readable."""
    return code.rsplit("/", 1)[-1].replace("-", "").upper()


def _key_replies(hands: Hands, meeting: str) -> int:
    """The pile of slips, in the order of their numbers, without the mouse."""
    page = hands.page
    hands.open(f"{meeting}replies/")
    hands.check_page()
    hands.start_counting()
    for number in range(1, CALLED + 1):
        hands.press({5: "k", 9: "d"}.get(number, "s"))
        page.locator(f"tr[data-numbers~='{number}']:not([data-state=''])").wait_for()
    page.get_by_text("全員の返信が入りました。").first.wait_for()
    page.locator(".row-saving").first.wait_for(state="detached")
    strokes = hands.strokes
    hands.open(f"{meeting}replies/")
    assert page.locator("[data-count=attend]").inner_text() == str(CALLED - 2)
    assert page.locator("[data-count=absent]").inner_text() == "1"
    assert page.locator("[data-count=substitute]").inner_text() == "1"
    assert page.locator("[data-count=silent]").inner_text() == "0"
    hands.check_page()
    return strokes


# ── On the day ───────────────────────────────────────────────────────────────────────────────────


def _record_the_day(hands: Hands, meeting: str) -> None:
    hands.open(f"{meeting}day/")
    hands.check_page()
    _mark_people(hands, meeting)
    titles = hands.page.locator("article.item h3").all_inner_texts()
    _write_first_item(hands)
    hands.check_page()
    assert hands.page.get_by_role("button", name="記録を締める").count() == 0
    refusal = hands.page.locator("#closing").inner_text()
    assert f"結果がまだ決まっていない議題が{len(titles) - 1}件あります" in refusal
    _close_by_force(hands, meeting)
    steps.give_outcomes(hands)
    hands.check_page()
    with hands.next_page():
        hands.click("記録を締める")
    hands.message().get_by_text("記録を締めました").wait_for()
    hands.check_page()


def _mark_people(hands: Hands, meeting: str) -> None:
    page = hands.page
    for number, word in ((1, "出席"), (2, "遅刻"), (3, "欠席(連絡あり)")):
        hands.click(word, within=page.locator(f"#person-{number}"))
        page.locator(f"#person-{number} [aria-pressed=true]").get_by_text(word).wait_for()
    with hands.next_page():
        hands.follow("代理", within=page.locator("#person-9"))
    hands.check_page()
    hands.fill("氏名", "試読 花")
    with hands.next_page():
        hands.click("代理で出席にする")
    assert "試読 花" in page.locator("#person-9").inner_text()
    page.get_by_text("声をかけていない人が来たとき").click()
    walk_in = page.locator("#walk-in")
    hands.fill("団体", "見本新聞（見本）", within=walk_in)
    hands.fill("氏名", "見学 一", within=walk_in)
    with hands.next_page():
        hands.click("当日参加の人を加える")
    with hands.next_page():
        hands.click("残りを返信のとおりに付ける")
    # 30 called, one absent by reply, one excused; one guest.
    assert f"参加者はいま{CALLED - 2 + 1}人です" in hands.text


def _write_first_item(hands: Hands) -> None:
    """Remarks by group, what came of it, and who does what by when."""
    item = hands.page.locator("article.item-open").first
    for group, kind, text in (("町会", "○ 意見", OPINION), ("ボランティア", "⇒ 応答", ANSWER)):
        hands.choose(group, within=item.get_by_role("group", name="発言した側"))
        hands.choose(kind, within=item)
        hands.fill("発言の要旨", text, within=item)
        with hands.next_page():
            hands.click("発言を加える", within=item)
    item.get_by_label("結果").select_option(label="決まった")
    hands.fill("決まったこと", DECISION, within=item)
    hands.fill("だれが", "雪かき応援隊（見本） 代表", within=item)
    hands.fill("何を", "地図の案を作る", within=item)
    prefix = item.locator("[name$='-due_on_year']").get_attribute("name") or ""
    steps.fill_date(hands, prefix.removesuffix("_year"), clock.today())
    with hands.next_page():
        hands.click("この議題の記録を保存する", within=item)


def _close_by_force(hands: Hands, meeting: str) -> None:
    """A window that was opened before still has its button; the answer says what is missing."""
    _status, words = hands.send(f"{meeting}day/close/")
    assert "結果がまだ" in words
    hands.open(f"{meeting}day/")
    assert "準備中" in hands.text


# ── After the meeting ────────────────────────────────────────────────────────────────────────────


def _make_minutes(hands: Hands, meeting: str) -> None:
    page = hands.page
    assert hands.path == f"{meeting}record/"
    with hands.next_page():
        hands.click("会議録を作る")
    assert hands.path == f"{meeting}record/edit/"
    hands.check_page()
    composed = page.locator("main textarea").evaluate_all("areas => areas.map(a => a.value).join()")
    for words in (OPINION, ANSWER, DECISION):
        assert words in composed
    page.get_by_label("次回の予定・そのほか").fill("次回は、雪の様子を見て決める。")
    with hands.next_page():
        hands.click("会議録を保存する")
    hands.check_page()
    hands.open(f"{meeting}record/")
    with hands.next_page():
        hands.follow("読んで確定する")
    hands.check_page()
    hands.fill("確認した人", "会長")
    with hands.next_page():
        hands.click("会議録を確定する")
    hands.check_page()


def _make_public_version(hands: Hands, meeting: str) -> None:
    hands.open(f"{meeting}record/")
    with hands.next_page():
        hands.click("公開版を作る")
    hands.check_page()
    with hands.next_page():
        hands.click("保存して承認を頼む")
    hands.check_page()
    hands.open(f"{meeting}record/public/")
    assert "承認はほかの人がします" in hands.text
    assert hands.page.get_by_role("button", name="この公開版を承認する").count() == 0
    hands.check_page()


def _approve_as_second(writer: Hands, officer: Hands, meeting: str) -> None:
    """The officer of the district in a browser of their own; the writer has tried in vain."""
    officer.open(f"{meeting}record/")
    with officer.next_page():
        officer.follow("読んで承認する")
    officer.check_page()
    version = officer.page.locator("form[action$='/approve/'] [name=base_version]").input_value()
    status, words = writer.send(f"{meeting}record/public/approve/", base_version=version)
    assert status == 403
    assert "書いた人とは別の人が承認します" in words
    with officer.next_page():
        officer.click("この公開版を承認する")
    officer.message().get_by_text("公開版を承認しました").wait_for()
    officer.check_page()


def _print_circular(hands: Hands, meeting: str) -> None:
    hands.open(f"{meeting}record/")
    hands.follow("回覧を作る")
    hands.page.wait_for_url("**/circular/")
    hands.check_page()
    with hands.next_page():
        hands.click("回覧を保存する")
    hands.check_page()
    with hands.next_page():
        hands.click("よみを保存する")
    hands.check_page()
    paper = hands.download(lambda: hands.click("回覧を印刷する"))
    pages = page_texts(paper)
    assert len(pages) == 1, "a circular is one sheet"
    assert "地図" in pages[0]
    hands.open("/")
    assert hands.page.locator(f"main a[href*='{meeting}']").count() == 0, "nothing is left to do"
