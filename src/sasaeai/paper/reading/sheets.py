"""Reads one page against one sheet: where it lies, what its code says, what was ticked, written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sasaeai.paper.reading.boxes import Judgement, judge_box
from sasaeai.paper.reading.codes import qr_codes, qr_texts
from sasaeai.paper.reading.errors import check_extra
from sasaeai.paper.reading.ink import ink_of, plain_page, png, thickened, without_specks
from sasaeai.paper.reading.landmarks import Lie, cut_out, find_lies, square_up
from sasaeai.paper.reading.pages import Page
from sasaeai.paper.reading.sheet import DOTS_PER_MM, Area, Sheet

if TYPE_CHECKING:
    import numpy as np

_CODE_MARGIN = 2.0  # mm
_WRITTEN = 64 * 0.8  # dots (0.8 mm²) of ink that make a field one with writing in it
_CROP_MARGIN = 3.0  # mm: hands do not stop at lines
_SPECK = 12
_SCREEN = 1800  # dots of the long side


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one sheet says.

    picture: PNG of the sheet, upright. codes: what its QR codes say. boxes: a judgement by name.
    written: PNG by name of each field that has ink in it. found: landmarks seen (3 or 4).
    """

    picture: bytes
    codes: tuple[str, ...]
    boxes: dict[str, Judgement]
    written: dict[str, bytes]
    found: int


def read_sheets(page: Page, sheet: Sheet) -> list[SheetReading]:
    """Every copy of `sheet` on `page`; none when fewer than three landmarks were found.

    Raises MissingExtra.
    """
    check_extra()
    if page.picture is None:
        return []
    picture = plain_page(page.picture)
    lies = find_lies(picture, sheet)
    if (squared := square_up(picture, lies)) is not None:
        picture = squared
        lies = find_lies(picture, sheet)
    readings = [_read(picture, lie, sheet) for lie in lies]
    if len(readings) == 1 and not readings[0].codes:
        return [replace(readings[0], codes=_codes_on(picture, lies[0], sheet))]
    return readings


def _codes_on(picture: np.ndarray, lie: Lie, sheet: Sheet) -> tuple[str, ...]:
    """Codes anywhere on the sheet: those beside it may be of another one, whose marks are lost."""
    found = qr_codes(picture)
    return tuple(dict.fromkeys(code.text for code in found if lie.holds(code.centre, sheet)))


def codes_of(page: Page) -> tuple[str, ...]:
    """What the QR codes anywhere on `page` say."""
    return () if page.picture is None else qr_texts(plain_page(page.picture))


def picture_of(page: Page) -> bytes:
    """The whole page as PNG, small enough for a screen; empty when it could not be drawn."""
    import cv2

    if page.picture is None:
        return b""
    height, width = page.picture.shape
    scale = min(1.0, _SCREEN / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return png(cv2.resize(page.picture, size, interpolation=cv2.INTER_AREA))


def _read(picture: np.ndarray, lie: Lie, sheet: Sheet) -> SheetReading:
    upright = cut_out(picture, lie, Area(0, 0, sheet.width, sheet.height), DOTS_PER_MM)
    ink, blank = ink_of(upright), _blank_ink(sheet.blank)
    code = cut_out(picture, lie, sheet.code.grown(_CODE_MARGIN), 2 * DOTS_PER_MM)
    return SheetReading(
        picture=png(upright),
        codes=qr_texts(code, patiently=True),
        boxes={box.name: judge_box(ink, blank, box) for box in sheet.boxes},
        written=_written(upright, ink, blank, sheet),
        found=lie.found,
    )


def _written(
    upright: np.ndarray, ink: np.ndarray, blank: np.ndarray, sheet: Sheet
) -> dict[str, bytes]:
    """The fields in which there is more than was printed."""
    added = without_specks(ink & ~thickened(blank, 6), _SPECK)
    return {
        name: png(_part(upright, area.grown(_CROP_MARGIN)))
        for name, area in sheet.fields.items()
        if _part(added, area).sum() > _WRITTEN
    }


def _part(picture: np.ndarray, area: Area) -> np.ndarray:
    top, left = max(round(area.y * DOTS_PER_MM), 0), max(round(area.x * DOTS_PER_MM), 0)
    bottom = round((area.y + area.height) * DOTS_PER_MM)
    right = round((area.x + area.width) * DOTS_PER_MM)
    return picture[top:bottom, left:right]


@lru_cache(maxsize=8)
def _blank_ink(content: bytes) -> np.ndarray:
    import cv2
    import numpy as np

    return ink_of(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE))
