"""きょう names the first of what waits in each district, however much there is of it."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.issues import actions as issues
from sasaeai.issues.enums import TroubleState
from sasaeai.issues.models import Trouble
from sasaeai.issues.queries import list_owed
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.waiting import waiting_lines
from tests.world import TODAY


def raised(world, district, number: int, **more) -> Trouble:
    trouble = issues.raise_trouble(
        district=district,
        text=f"玄関先の雪（{number}）",
        raised_by=f"第{number}町会",
        via="phone",
        raised_on=TODAY - timedelta(days=number),
        actor=world.viewer("arai"),
    )
    Trouble.objects.filter(pk=trouble.pk).update(**more)
    return trouble


def test_the_oldest_of_each_district_stands_for_all(world, django_assert_num_queries):
    arai = world.viewer("arai")
    settled = {"state": TroubleState.SETTLED, "settled_reason": "市につないだ"}
    for number in (1, 3, 2):
        raised(world, world.ono, number, **settled)
    raised(world, world.shinjo, 9, **settled)
    with django_assert_num_queries(1):
        found = first_of_each(list_owed(arai), by="district_id")
        told = [(row.district.name, row.raised_by, n) for row, n in found]
    assert told == [(world.shinjo.name, "第9町会", 1), (world.ono.name, "第3町会", 3)]


def test_the_lines_say_how_many_and_whose_is_the_oldest(world):
    arai = world.viewer("arai")
    for number in (1, 3, 2):
        raised(world, world.ono, number)
    settled = {"state": TroubleState.REFERRED, "referred_to": "包括支援センター"}
    for number in (5, 4):
        raised(world, world.ono, number, **settled)
    told = issues.draft_answer(trouble=raised(world, world.ono, 40), text="済み", actor=arai)
    issues.tell_answer(answer=told, told_on=TODAY - timedelta(days=35), actor=arai)
    lines = {line.what: line.why for line in waiting_lines(arai, [world.ono.pk], [])}
    assert "玄関先の雪（40）" in lines["新しい困りごとが4件"]
    assert lines["寄せた方への返答が2件"].startswith("第5町会など")
    assert lines["役に立ったかを聞く方が1人"].startswith("第40町会など")
