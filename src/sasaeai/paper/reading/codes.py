"""QR codes (JIS X 0510) on scanned pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


_WIPES = (0, 5, 9)  # dots over which a noisy symbol is smoothed before it is looked at again


def qr_texts(picture: np.ndarray, *, patiently: bool = False) -> tuple[str, ...]:
    """What the QR codes in `picture` say, each once; a bad FAX may hide them.

    patiently: look again with the noise wiped off when nothing is found.
    """
    import cv2
    import zxingcpp

    for wipe in _WIPES if patiently else _WIPES[:1]:
        seen = cv2.GaussianBlur(picture, (wipe, wipe), 0) if wipe else picture
        found = zxingcpp.read_barcodes(
            seen, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False
        )
        if texts := tuple(dict.fromkeys(code.text for code in found if code.text)):
            return texts
    return ()
