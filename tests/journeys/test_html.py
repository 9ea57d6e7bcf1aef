"""The HTML of the main pages, read by a validator in one run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.journeys import steps
from tests.journeys.addresses import (
    CITY_LISTS,
    LISTS,
    calling_pages,
    district_pages,
    path_pages,
    public_pages,
)
from tests.journeys.hands import ROOT, Hands
from tests.journeys.room_addresses import room_pages

VALIDATOR = ROOT / "assets" / "node_modules" / ".bin" / "html-validate"
SETTINGS = ROOT / "assets" / ".htmlvalidate.json"


def test_main_pages_are_valid_html(someone: Callable[..., Hands], tmp_path: Path) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.call_everybody(hands, meeting)
    pages = dict.fromkeys((*LISTS, "/accounts/2fa/"), hands)
    pages |= {f"{meeting}{step}": hands for step in steps.STEPS}
    pages |= dict.fromkeys(
        (
            *calling_pages(hands),
            *path_pages(hands),
            *district_pages(hands),
            *room_pages(hands),
        ),
        hands,
    )
    anybody = someone()
    pages |= dict.fromkeys((*public_pages(hands), "/accounts/login/"), anybody)
    city = someone("shi")
    of_the_city = [(address, city) for address in CITY_LISTS]
    for number, (address, who) in enumerate([*pages.items(), *of_the_city]):
        answer = who.page.request.get(who.base_url + address)
        assert answer.status == 200, address
        name = f"{number:02}{address.split('?')[0].strip('/').replace('/', '-')}.html"
        (tmp_path / name).write_text(answer.text(), encoding="utf-8")
    done = subprocess.run(
        [str(VALIDATOR), "-c", str(SETTINGS), "--formatter", "text", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.replace(str(tmp_path), "") + done.stderr
