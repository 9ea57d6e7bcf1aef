"""Reads finished papers back: words, boxes of words, pictures, QR codes."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdf
import zxingcpp
from PIL import Image

A4_POINTS = (595.28, 841.89)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<'
)


@dataclass(frozen=True)
class Word:
    """One run of letters; measures in mm from the top left corner of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page without any white space."""
    raw = _poppler("pdftotext", "-layout", pdf).decode()
    return [re.sub(r"\s", "", page) for page in raw.split("\f")[:-1]]


def words(pdf: bytes) -> list[Word]:
    """Every word with its place."""
    raw = _poppler("pdftotext", "-bbox", pdf).decode()
    found = []
    for number, page in enumerate(raw.split("<page ")[1:]):
        for *box, text in _WORD.findall(page):
            found.append(Word(number, *(float(side) / 72 * 25.4 for side in box), text))
    return found


def check_page_boxes(pdf: bytes, *, edge_mm: float = 5) -> None:
    """Every page is A4 portrait and every word lies inside, `edge_mm` from the paper's edge."""
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        assert abs(float(page.mediabox.width) - A4_POINTS[0]) < 0.5
        assert abs(float(page.mediabox.height) - A4_POINTS[1]) < 0.5
    found = words(pdf)
    assert found
    for word in found:
        assert word.left >= edge_mm, word
        assert word.right <= 210 - edge_mm, word
        assert word.top >= edge_mm, word
        assert word.bottom <= 297 - edge_mm, word


def page_images(pdf: bytes, *, dpi: int = 100) -> list[Image.Image]:
    """Each page as a grey picture, as a printer would draw it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.pdf"
        source.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-gray", "-png", str(source), f"{folder}/page"], check=True
        )
        return [Image.open(io.BytesIO(p.read_bytes())) for p in sorted(Path(folder).glob("*.png"))]


def qr_texts(picture: Image.Image) -> list[str]:
    """What a scanner reads on one page."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def package_text(content: bytes) -> str:
    """All XML of a DOCX or XLSX as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(".xml")
        )


def _poppler(tool: str, option: str, pdf: bytes) -> bytes:
    done = subprocess.run([tool, option, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout
