"""The words of a circular for LINE and mail: the same, shorter where they must be."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.minutes.queries.public import CircularDraft
from sasaeai.minutes.queries.same_words import LINE_LIMIT, line_words, mail_words

ADDRESS = "https://example.jp/open/022012/minutes/1d0a/"


def draft(body: str, **changes: object) -> CircularDraft:
    values: dict[str, object] = {
        "issued_on": date(2026, 11, 23),
        "title": "大野地区地域支え合い会議のお知らせ",
        "lead": "令和8年11月10日(火)に集まりました。",
        "body": body,
        "issuer": "大野地区社会福祉協議会",
        "contact": "大野地区社会福祉協議会　電話 017-000-0000",
        "return_to": "班長",
        "return_by": date(2026, 12, 7),
    }
    return CircularDraft(**(values | changes))  # type: ignore[arg-type]


def test_a_short_circular_goes_whole() -> None:
    words = line_words(draft("■ 雪\n・地図を作る。"), address=ADDRESS)
    for part in ("お知らせ", "11月10日", "■ 雪", "地図を作る", "017-000-0000", ADDRESS):
        assert part in words
    assert "つづき" not in words
    assert "班長" not in words


@pytest.mark.parametrize("address", ["", ADDRESS])
@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(f"■ {n}つめ\n・" + "長い文です。" * 12 for n in range(9)),
        "切れ目のない文" * 400,
        "・" + "一つの段落です。" * 300,
    ],
)
def test_a_long_one_is_cut_where_a_paragraph_ends_and_says_where_the_rest_is(
    body: str, address: str
) -> None:
    words = line_words(draft(body), address=address)
    assert len(words) <= LINE_LIMIT
    assert ("下のページ" if address else "回覧をご覧") in words
    assert words.endswith(address)


def test_whole_paragraphs_are_kept_from_the_beginning() -> None:
    body = "\n\n".join(f"■ {n}つめ\n・" + "長い文です。" * 12 for n in range(9))
    words = line_words(draft(body))
    assert "■ 0つめ" in words
    assert words.count("■") == words.count("長い文です。" * 12)


def test_nothing_is_too_long_for_the_message_itself() -> None:
    words = line_words(
        draft("あ" * 3000, lead="い" * 600, title="題" * 120, contact="連" * 200), address=ADDRESS
    )
    assert len(words) <= LINE_LIMIT


def test_a_mail_has_a_subject_and_all_words() -> None:
    body = "\n\n".join(f"■ {n}つめ\n・" + "長い文です。" * 12 for n in range(9))
    mail = mail_words(draft(body, title="改行の\nある題"), address=ADDRESS)
    assert "\n" not in mail.subject
    assert len(mail.subject) <= 60
    assert body in mail.body
    assert ADDRESS in mail.body
    assert "017-000-0000" in mail.body
