"""Lessons of 新城, written, offered and let out; issues of 大野 that they may help with."""

from __future__ import annotations

from typing import Any

from sasaeai.issues import actions as issues
from sasaeai.issues.models import Issue
from sasaeai.rollout.actions import lessons as actions
from sasaeai.rollout.actions.lesson_uses import adopt_lesson
from sasaeai.rollout.models import Lesson
from tests.world import World

WORDS: dict[str, Any] = {
    "title": "雪かきの当番を町会で回した",
    "season": "winter",
    "situation": "一人で暮らす高齢の方が、ごみ集積所まで歩けない。",
    "tried": "町会の班ごとに、朝の雪かきの当番を決めた。",
    "took": "班長6人、準備に2か月",
    "became": "集積所まで歩けるようになった。",
    "ask": "新城地区社会福祉協議会 会長",
}


def draft(world: World, who: str = "shiraishi", **words: Any) -> Lesson:
    return actions.draft_lesson(
        district=world.shinjo, actor=world.viewer(who), **{**WORDS, **words}
    )


def offered(world: World, **words: Any) -> Lesson:
    lesson = draft(world, **words)
    return actions.offer_lesson(lesson=lesson, base_version=1, actor=world.viewer("shiraishi"))


def out(world: World, **words: Any) -> Lesson:
    lesson = offered(world, **words)
    return actions.approve_lesson(
        lesson=lesson, base_version=lesson.version, actor=world.viewer("ichikawa")
    )


def issue_in_ono(world: World, **fields: Any) -> Issue:
    values = {"title": "雪で集積所まで歩けない", "season": "winter"} | fields
    return issues.open_issue(district=world.ono, actor=world.viewer("arai"), **values)


def know_how_of_ono(world: World) -> dict[str, Any]:
    """By the name in an address: a draft of 大野, and what 大野 took up from 新城."""
    own = actions.draft_lesson(district=world.ono, actor=world.viewer("arai"), **WORDS)
    use = adopt_lesson(lesson=out(world), district=world.ono, actor=world.viewer("arai"))
    return {"lesson_id": own.id, "lesson_use_id": use.id}
