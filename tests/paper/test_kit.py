"""The paper kit: fonts, names of files, QR codes, spreadsheets."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from PIL import Image

from sasaeai.meetings.exports.agenda_sheet import AgendaSheet, agenda_sheet_pdf
from sasaeai.paper.errors import MissingGlyph
from sasaeai.paper.files import DOCX, PDF, file_name, make_paper
from sasaeai.paper.printable import printable, printable_text
from sasaeai.paper.qr import qr_png
from sasaeai.paper.sheet import Sheet, sheet_bytes
from tests.paper.reading import page_texts, qr_texts
from tests.paper.samples import HOSTILE, MEETING, SHEET

pytestmark = pytest.mark.one_database


def _with_venue(venue: str) -> AgendaSheet:
    return replace(SHEET, meeting=replace(MEETING, venue=venue))


@pytest.mark.parametrize("name", ["髙﨑 𠮷男", "葛\U000e0100城", "㈱①Ⅲ㎡", "ｶﾀｶﾅ", "邊邉齋齊濵"])
def test_rare_letters_print_as_typed(name: str) -> None:
    [text] = page_texts(agenda_sheet_pdf(_with_venue(name)))
    assert name.replace(" ", "") in text


def test_radicals_from_pasted_pdf_print_as_characters() -> None:
    [text] = page_texts(agenda_sheet_pdf(_with_venue("⻄部市⺠センター")))
    assert "西部市民センター" in text


def test_letter_without_glyph_is_refused_with_its_place() -> None:
    with pytest.raises(MissingGlyph) as refused:
        agenda_sheet_pdf(_with_venue("笑顔の広場😀ホール"))
    assert refused.value.char == "😀"
    assert "笑顔の広場😀ホール" in refused.value.message
    assert "別の字に置きかえるか" in refused.value.message


def test_template_commands_in_data_stay_text() -> None:
    [text] = page_texts(agenda_sheet_pdf(_with_venue(HOSTILE)))
    assert HOSTILE.replace(" ", "") in text


def test_equal_data_give_equal_bytes() -> None:
    assert agenda_sheet_pdf(SHEET) == agenda_sheet_pdf(SHEET)


def test_archival_profile_is_declared() -> None:
    assert b"<pdfaid:part>2</pdfaid:part>" in agenda_sheet_pdf(SHEET)


def test_unprintable_signs_go_and_line_ends_become_one_kind() -> None:
    assert printable_text("a\x00b\u202ec\r\nd\u2028e\tf") == "abc\nd\ne f"
    assert printable_text("葛\U000e0100") == "葛\U000e0100"


def test_values_without_printed_form_are_refused() -> None:
    with pytest.raises(TypeError):
        printable({"on": date(2026, 12, 9)})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("案内状", "大野地区", "第2回"), "案内状_大野地区_第2回.pdf"),
        (("a/b\\c:d*e?f",), "a b c d e f.pdf"),
        (("../../etc/passwd",), "etc passwd.pdf"),
        (("con",), "書類_con.pdf"),
        ((" . ", ""), "書類.pdf"),
        (("gpj\u202efdp",), "gpj fdp.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(parts: tuple[str, ...], expected: str) -> None:
    assert file_name(*parts, ending=".pdf") == expected


def test_long_file_name_is_cut_at_a_whole_letter() -> None:
    name = file_name("会" * 500, ending=".docx")
    assert len(name.encode()) <= 200
    assert name.endswith("会.docx")


def test_paper_takes_its_ending_from_its_type() -> None:
    assert make_paper("次第", content_type=PDF, content=b"").name == "次第.pdf"
    assert make_paper("次第", content_type=DOCX, content=b"").name == "次第.docx"


def test_qr_png_is_read_back() -> None:
    assert qr_texts(Image.open(io.BytesIO(qr_png("K7M-4QX"))).convert("L")) == ["K7M-4QX"]


def test_formulas_and_links_in_a_sheet_stay_text() -> None:
    cells = ["=1+1", "@SUM(A1)", "+1", "https://example.com", "-2", HOSTILE]
    content = sheet_bytes(Sheet("[x]/?" * 20, (), ("a",), (10,), [(cell,) for cell in cells]))
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in page.iter_rows(min_row=2)] == cells
    assert {row[0].data_type for row in page.iter_rows(min_row=2)} == {"s"}
    assert page.cell(5, 1).hyperlink is None
