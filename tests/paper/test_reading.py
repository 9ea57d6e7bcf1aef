"""Pages of scans and the sheets on them: found however they lie, refused when they are no pages."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image

from sasaeai.notices.channels.slips import slip_sheet
from sasaeai.notices.exports.letter import letter_pdf
from sasaeai.paper.reading import pages
from sasaeai.paper.reading.errors import MissingExtra, UnreadableFile
from sasaeai.paper.reading.pages import Page, read_pages
from sasaeai.paper.reading.sheets import SheetReading, read_sheets
from tests.paper.faxed import Faxed, fax_file
from tests.paper.pens import CUT_AT, DRAWN, Pen, check
from tests.paper.samples import LETTER
from tests.paper.trials import drawn_pages

pytestmark = pytest.mark.one_database


def ticked(name: str = "absent", letter: int = 0) -> np.ndarray:
    """A letter whose slip has one check mark."""
    page = drawn_pages()[letter].copy()
    boxes = {box.name: box for box in slip_sheet().boxes}
    check(Pen(page, Random(1)), boxes[name])  # noqa: S311
    return page


def as_file(picture: np.ndarray, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, kind, **how)
    return out.getvalue()


def one_page(content: bytes, name: str = "scan.png") -> Page:
    [page] = read_pages(content, name)
    return page


def marked(reading: SheetReading) -> list[str]:
    assert all(judged.marked is not None for judged in reading.boxes.values()), reading.boxes
    return [name for name, judged in reading.boxes.items() if judged.marked]


# ── The sheet tells its own layout ───────────────────────────────────────────────────────────────


def test_boxes_are_large_enough_for_a_pen_and_far_enough_from_each_other() -> None:
    sheet = slip_sheet()
    assert [box.name for box in sheet.boxes] == [
        "attend",
        "absent",
        "substitute",
        "wheelchair",
        "writing",
        "ride",
    ]
    for box in sheet.boxes:
        assert min(box.area.width, box.area.height) >= 5
    for one, other in zip(sheet.boxes, sheet.boxes[1:], strict=False):
        if one.group == other.group:
            assert other.area.x - (one.reach.x + one.reach.width) >= 8


def test_boxes_are_drawn_where_the_template_says() -> None:
    page = drawn_pages()[0]
    for box in slip_sheet().boxes:
        area = box.area
        inside = area.grown(-0.6)
        rows = slice(
            round((inside.y + CUT_AT) * DRAWN), round((inside.y + inside.height + CUT_AT) * DRAWN)
        )
        columns = slice(round(inside.x * DRAWN), round((inside.x + inside.width) * DRAWN))
        assert page[rows, columns].min() > 200
        edge = page[rows, round(area.x * DRAWN) - 2 : round(area.x * DRAWN) + 3]
        assert (edge.min(axis=1) < 100).all()


# ── However it lies ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_may_lie_in_the_scanner_any_way_round(turn: int) -> None:
    picture = np.ascontiguousarray(np.rot90(ticked(), turn))
    [reading] = read_sheets(one_page(as_file(picture, "PNG")), slip_sheet())
    assert marked(reading) == ["absent"]
    assert reading.found == 4
    assert len(reading.codes) == 1


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_three_landmarks_of_four_are_enough(lost: int) -> None:
    picture = ticked()
    area = slip_sheet().marks[lost].grown(0.5)
    top, left = round((area.y + CUT_AT) * DRAWN), round(area.x * DRAWN)
    picture[top : top + round(area.height * DRAWN), left : left + round(area.width * DRAWN)] = 255
    [reading] = read_sheets(one_page(as_file(picture, "PNG")), slip_sheet())
    assert marked(reading) == ["absent"]
    assert reading.found == 3


def test_a_cut_off_slip_in_standard_mode_without_a_word_about_its_dots() -> None:
    slip = ticked()[round(CUT_AT * DRAWN) :]
    squashed = cv2.resize(slip, (1728, round(99 * 98 / 25.4)), interpolation=cv2.INTER_AREA)
    content = fax_file(
        [Faxed(np.where(squashed < 128, 0, 255).astype(np.uint8), True)], tagged=False
    )
    [reading] = read_sheets(one_page(content, "fax.tif"), slip_sheet())
    assert marked(reading) == ["absent"]


def test_two_slips_laid_on_the_scanner_together_are_two() -> None:
    top = round(CUT_AT * DRAWN)
    both = np.vstack([ticked("attend", 0)[top:], ticked("absent", 1)[top:]])
    readings = read_sheets(one_page(as_file(both, "PNG")), slip_sheet())
    assert sorted(marked(reading)[0] for reading in readings) == ["absent", "attend"]
    assert len({reading.codes for reading in readings}) == 2


def test_the_code_of_another_slip_on_the_page_is_not_taken_for_its_own() -> None:
    """One slip without its code, beside one whose landmarks are hidden: nobody's answer moves."""
    sheet, dots = slip_sheet(), DRAWN
    mine, others = (
        ticked(name, n)[round(CUT_AT * dots) :] for n, name in enumerate(("attend", "absent"))
    )
    for page, hidden in ((mine, [sheet.code]), (others, list(sheet.marks.values())[:2])):
        for area in hidden:
            here = area.grown(1)
            rows = slice(max(round(here.y * dots), 0), round((here.y + here.height) * dots))
            page[rows, max(round(here.x * dots), 0) : round((here.x + here.width) * dots)] = 255
    [reading] = read_sheets(one_page(as_file(np.vstack([mine, others]), "PNG")), sheet)
    assert marked(reading) == ["attend"]
    assert reading.codes == ()


