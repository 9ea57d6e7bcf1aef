"""The offer to hear by LINE, beside a reply: only where there is LINE, with the code typed already."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.test import Client

from sasaeai.meetings.models import Expected
from sasaeai.notices import actions
from tests.notices.line_server import set_up
from tests.notices.line_world import announced_call
from tests.pagelint import lint
from tests.world import World


@pytest.fixture
def answered(world: World) -> Expected:
    expected = announced_call(world)
    actions.record_reply(expected=expected, answer="attend", actor=world.viewer("arai"))
    return expected


def page(expected: Expected) -> str:
    answer = Client().get(f"/r/{expected.reply_code.replace('-', '')}/")
    lint(answer)
    return answer.content.decode()


def test_a_tap_opens_the_talk_with_the_code(answered: Expected, settings: Any) -> None:
    set_up(settings)
    text = page(answered)
    link = f"https://line.me/R/oaMessage/%40sasaeai/?{answered.reply_code}"
    assert f'href="{link}"' in text
    assert f"返信コード {answered.reply_code} を送っても" in text
    picture = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    assert picture is not None
    assert base64.b64decode(picture[1]).startswith(b"<svg")


@pytest.mark.parametrize("name", ["LINE_TOKEN", "LINE_SECRET", "LINE_ID"])
def test_without_line_nothing_is_offered(answered: Expected, settings: Any, name: str) -> None:
    set_up(settings)
    setattr(settings, name, "")
    assert "LINE" not in page(answered)
