"""QR codes (JIS X 0510) on scanned pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def qr_texts(picture: np.ndarray) -> tuple[str, ...]:
    """What the QR codes in `picture` say, each once; a bad FAX may hide them."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    return tuple(dict.fromkeys(code.text for code in found if code.text))
