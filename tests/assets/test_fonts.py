"""The bundled fonts hold the letters that names and forms are written with."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "sasaeai"
PAPER = PACKAGE / "paper" / "fonts"
WEB = PACKAGE / "web" / "static" / "fonts" / "BIZUDPGothic-web.woff2"
BIZ = ["BIZUDMincho-Regular", "BIZUDMincho-Bold", "BIZUDGothic-Regular", "BIZUDGothic-Bold"]

pytestmark = pytest.mark.one_database


def missing(font: Path, text: str) -> str:
    """Return the characters of *text* for which *font* has no glyph."""
    with TTFont(font, lazy=True) as opened:
        known = opened.getBestCmap()
    return "".join(character for character in text if ord(character) not in known)


@pytest.mark.parametrize("face", BIZ)
def test_biz_ud_has_the_name_variants_and_the_signs_of_forms(face: str) -> None:
    assert missing(PAPER / f"{face}.ttf", "髙﨑德濵邉邊齋①㈱○⇒□〜（）「」、。令和８年") == ""


def test_the_fallback_has_what_biz_ud_lacks() -> None:
    beyond = "𠮷槗⺠⻄⻘⻑"
    assert missing(PAPER / "BIZUDMincho-Regular.ttf", beyond) == beyond
    assert missing(PAPER / "NotoSerifJP-Regular.otf", beyond) == ""


def test_the_web_font_has_everyday_text_and_stays_small() -> None:
    assert missing(WEB, "地域支え合い会議の案内を印刷する　Aomori ｱｵﾓﾘ １２３①髙﨑～") == ""
    assert WEB.stat().st_size < 700_000


def test_each_font_travels_with_its_licence() -> None:
    families = {font.stem.split("-")[0] for font in [*PAPER.glob("*.?tf"), WEB]}
    licences = [*PAPER.glob("OFL-*.txt"), *WEB.parent.glob("OFL-*.txt")]
    assert families == {licence.stem.removeprefix("OFL-") for licence in licences}
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text.read_text() for text in licences)
