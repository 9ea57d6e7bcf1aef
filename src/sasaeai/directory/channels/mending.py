"""What spreadsheets do to numbers, put right where it is sure, and said.

Excel drops the zero before a telephone number and a code of 青森県 (02); people put latitude into the
column of longitude. What is not sure stays as it came, or is left out, with a note either way.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sasaeai.kernel.codes import CodeTextError, PhoneNumber, check_digit, plain_code

LATITUDES = (Decimal(20), Decimal(46))
LONGITUDES = (Decimal(122), Decimal(154))
"""Japan, as the database constrains it."""
_SIX_PLACES = Decimal("0.000001")
_MOBILE = ("50", "70", "80", "90")
_SCIENTIFIC = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)

Mended = tuple[str, str]
"""The text to store, and a note (empty: nothing was done)."""


def phone(typed: str, extension: str = "") -> Mended:
    """A telephone or FAX number, its lost zero put back where only one number can be meant."""
    if not typed:
        return "", ""
    plain = plain_code(typed)
    if _SCIENTIFIC.fullmatch(plain):
        return "", _("電話番号「%(typed)s」は、表計算ソフトで壊れているので入れません。") % {
            "typed": typed
        }
    # Some list several numbers in one cell; they stay as they are.
    note = ""
    digits = re.sub(r"\D", "", plain)
    lost = len(digits) == 9 or (len(digits) == 10 and digits.startswith(_MOBILE))
    if lost and not plain.startswith(("0", "+", "#")):
        plain = f"0{plain}"
        note = _("電話番号「%(typed)s」のはじめの0を補いました。") % {"typed": typed}
    try:
        number = str(PhoneNumber.parse(plain))
    except CodeTextError:
        return typed[:40], _("「%(typed)s」は電話番号の形ではありません。そのまま入れます。") % {
            "typed": typed[:40]
        }
    inner = re.sub(r"\D", "", plain_code(extension))
    return (f"{number} 内線{inner}" if inner and "内線" not in number else number)[:40], note


def lg_code(typed: str) -> str:
    """A local government code of six digits; "" where none can be read. 22012 is 022012."""
    digits = plain_code(typed)
    if not re.fullmatch(r"[0-9]{5,6}", digits):
        return ""
    if len(digits) == 6:
        return digits
    with_zero = f"0{digits}"
    return with_zero if check_digit(with_zero[:5]) == with_zero[5] else digits + check_digit(digits)


def office_number(typed: str, prefecture: str) -> Mended:
    """A number of a care office (ten digits, begins with the prefecture) or a clinic (seven)."""
    plain = plain_code(typed)
    if re.fullmatch(r"[0-9]{9}", plain) and f"0{plain}".startswith(prefecture):
        note = _("番号「%(typed)s」のはじめの0を補いました。") % {"typed": typed}
        return f"0{plain}", note
    return plain, ""


def spot(latitude: str, longitude: str) -> tuple[Decimal | None, Decimal | None, str]:
    """Latitude and longitude within Japan; swapped ones put right, others left out, and a note."""
    if not latitude and not longitude:
        return None, None, ""
    north, east = _degrees(latitude), _degrees(longitude)
    if north is None or east is None:
        return None, None, _("緯度・経度が読めないので、場所の印は入れません。")
    if _within(north, LATITUDES) and _within(east, LONGITUDES):
        return north, east, ""
    if _within(east, LATITUDES) and _within(north, LONGITUDES):
        return east, north, _("緯度と経度が逆になっていたので、入れかえました。")
    return None, None, _("緯度・経度が日本の外なので、場所の印は入れません。")


def _degrees(typed: str) -> Decimal | None:
    try:
        value = Decimal(unicodedata.normalize("NFKC", typed).strip())
        return value.quantize(_SIX_PLACES) if value.is_finite() else None
    except InvalidOperation:
        return None


def _within(value: Decimal, bounds: tuple[Decimal, Decimal]) -> bool:
    return bounds[0] <= value <= bounds[1]
