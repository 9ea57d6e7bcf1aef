"""A finished paper as a file, with a name that every system accepts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}
# What Windows refuses in a name, and what invisibly changes how a name reads.
_FORBIDDEN = re.compile(
    '[\\\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# Linux allows 255 bytes a name; some synchronising disks lengthen it, so stop well before.
_MAX_STEM_BYTES = 180


@dataclass(frozen=True, slots=True)
class Paper:
    """One finished paper: file name with ending, media type, bytes."""

    name: str
    content_type: str
    content: bytes


def make_paper(*parts: str, content_type: str, content: bytes) -> Paper:
    """`content` named after `parts`, as in 「案内状_大野地区_第2回.pdf」."""
    return Paper(file_name(*parts, ending=_ENDINGS[content_type]), content_type, content)


def file_name(*parts: str, ending: str) -> str:
    """`parts` joined by _ as a name that Windows, macOS and Linux accept. Never empty."""
    pieces = (_clean(part) for part in parts)
    stem = _cut("_".join(piece for piece in pieces if piece)).strip(" .")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"書類_{stem}".strip("_")
    return f"{stem}{ending}"


def _clean(part: str) -> str:
    without = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", part))
    return re.sub(r"\s+", " ", without).strip(" .")


def _cut(stem: str) -> str:
    return stem.encode("utf-8")[:_MAX_STEM_BYTES].decode("utf-8", errors="ignore")
