"""QR codes (JIS X 0510) on scanned pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


_WIPES = (0, 5, 9)  # dots over which a noisy symbol is smoothed before it is looked at again


@dataclass(frozen=True, slots=True)
class Code:
    """One QR code: what it says, and where its centre is, in dots from the top left."""

    text: str
    centre: tuple[float, float]


def qr_texts(picture: np.ndarray, *, patiently: bool = False) -> tuple[str, ...]:
    """What the QR codes in `picture` say, each once; a bad FAX may hide them."""
    return tuple(dict.fromkeys(code.text for code in qr_codes(picture, patiently=patiently)))


def qr_codes(picture: np.ndarray, *, patiently: bool = False) -> tuple[Code, ...]:
    """The QR codes in `picture` with their places.

    patiently: look again with the noise wiped off when nothing is found.
    """
    import cv2
    import zxingcpp

    for wipe in _WIPES if patiently else _WIPES[:1]:
        seen = cv2.GaussianBlur(picture, (wipe, wipe), 0) if wipe else picture
        found = zxingcpp.read_barcodes(
            seen, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False
        )
        if codes := tuple(Code(one.text, _centre(one.position)) for one in found if one.text):
            return codes
    return ()


def _centre(position: Any) -> tuple[float, float]:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_left,
        position.bottom_right,
    )
    return sum(one.x for one in corners) / 4, sum(one.y for one in corners) / 4