def test_a_photograph_with_a_shadow_and_a_slant() -> None:
    page = ticked()
    height, width = page.shape
    was = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    now = np.array([[90, 60], [1500, 10], [1560, 2150], [30, 2200]], np.float32)
    slanted = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(was, now), (1600, 2250), borderValue=120
    )
    shade = np.linspace(1.0, 0.45, 1600)[None, :]
    photo = np.clip(slanted * shade, 0, 255).astype(np.uint8)
    [reading] = read_sheets(one_page(as_file(photo, "JPEG", quality=80), "foto.jpg"), slip_sheet())
    assert marked(reading) == ["absent"]


def test_dirt_on_the_glass_does_not_hide_a_mark() -> None:
    picture = ticked()
    for at in (140, 300, 860, 1990):
        picture[:, at : at + 4] = 0
    [reading] = read_sheets(one_page(as_file(picture, "PNG")), slip_sheet())
    assert marked(reading) == ["absent"]


def test_a_page_without_a_slip_has_no_sheet() -> None:
    page = drawn_pages()[0][: round(CUT_AT * DRAWN)]
    assert read_sheets(one_page(as_file(page, "PNG")), slip_sheet()) == []


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_a_pdf_as_our_own_printer_would_scan_it() -> None:
    [reading] = read_sheets(one_page(letter_pdf(LETTER), "scan.pdf"), slip_sheet())
    assert marked(reading) == []


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_lzw", "packbits"])
def test_pages_of_a_tiff_come_one_by_one_with_square_dots(compression: str) -> None:
    page = Image.fromarray(np.full((1145, 1728), 255, np.uint8)).convert("1")
    out = io.BytesIO()
    more = {"append_images": [page, page], "dpi": (204, 98), "compression": compression}
    page.save(out, "TIFF", save_all=True, **more)
    found = list(read_pages(out.getvalue(), "fax.tif"))
    assert [one.number for one in found] == [1, 2, 3]
    assert [one.picture.shape for one in found] == [(round(1145 * 204 / 98), 1728)] * 3


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空のファイル"),
        (b"hello, this is no picture", "読み取れる画像ではありません"),
        (b"%PDF-1.7\nnot really", "壊れているか"),
        (b"II*\x00\xff\xff\xff\xff", "読み取れる画像ではありません"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "読み取れる画像ではありません"),
    ],
    ids=["empty", "text", "no-pdf", "no-tiff", "no-png"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        list(read_pages(content, "../../悪い名前.pdf"))


def test_a_cut_off_picture_is_a_page_that_says_so() -> None:
    whole = as_file(ticked(), "PNG")
    page = one_page(whole[: len(whole) // 2])
    assert page.picture is None
    assert "壊れて" in page.fault


def test_a_small_file_cannot_grow_into_a_huge_picture() -> None:
    bomb = as_file(np.zeros((9000, 9000), np.uint8), "PNG")
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        list(read_pages(bomb, "bomb.png"))


def test_a_small_pdf_cannot_grow_into_a_huge_picture_either() -> None:
    """A blank picture of 400 million dots takes a few kilobytes, and gigabytes to draw."""
    side = 20_000
    packed = zlib.compress(zlib.compress(bytes(side * side // 8), 9), 9)
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 1/Filter[/FlateDecode/FlateDecode]/Length {len(packed)}>>stream\n"
    ).encode() + packed
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
        b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        picture + b"\nendstream",
        b"<</Length 29>>stream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
    )
    assert len(content) < 10_000
    page = one_page(content, "bomb.pdf")
    assert page.picture is None
    assert "画像は大きすぎます" in page.fault


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, said)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    foot = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + foot


def test_too_many_bytes_or_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = letter_pdf(LETTER)
    monkeypatch.setattr(pages, "MAX_PAGES", 0)
    with pytest.raises(UnreadableFile, match="1ページあります"):
        list(read_pages(content, "a.pdf"))
    monkeypatch.setattr(pages, "MAX_BYTES", 100)
    with pytest.raises(UnreadableFile, match="大きすぎます"):
        list(read_pages(content, "a.pdf"))


def test_without_the_extra_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Callable[..., object] | None:
        return None if name == "cv2" else find_spec(name)  # type: ignore[return-value]

    monkeypatch.setattr("sasaeai.paper.reading.errors.find_spec", missing)
    with pytest.raises(MissingExtra, match=r"sasaeai\[fax\]"):
        list(read_pages(b"%PDF-", "a.pdf"))
