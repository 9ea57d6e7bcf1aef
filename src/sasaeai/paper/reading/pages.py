"""Files as they come from FAX machines and scanners, turned into grey pictures page by page.

One page is in memory at a time. Limits stand before anything is unpacked, so that a small file
cannot grow into a huge picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sasaeai.paper.reading.errors import UnreadableFile, check_extra

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2
    from PIL import Image

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 200
MAX_PIXELS = 60_000_000  # A4 at 600 dpi has 35 million
_LONG_SIDE = 3508  # A4 at 300 dpi; finer pictures only cost time
_SHORT_SIDE = 1000  # coarser than any FAX
_PDF_DPI = 204  # what a FAX has, so that its dots stay dots
_SQUASHED = 1.5  # standard mode sends 204 × 98 dots an inch
_DEEPEST = 15  # forms within forms


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file: `picture` is grey, 8 bits, square dots, rows from the top.

    number counts from 1. A page that cannot be drawn has no picture and says so in `fault`.
    """

    number: int
    picture: np.ndarray | None
    fault: str = ""


def read_pages(content: bytes, name: str) -> Iterator[Page]:
    """The pages of `content` (PDF, TIFF of any kind, JPEG, PNG); `name` is only for the sentence.

    Raises UnreadableFile for a file that holds no page, and MissingExtra.
    """
    check_extra()
    if not content:
        raise UnreadableFile(
            _("「%(name)s」は空のファイルです。送り直してもらってください。") % {"name": name}
        )
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            _("「%(name)s」は大きすぎます（%(limit)dMBまで）。何回かに分けて取り込んでください。")
            % {"name": name, "limit": MAX_BYTES // 1024 // 1024}
        )
    if b"%PDF-" in content[:1024]:
        return _pdf_pages(content, name)
    return _image_pages(content, name)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────


def _pdf_pages(content: bytes, name: str) -> Iterator[Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(
            _(
                "「%(name)s」は壊れているか、パスワードがかかっているPDFです。"
                "パスワードを外すか、もう一度スキャンしてください。"
            )
            % {"name": name}
        ) from error
    try:
        count = len(document)
        _check_count(count, name)
        for index in range(count):
            yield _pdf_page(document, index)
    finally:
        document.close()


def _pdf_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    import pypdfium2

    try:
        page = document[index]
        width, height = page.get_size()
        long_side = max(width, height)
        short_side = max(min(width, height), 1.0)
        scale = min(max(_PDF_DPI / 72, _SHORT_SIDE / short_side), _LONG_SIDE / long_side)
        if _most_dots(page) > MAX_PIXELS:
            return _too_fine(index + 1)
        picture = page.render(scale=scale, grayscale=True).to_numpy()
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return _broken(index + 1)
    return Page(index + 1, _grey(picture))


def _most_dots(page: pypdfium2.PdfPage) -> int:
    """Of the largest picture on a page, as it says itself: nothing is unpacked for that.

    A megabyte may hold a blank picture that takes gigabytes to draw.
    """
    import pypdfium2

    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
    sizes = (picture.get_px_size() for picture in pictures)
    return max((width * height for width, height in sizes), default=0)


# ── TIFF, JPEG, PNG ──────────────────────────────────────────────────────────────────────────────


def _image_pages(content: bytes, name: str) -> Iterator[Page]:
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(content), formats=("TIFF", "JPEG", "PNG", "MPO"))
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError) as error:
        raise UnreadableFile(
            _(
                "「%(name)s」は読み取れる画像ではありません。"
                "PDF・TIFF・JPEG・PNGのファイルを選んでください。"
            )
            % {"name": name}
        ) from error
    with image:
        _check_count(count, name)
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(name)
        for index in range(count):
            yield _image_page(image, index)


def _image_page(image: Image.Image, index: int) -> Page:
    import numpy as np
    from PIL import Image, ImageOps

    try:
        image.seek(index)
        width, height = image.size
        if width * height > MAX_PIXELS:
            return _too_fine(index + 1)
        if min(width, height) < 1:
            return _broken(index + 1)
        stretch = _stretch(image)
        upright = ImageOps.exif_transpose(image) if image.format != "TIFF" else image
        grey = _flat(upright).convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _broken(index + 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, MemoryError):
        return _broken(index + 1)
    return Page(index + 1, _grey(np.asarray(grey), stretch))


def _flat(image: Image.Image) -> Image.Image:
    """`image` on white paper: what is transparent would turn black."""
    from PIL import Image

    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image
    drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return paper


def _stretch(image: Image.Image) -> float:
    """By how much the rows must be pulled apart to make the dots square; 1 when nothing is said."""
    across, down = image.info.get("resolution") or image.info.get("dpi") or (0, 0)
    try:
        ratio = float(across) / float(down)
    except (ValueError, ZeroDivisionError):
        return 1.0
    return ratio if _SQUASHED <= ratio <= 2 * _SQUASHED else 1.0


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────


def _grey(picture: np.ndarray, stretch: float = 1.0) -> np.ndarray:
    """Two dimensions, rows pulled apart by `stretch`, no finer than reading needs."""
    import cv2
    import numpy as np

    flat = np.ascontiguousarray(picture if picture.ndim == 2 else picture[:, :, 0])
    height, width = flat.shape
    height = round(height * stretch)
    scale = min(1.0, _LONG_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (flat.shape[1], flat.shape[0]):
        return flat
    return cv2.resize(flat, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def _broken(number: int) -> Page:
    return Page(number, None, _("このページは壊れていて、画像になりませんでした。"))


def _too_fine(number: int) -> Page:
    return Page(
        number,
        None,
        _("このページの画像は大きすぎます。300dpiくらいでスキャンし直してください。"),
    )


def _check_count(count: int, name: str) -> None:
    if count > MAX_PAGES:
        raise UnreadableFile(
            _(
                "「%(name)s」は%(count)dページあります。%(limit)dページずつに分けて取り込んでください。"
            )
            % {"name": name, "count": count, "limit": MAX_PAGES}
        )
    if count < 1:
        raise UnreadableFile(_("「%(name)s」にはページがありません。") % {"name": name})


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("「%(name)s」の画像は大きすぎます。300dpiくらいでスキャンし直してください。")
        % {"name": name}
    )
