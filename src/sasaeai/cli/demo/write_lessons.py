"""Writes know-how: what the two model districts did as the source tells it, and two of plain 見本.

Source: 青森市「地域支え合い会議について」資料① (early 2019), on 新城地区, on 大野地区 and 「2地区の特徴」.
Lessons of the source say nothing beyond it; what they took is not told there and stays empty.
"""

from __future__ import annotations

from sasaeai.cli.demo.history import SOURCE
from sasaeai.cli.demo.register import Register
from sasaeai.directory.enums import Season
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue
from sasaeai.meetings.models import Meeting
from sasaeai.rollout.actions import lessons
from sasaeai.rollout.actions.lesson_uses import adopt_lesson
from sasaeai.rollout.actions.lessons import LessonWords
from sasaeai.rollout.models import Lesson

COORDINATOR, COUNCIL, ONO_OFFICER, SHINJO_OFFICER = "suishin", "shakyo", "ono", "shinjo"

DEEMED: LessonWords = {
    "title": "包括の会議を、支え合い会議の一つとみなした",
    "situation": (
        "説明会（平成30年10月26日、23名）で、町会から「同じような会議が多い。同じ趣旨なのであれば"
        "統合するなどして、参加者の負担を減らしてほしい」という意見が出た。"
    ),
    "tried": (
        "地域包括支援センターが主催する「地域支援ネットワーク会議」も、地域支え合い会議の一つとみなした。\n"
        "会議の調整役となる地域支え合い推進員が両方の会議に出席し、情報を共有することにした。"
    ),
    "became": (
        "平成30年11月22日の地域支援ネットワーク会議に20名が参加し、うち2名は地域支え合い推進員だった。"
        "金融機関、郵便局、交番も加わった。\n"
        "地区社協と地域包括支援センターの両会議を調整しながら開いている。\n" + SOURCE
    ),
    "ask": "新城地区社会福祉協議会 会長",
}

STEERING: LessonWords = {
    "title": "まず幹事会で骨格を作ってから、会議を開く",
    "situation": (
        "説明会（平成30年11月7日、27名）で、地区社協から「最初から大勢で議論すると、議論がまとまりづらい」"
        "という意見が出た。"
    ),
    "tried": (
        "地区社協、町会、民児協、地域包括支援センター、障がい者団体、防犯団体、PTA、医療機関等の参加による"
        "幹事会を開くことにした。"
    ),
    "became": "幹事会での検討を踏まえて、地域支え合い会議を開く進め方になった。\n" + SOURCE,
    "ask": "大野地区社会福祉協議会 会長",
}

LAMP: LessonWords = {
    "title": "通学路の街灯を、みんなで見て回った",
    "situation": "見本の文です。通学路の街灯が切れていて、夕方は足もとが見えないという声があった。",
    "tried": (
        "・PTAと防犯団体が、夕方に通学路を歩いて、切れている街灯を書き出した\n"
        "・書き出した地図を、町会から市に届けた"
    ),
    "took": "歩いた人8人、夕方1時間を2回、地図の印刷代だけ",
    "became": "街灯は取り替えられた。見て回る日を、毎年秋に1回つくることにした。",
    "ask": "大野地区社会福祉協議会 事務局",
}

SNOW: LessonWords = {
    "title": "雪かきの当番を、町会の班で回した",
    "season": Season.WINTER,
    "situation": "見本の文です。雪の朝、一人で暮らす高齢の方が、ごみ集積所まで歩けないという声があった。",
    "tried": (
        "・町会の班ごとに、朝の雪かきの当番表を作った\n"
        "・当番に出られない日は、見守りの会が代わりに出ることにした"
    ),
    "took": "班長6人、準備に2か月、スコップ代12,000円",
    "became": "一冬続いた。当番表は、次の班長にそのまま渡している。",
    "ask": "新城地区社会福祉協議会 事務局長",
}


def write_lessons(register: Register) -> None:
    """Three lessons that are out, one of them taken up by 新城, and one that waits for a reader."""
    out = _write(register, "shinjo", SHINJO_OFFICER, DEEMED, meeting=_briefing(register, "shinjo"))
    _approve(register, out)
    snow: LessonWords = {**SNOW, "topic": register.topics["environment"]}
    _approve(register, _write(register, "shinjo", SHINJO_OFFICER, snow))
    lamp = _write(register, "ono", ONO_OFFICER, LAMP, issue=_closed_issue(register))
    _approve(register, lamp)
    _write(register, "ono", COORDINATOR, STEERING, meeting=_briefing(register, "ono"))
    adopt_lesson(
        lesson=lamp,
        district=register.districts["shinjo"],
        actor=register.viewer(SHINJO_OFFICER, register.today),
    )


def _write(
    register: Register,
    district: str,
    writer: str,
    words: LessonWords,
    *,
    issue: Issue | None = None,
    meeting: Meeting | None = None,
) -> Lesson:
    """A lesson that its writer has offered."""
    actor = register.viewer(writer, register.today)
    lesson = lessons.draft_lesson(
        district=register.districts[district],
        issue=issue,
        meeting=meeting,
        is_sample=True,
        actor=actor,
        **words,
    )
    return lessons.offer_lesson(lesson=lesson, base_version=lesson.version, actor=actor)


def _approve(register: Register, lesson: Lesson) -> None:
    lessons.approve_lesson(
        lesson=lesson,
        base_version=lesson.version,
        actor=register.viewer(COUNCIL, register.today),
    )


def _briefing(register: Register, district: str) -> Meeting | None:
    return Meeting.objects.filter(
        municipality_id=register.city.id, body=register.bodies[f"{district}_briefing"]
    ).first()


def _closed_issue(register: Register) -> Issue | None:
    return Issue.objects.filter(
        municipality_id=register.city.id,
        district=register.districts["ono"],
        status=IssueStatus.CLOSED,
        duplicate_of=None,
    ).first()
