"""Pictures that people upload: looked at, drawn anew, and kept without what a camera wrote in them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput

MAX_BYTES = 5 * 1024 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP")
_MAX_PIXELS = 40_000_000
_LONG_SIDE = 2000  # enough for A4 at 200 dots an inch
_SHORT_SIDE = 200
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew, in dots. content_type: image/jpeg or image/png."""

    content: bytes
    content_type: str
    width: int
    height: int


def clean_picture(content: bytes, *, field: str) -> Picture:
    """`content` (PNG, JPEG, WEBP up to 5 MB) upright, at most 2,000 dots long, without EXIF.

    Where a photograph was taken is nobody's business (L-02). InvalidInput names `field`.
    """
    if len(content) > MAX_BYTES:
        raise _refused(
            field,
            _("絵が大きすぎます（%(limit)dMBまで）。小さくしてから選んでください。")
            % {"limit": MAX_BYTES // 1024 // 1024},
        )
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(content, field)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise _refused(
            field,
            _("この絵は開けません。PNG・JPEG・WEBPのどれかで保存し直してから選んでください。"),
        ) from error


def _drawn_anew(content: bytes, field: str) -> Picture:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MAX_PIXELS:
            raise _refused(field, _("絵の点の数が多すぎます。小さくしてから選んでください。"))
        if min(opened.size) < _SHORT_SIDE:
            raise _refused(
                field, _("絵が小さすぎます。縦も横も200ドット以上の絵を選んでください。")
            )
        is_photo = opened.format == "JPEG"
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    flat = Image.alpha_composite(white, upright).convert("RGB")
    flat.thumbnail((_LONG_SIDE, _LONG_SIDE))
    out = io.BytesIO()
    if is_photo:
        flat.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        flat.quantize(256).save(out, "PNG", optimize=True)
    kind = "image/jpeg" if is_photo else "image/png"
    return Picture(out.getvalue(), kind, flat.width, flat.height)


def _refused(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, {field: sentence})
