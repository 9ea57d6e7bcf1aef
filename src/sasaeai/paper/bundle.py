"""Many papers as one: a single PDF with a cover that lists them, and a ZIP of the files.

The cover says on which page of the bundle each paper begins; every page bears its number in the
bundle beside the number that the paper itself prints.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from sasaeai.paper.files import Paper
from sasaeai.paper.pdf import render_pdf

_COVER = Path(__file__).with_name("bundle_cover.typ")
_NUMBERS = Path(__file__).with_name("bundle_numbers.typ")


@dataclass(frozen=True, slots=True)
class BundlePart:
    """One paper of a bundle: its PDF, and further files of it for the ZIP alone.

    note: 「案」「取扱注意」 and the like, for the cover.
    """

    title: str
    pdf: Paper
    others: tuple[Paper, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class BundleCover:
    """What the cover says besides the list. handouts: papers given out, which are not in it."""

    title_lines: tuple[str, ...]
    held: str
    handouts: tuple[str, ...]
    left_out: str
    dated: date


def bundle_pdf(cover: BundleCover, parts: Sequence[BundlePart]) -> bytes:
    """Cover and parts as one PDF, with bookmarks and numbered through.

    Raises PaperError for what cannot be printed on the cover.
    """
    readers = [PdfReader(io.BytesIO(part.pdf.content)) for part in parts]
    sizes = [len(reader.pages) for reader in readers]
    first = _cover_reader(cover, parts, sizes)
    writer = PdfWriter()
    writer.append(first, outline_item="表紙", import_outline=False)
    for part, reader in zip(parts, readers, strict=True):
        writer.append(reader, outline_item=part.title, import_outline=False)
    stamps = PdfReader(
        io.BytesIO(
            render_pdf(_NUMBERS, {"pages": len(writer.pages)}, dated=cover.dated, tagged=False)
        )
    )
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        page.merge_page(stamp)
    writer.add_metadata({"/Title": "　".join(cover.title_lines)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bundle_zip(bundle: Paper, parts: Sequence[BundlePart]) -> bytes:
    """The bundle and every file of its parts. Names are marked as UTF-8, as Windows opens them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(bundle.name, bundle.content)
        for number, part in enumerate(parts, start=1):
            for paper in (part.pdf, *part.others):
                package.writestr(f"{number:02}_{paper.name}", paper.content)
    return out.getvalue()


def _cover_reader(
    cover: BundleCover, parts: Sequence[BundlePart], sizes: Sequence[int]
) -> PdfReader:
    """The cover with the pages on which the parts begin, which depend on its own length."""
    length = 1
    while True:
        reader = PdfReader(io.BytesIO(_cover(cover, parts, sizes, begins=length + 1)))
        if len(reader.pages) <= length:
            return reader
        length = len(reader.pages)


def _cover(
    cover: BundleCover, parts: Sequence[BundlePart], sizes: Sequence[int], *, begins: int
) -> bytes:
    rows, page = [], begins
    for part, size in zip(parts, sizes, strict=True):
        rows.append((part.title, part.note, str(page), str(size)))
        page += size
    words = {
        "title": "　".join(cover.title_lines),
        "title_lines": cover.title_lines,
        "held": cover.held,
        "rows": rows,
        "handouts": cover.handouts,
        "left_out": cover.left_out,
    }
    return render_pdf(_COVER, words, dated=cover.dated)
