"""The name of the place above every page."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.world import World


@pytest.mark.parametrize(
    ("name", "place"),
    [("ohashi", "大野地区"), ("shiraishi", "新城地区"), ("arai", None), ("ichikawa", None)],
)
def test_an_officer_reads_the_district_and_others_the_city(
    world: World, name: str, place: str | None
) -> None:
    assert world.viewer(name).place == (place or world.city.name)


def test_the_header_names_viewer_and_place_and_offers_only_what_they_may_open(
    world: World,
) -> None:
    pages = {}
    for name in ("ohashi", "ichikawa"):
        request = RequestFactory().get("/")
        request.user = world.accounts[name]
        request.viewer = world.viewer(name)
        pages[name] = render_to_string("desk/base.html", request=request)

    assert "大野地区" in pages["ohashi"]
    assert world.viewer("ohashi").name in pages["ohashi"]
    assert "全体（市）" not in pages["ohashi"]
    assert "全体（市）" in pages["ichikawa"]
    assert all("ログアウト" in page for page in pages.values())
