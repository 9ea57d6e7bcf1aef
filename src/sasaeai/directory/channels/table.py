"""A file of a table turned into rows of text: CSV in any encoding of Japanese offices, or XLSX.

Limits stand before anything is unpacked. A cell is only ever text: what looks like a formula stays
the letters it is made of.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LOOKED_AT = 10
"""Lines at the top that may be empty or a title before the headers come."""
_NO_LETTERS = frozenset("\0\x80\uf8f0\uf8f1\uf8f2\uf8f3")
"""What CP932 makes of bytes that are no Japanese, and what no text holds."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One line below the headers. number: as a spreadsheet counts it, from 1. is_cut: the file ends
    in the middle of it; is_unended: it is the last and no line break follows, so that it may be.
    """

    number: int
    cells: dict[str, str]
    is_cut: bool = False
    is_unended: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """headers: as `plain_header` writes them. is_cut: the file breaks off before its end."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of cells as they stand in a file, and how its last one ends."""

    cells: list[list[str]]
    is_cut: bool = False
    is_unended: bool = False


def plain_header(text: str) -> str:
    """A header without what differs from file to file: width, spaces, brackets and joining signs.

    >>> plain_header("方書 （ビル名等）") == plain_header("方書(ビル名等)")
    True
    """
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return "".join(letter for letter in plain if letter not in " \u3000\n\r\t()[]「」_-・").upper()


def read_table(content: bytes, name: str, *, known: Callable[[set[str]], bool]) -> Table:
    """The table in `content`. `known`: whether a line's plain headers are those of a table.

    Raises InvalidInput (field "file") with what would help: another encoding, another format.
    """
    if not content.strip():
        raise refusal(_("「%(name)s」は空のファイルです。もう一度受け取ってください。"), name)
    if len(content) > MAX_BYTES:
        raise refusal(_("「%(name)s」は大きすぎます。10MBまでに分けて入れてください。"), name)
    if content.startswith(_OLD_EXCEL):
        raise refusal(
            _(
                "「%(name)s」は古いExcelの形式です。Excelで開き、"
                "「Excelブック（.xlsx）」か「CSV」で保存し直してください。"
            ),
            name,
        )
    if content.startswith(b"PK"):
        return _below_headers(_Lines(_lines_of_xlsx(content, name)), name, known)
    text, is_cut = _decoded(content, name)
    return _below_headers(_lines_of_csv(text, name, is_cut=is_cut), name, known)


def refusal(sentence: str, name: str) -> InvalidInput:
    """A file that cannot be used, with the sentence about it."""
    words = sentence % {"name": name}
    return InvalidInput(words, {"file": words})


def _decoded(content: bytes, name: str) -> tuple[str, bool]:
    """The text, and whether its last letter was cut in two."""
    if content.startswith(_UTF16):
        even = content[: len(content) // 2 * 2]
        return _strictly(even, "utf-16", name), len(even) < len(content)
    if len(content) > 3 and content[1:400:2].count(0) > content[:400].count(0) // 2 > 4:
        return _strictly(content[: len(content) // 2 * 2], "utf-16-le", name), False
    for encoding in ("utf-8-sig", "cp932"):
        for missing in range(4):  # a letter cut in two at the end of half a file
            whole = content[: len(content) - missing] if missing else content
            try:
                return whole.decode(encoding), missing > 0
            except UnicodeDecodeError as error:
                if error.end < len(whole) - 3:
                    break
    raise _unreadable(name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> InvalidInput:
    return refusal(
        _(
            "「%(name)s」の文字が読めません。Excelで開き、"
            "「CSV UTF-8」か「Excelブック（.xlsx）」で保存し直してください。"
        ),
        name,
    )


def _lines_of_csv(text: str, name: str, *, is_cut: bool) -> _Lines:
    """The lines; a quoted cell that is still open at the end, or too few cells there, is a cut."""
    if _NO_LETTERS & set(text):
        raise _unreadable(name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    lines: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            lines.append(line[:MAX_COLUMNS])
            if len(lines) > MAX_ROWS + LOOKED_AT:
                raise _too_many(name)
    except csv.Error as error:
        if "unexpected end" in str(error):
            return _Lines([*lines, []], is_cut=True)
        raise refusal(
            _("「%(name)s」は表として読めないところがあります。Excelで保存し直してください。"), name
        ) from error
    is_unended = len(lines) > 1 and not text.endswith(("\n", "\r"))
    is_short = is_unended and len(lines[-1]) < len(lines[-2])
    return _Lines(lines, is_cut=is_cut or is_short, is_unended=is_unended)


def _lines_of_xlsx(content: bytes, name: str) -> list[list[str]]:
    broken = _("「%(name)s」はExcelのファイルとして開けません。もう一度受け取ってください。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise refusal(broken, name) from error
    if unpacked > MAX_UNPACKED:
        raise refusal(_("「%(name)s」は大きすぎます。いくつかに分けて入れてください。"), name)
    import openpyxl  # noqa: PLC0415  # a third of a second that only imports need

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        found = islice(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), None)
        lines = [[_cell(value) for value in line] for line in _at_most(found, name)]
    except InvalidInput:
        raise
    except Exception as error:  # the library raises whatever a broken part makes it raise
        raise refusal(broken, name) from error
    return lines


def _at_most(lines: Iterable[tuple[object, ...]], name: str) -> Iterable[tuple[object, ...]]:
    for number, line in enumerate(lines):
        if number > MAX_ROWS + LOOKED_AT:
            raise _too_many(name)
        yield line


def _cell(value: object) -> str:
    """As it was typed: 173400000.0 of a spreadsheet is 173400000, a time has no seconds."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if hasattr(value, "strftime"):
        return value.strftime("%H:%M") if not hasattr(value, "year") else value.strftime("%Y-%m-%d")
    return str(value)


def _too_many(name: str) -> InvalidInput:
    return refusal(_("「%(name)s」は行が多すぎます。2万行までに分けて入れてください。"), name)


def _below_headers(lines: _Lines, name: str, known: Callable[[set[str]], bool]) -> Table:
    for at, line in enumerate(lines.cells[:LOOKED_AT]):
        headers = [plain_header(cell) for cell in line]
        if known(set(headers)):
            return Table(
                headers=tuple(header for header in headers if header),
                rows=tuple(_rows(headers, lines, at + 1)),
                is_cut=lines.is_cut,
            )
    raise refusal(
        _(
            "「%(name)s」に、知っている見出しがありません。"
            "「名称」「住所」「電話番号」などの見出しのある表を入れてください。"
        ),
        name,
    )


def _rows(headers: list[str], lines: _Lines, first: int) -> Iterable[Row]:
    last = len(lines.cells) - 1
    for at, line in enumerate(lines.cells[first:], start=first):
        is_cut = lines.is_cut and at == last
        if not is_cut and not any(cell.strip() for cell in line):
            continue
        # The first of two columns with one name counts.
        pairs = [pair for pair in zip(headers, line, strict=False) if pair[0]]
        yield Row(
            number=at + 1,
            cells=dict(reversed(pairs)),
            is_cut=is_cut,
            is_unended=lines.is_unended and at == last,
        )
