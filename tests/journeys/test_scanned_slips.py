"""Slips come back by FAX: drawn by hand, sent, put in, and the doubtful ones settled by key."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
from PIL import Image

from sasaeai.notices.channels.slips import slip_sheet
from tests.journeys.addresses import meeting_in_the_mail
from tests.journeys.hands import Hands
from tests.paper.faxed import DRAWN, fill_in, sent

INCH_MM = 25.4


def test_faxes_become_replies_and_one_key_settles_a_doubt(
    someone: Callable[..., Hands], tmp_path: Path
) -> None:
    hands = someone("suishin")
    meeting = meeting_in_the_mail(hands)
    hands.open(f"{meeting}replies/")
    states = _states(hands)
    replied = [at for at, state in enumerate(states) if state]
    silent = [at for at, state in enumerate(states) if not state]
    letters = hands.page.request.get(f"{hands.base_url}{meeting}papers/notice.pdf").body()
    said = _fax(letters, [silent[0], silent[1], replied[0]], tmp_path / "FAX.tif")

    hands.page.locator(".scan-line a").click()
    hands.page.set_input_files("#files", tmp_path / "FAX.tif")
    with hands.next_page():
        hands.click("返信票を読み取る")
    hands.check_page()
    assert "FAX.tif：3枚を読みました。" in hands.message().inner_text()
    hands.open(f"{meeting}replies/")
    after = _states(hands)
    # What the machine entered is what was meant; what it left is for a person: never a third.
    assert all(after[at] in ("", meant) for at, meant in list(said.items())[:2])
    assert after[replied[0]] == states[replied[0]]

    hands.open(f"{meeting}scans/")
    with hands.next_page():
        hands.follow("1枚ずつ確かめる")
    hands.check_page()
    while hands.page.locator("p.notice-warning").count() == 0:
        with hands.next_page():
            hands.press("0")
    with hands.next_page():
        hands.press("2")
    assert "欠席にしました。" in hands.message().inner_text()
    with hands.next_page():
        hands.click("元に戻す", within=hands.message())
    hands.open(f"{meeting}replies/")
    assert _states(hands) == after


def _states(hands: Hands) -> list[str]:
    """The answers in the order of the list; empty for the silent."""
    rows = hands.page.locator("tr[data-row]")
    return [row.get_attribute("data-state") or "" for row in rows.all()]


def _fax(letters: bytes, chosen: list[int], path: Path) -> dict[int, str | None]:
    """Fill the slips of some letters in by hand and send them; by letter, the answer meant."""
    document = pypdfium2.PdfDocument(io.BytesIO(letters))
    said, pages = {}, []
    for at in chosen:
        page = document[at].render(scale=DRAWN * INCH_MM / 72, grayscale=True).to_numpy()
        page = np.ascontiguousarray(page.squeeze()).copy()
        random = Random(4000 + at)  # noqa: S311
        said[at] = fill_in(page, slip_sheet(), random, "plain").answer
        faxed = sent(page, random)
        rows = np.repeat(faxed.picture, 2, axis=0) if faxed.standard else faxed.picture
        pages.append(Image.fromarray(rows.astype(np.uint8)).convert("1"))
    document.close()
    first, *others = pages
    first.save(path, save_all=True, append_images=others, compression="group4", dpi=(204, 196))
    return said
