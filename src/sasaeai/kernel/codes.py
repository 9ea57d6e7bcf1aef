"""Codes that people write by hand: 全国地方公共団体コード, postal codes, telephone and FAX numbers.

Each reader takes full-width signs, spaces and hyphens of any kind, and refuses with a Japanese
sentence (CodeTextError) that says what to write.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import gettext as _


class CodeTextError(ValueError):
    """A text is no such code. `str()` is a Japanese sentence saying what to mend."""


_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─━~〜", "-"))


def plain_code(text: str) -> str:
    """Half width, hyphens of any kind as "-", no spaces: what every reader of codes begins with."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return "".join(plain.split())


# ── 全国地方公共団体コード ───────────────────────────────────────────────────────────────────────


def check_digit(five_digits: str) -> str:
    """The sixth digit of a local government code: modulus 11 with weights 6, 5, 4, 3, 2.

    Source: 総務省「全国地方公共団体コード仕様」. A sum below 11 is taken from 11; otherwise the
    remainder is taken from 11 and the last digit counts. ValueError unless given five digits.

    >>> check_digit("02201")
    '2'
    """
    if not re.fullmatch(r"[0-9]{5}", five_digits):
        message = f"five digits expected, not {five_digits!r}"
        raise ValueError(message)
    total = sum(
        weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), five_digits, strict=True)
    )
    return str((11 - (total if total < 11 else total % 11)) % 10)


def validate_lg_code(text: str) -> str:
    """The six digits of a local government code (青森市 is 022012). Raises CodeTextError."""
    code = plain_code(text).replace("-", "")
    if re.fullmatch(r"[0-9]{5}", code):
        raise CodeTextError(
            _("団体コードは検査数字を含む6けたです。「%(code)s」ではありませんか。")
            % {"code": code + check_digit(code)}
        )
    if not re.fullmatch(r"[0-9]{6}", code):
        raise CodeTextError(_("団体コードは6けたの数字で入力してください。例：022012"))
    if not 1 <= int(code[:2]) <= 47:
        raise CodeTextError(_("団体コードのはじめの2けたは都道府県の番号（01から47）です。"))
    if check_digit(code[:5]) != code[5]:
        raise CodeTextError(
            _("団体コードの検査数字（6けた目）が合いません。写しまちがいがないか確かめてください。")
        )
    return code


# ── Postal code ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A Japanese postal code (郵便番号), seven digits. `str()` is 038-0000."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """From 〒038-0000, ０３８−００００ or 0380000. Raises CodeTextError."""
        digits = plain_code(text).removeprefix("〒").replace("-", "")
        if not re.fullmatch(r"[0-9]{7}", digits):
            raise CodeTextError(_("郵便番号は7けたの数字で入力してください。例：038-0000"))
        return cls(digits)

    @property
    def marked(self) -> str:
        """「〒038-0000」, as written on an envelope."""
        return f"〒{self}"

    def __str__(self) -> str:
        return f"{self.digits[:3]}-{self.digits[3:]}"


# ── Telephone and FAX ────────────────────────────────────────────────────────────────────────────

_EXTENSION = re.compile(r"\(?(?:内線|内|[x#])[:：]?(?P<number>[0-9]{1,6})\)?$")
_SHORT = re.compile(r"#[0-9]{4}|1[0-9]{2}")
_ELEVEN_DIGITS = ("050", "060", "070", "080", "090", "0800")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone or FAX number in Japan, compared by its digits and extension alone.

    digits: without signs, for searching and dialling. formatted: hyphens where the typed text
    parted the number, so that an area code stands as its owner writes it. typed: as it came.
    Three-digit services (110) and consultation lines (#7119) count as numbers.
    """

    digits: str
    extension: str = ""
    formatted: str = field(default="", compare=False)
    typed: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From 017-000-0000, ０１７（０００）００００, 0170000000 内線 12, +81 17 … .

        Raises CodeTextError.
        """
        plain = plain_code(re.sub(r"(?<=\d)[\s　]+(?=[\d(（])", "-", text.strip()))
        plain = re.sub(r"^(?:TEL|FAX|電話)[:.]?", "", plain, flags=re.IGNORECASE)
        if _SHORT.fullmatch(plain):
            return cls(digits=plain, formatted=plain, typed=text)
        number, extension = _split_extension(plain)
        formatted = _hyphenated(number)
        digits = formatted.replace("-", "")
        _check_digits(digits)
        if extension:
            formatted = f"{formatted} 内線{extension}"
        return cls(digits=digits, extension=extension, formatted=formatted, typed=text)

    def __str__(self) -> str:
        return self.formatted or self.digits


def _split_extension(plain: str) -> tuple[str, str]:
    if found := _EXTENSION.search(plain):
        return plain[: found.start()], found["number"]
    return plain, ""


def _hyphenated(number: str) -> str:
    parted = re.sub(r"^\+81-?(?:\(0\))?-?0?", "0", number)
    parted = re.sub(r"[()./]", "-", parted)
    parted = re.sub(r"-{2,}", "-", parted).strip("-")
    if not re.fullmatch(r"[0-9-]+", parted):
        raise CodeTextError(
            _(
                "電話番号は数字とハイフンで入力してください。例：017-000-0000（内線があれば「内線12」）"
            )
        )
    return parted


def _check_digits(digits: str) -> None:
    if not digits.startswith("0"):
        raise CodeTextError(_("電話番号は市外局番から入力してください。例：017-000-0000"))
    wanted = 11 if digits.startswith(_ELEVEN_DIGITS) else 10
    if len(digits) != wanted:
        raise CodeTextError(
            _("この電話番号は%(wanted)dけたのはずですが、%(count)dけたあります。確かめてください。")
            % {"wanted": wanted, "count": len(digits)}
        )
