"""What became of a lesson elsewhere is told to its origin; nobody approved it for third districts."""

from __future__ import annotations

from django.urls import reverse

from sasaeai.rollout.actions import lesson_uses as taking_up
from tests.conftest import DeskClients
from tests.rollout.know_how import out
from tests.rollout.pattern_world import add_district
from tests.world import World


def test_third_districts_read_how_it_went_and_not_the_words_of_it(
    desk: DeskClients, world: World
) -> None:
    lesson, third_district = out(world), add_district(world, "油川地区")
    arai = world.viewer("arai")
    use = taking_up.adopt_lesson(lesson=lesson, district=third_district, actor=arai)
    taking_up.report_adoption(
        use=use, state="worked", became="角の家の方が毎朝する", base_version=use.version, actor=arai
    )
    address = reverse("desk:lesson", args=[lesson.id])
    told = {
        who: "角の家の方が毎朝する" in getattr(desk, who).get(address).content.decode()
        for who in ("shiraishi", "arai", "ichikawa", "ohashi")
    }
    assert told == {"shiraishi": True, "arai": True, "ichikawa": True, "ohashi": False}
    third = desk.ohashi.get(address).content.decode()
    assert "1地区が取り入れ、1地区でうまくいきました。" in third
