"""Services as a municipal standard table of open data tells them, row by row.

Nothing is decided here: each row becomes the values of a service with notes about what was put
right, or a sentence why it cannot be one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.directory.channels import mending
from sasaeai.directory.channels.editions import KIND_OF, PEOPLE, PLAIN, kind_of
from sasaeai.directory.channels.table import Row, Table, read_table, refusal
from sasaeai.directory.enums import SheetKind
from sasaeai.kernel import text

LIMITS = {
    "name": 120, "kana": 120, "operator_name": 120, "for_whom": 300, "description": 4_000,
    "how_to_apply": 300, "fee": 200, "hours": 300, "place": 200, "tel": 40, "fax": 40,
    "email": 254, "url": 300, "capacity": 120,
}  # fmt: skip
KEY_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row. values: columns of a service; key: its number in the file, or made of name and place.

    notes: what was put right or left out; refusal: why the row cannot be taken ("" when it can).
    """

    number: int
    name: str
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class OpenDataSheet:
    """A file that was understood. is_cut: it breaks off before its end."""

    kind: SheetKind
    rows: tuple[Incoming, ...]
    is_cut: bool


def read_sheet(
    content: bytes, file_name: str, *, town: str, lg_code: str, kind: str = ""
) -> OpenDataSheet:
    """The services in a file for a town. kind: a SheetKind, or "" to tell it by the columns.

    town: 青森市; rows of other towns are refused. Raises InvalidInput (field "file").
    """
    table = read_table(content, file_name, known=lambda found: kind_of(found) is not None)
    if any(header in PEOPLE for header in table.headers):
        raise refusal(
            _(
                "「%(name)s」は人の名簿のようです。避難行動要支援者名簿などの人の名簿は、"
                "ここには入れられません。"
            ),
            file_name,
        )
    told = SheetKind(kind) if kind else kind_of(set(table.headers)) or SheetKind.FACILITY
    reader = _Reader(table, town=town, lg_code=lg_code, kind=told)
    return OpenDataSheet(told, tuple(reader.rows()), table.is_cut)


class _Reader:
    """The rows of one table, and which keys were met above."""

    def __init__(self, table: Table, *, town: str, lg_code: str, kind: SheetKind) -> None:
        self.table = table
        self.town = _bare_town(town)
        self.lg_code = lg_code
        self.kind = kind
        self.met: dict[str, int] = {}

    def rows(self) -> Iterator[Incoming]:
        for row in self.table.rows:
            found = self._row(row)
            if not found.refusal and found.key in self.met:
                sentence = _("%(row)d行目と同じ番号です。どちらかを直してください。")
                found = _refused(row, found.name, sentence % {"row": self.met[found.key]})
            elif not found.refusal:
                self.met[found.key] = row.number
            yield found

    def _row(self, row: Row) -> Incoming:
        name = text.clean_line(_of(row, "name"))
        if row.is_cut:
            sentence = _("ファイルがここで途切れています。もう一度受け取って入れてください。")
            return _refused(row, name, sentence)
        if not name:
            return _refused(row, "", _("名称がありません。"))
        if len(name) > LIMITS["name"]:
            sentence = _("名称が長すぎます。%(limit)d文字までにしてください。")
            return _refused(row, name[:40], sentence % {"limit": LIMITS["name"]})
        elsewhere = self._elsewhere(row)
        if elsewhere:
            sentence = _("%(town)sの行なので入れません。") % {"town": elsewhere}
            return _refused(row, name, sentence)
        notes: list[str] = []
        if row.is_unended:
            notes.append(_("ファイルの最後の行です。途中で切れていないか確かめてください。"))
        values = {"kind": KIND_OF[self.kind].value, "name": name, **self._texts(row)}
        values |= self._numbers(row, notes)
        self._shorten(values, notes)
        return Incoming(row.number, name, self._key(row, values, notes), values, tuple(notes))

    def _elsewhere(self, row: Row) -> str:
        """The name of the other town a row belongs to, as prefectures list all of theirs."""
        town = text.clean_line(_of(row, "town"))
        if town:
            return "" if _bare_town(town).endswith(self.town) else town
        code = mending.lg_code(row.cells.get(PLAIN["code"][0], ""))
        return "" if not code or code == self.lg_code else _("団体コード%(c)s") % {"c": code}

    def _texts(self, row: Row) -> dict[str, str]:
        kana = text.to_hiragana(text.clean_line(_of(row, "kana")))
        what, said, note = (_of(row, part) for part in ("what", "description", "note"))
        place = " ".join(part for part in (_of(row, "address"), _of(row, "building")) if part)
        values = {
            name: text.clean_line(_of(row, name))
            for name in ("operator_name", "for_whom", "how_to_apply", "fee", "email", "url")
        }
        return values | {
            "kana": kana if text.is_kana(kana) else "",
            "description": text.clean_lines("\n".join(p for p in (what, said, note) if p.strip())),
            "place": text.clean_line(place),
            "hours": text.clean_line(_hours(row)),
            "capacity": text.clean_line(_of(row, "capacity")),
        }

    def _numbers(self, row: Row, notes: list[str]) -> dict[str, Any]:
        tel, note = mending.phone(text.clean_line(_of(row, "tel")), _of(row, "extension"))
        fax, fax_note = mending.phone(text.clean_line(_of(row, "fax")))
        north, east, spot_note = mending.spot(
            text.clean_line(_of(row, "latitude")), text.clean_line(_of(row, "longitude"))
        )
        notes += [one for one in (note, fax_note, spot_note) if one]
        return {"tel": tel, "fax": fax, "latitude": north, "longitude": east}

    def _shorten(self, values: dict[str, Any], notes: list[str]) -> None:
        """What a column cannot hold is cut at its end, and said."""
        for name, limit in LIMITS.items():
            if len(values.get(name) or "") > limit:
                values[name] = values[name][: limit - 1] + "…"
                notes.append(_("長い文を%(limit)d文字までにしました。") % {"limit": limit})

    def _key(self, row: Row, values: Mapping[str, Any], notes: list[str]) -> str:
        """What names a row in every edition of the file: its number, else its name and place."""
        if given := text.clean_line(_of(row, "key")):
            return given[:KEY_LIMIT]
        number, note = mending.office_number(_of(row, "number"), self.lg_code[:2])
        if number:
            notes += [note] if note else []
            # One office has a row for each of its services.
            return f"{number}:{text.clean_line(_of(row, 'what'))}"[:KEY_LIMIT]
        same = "|".join(text.fold(str(values[part])) for part in ("name", "place"))
        return f"n:{hashlib.sha256(same.encode()).hexdigest()[:24]}"


def stored(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as `Service.source_values` keeps them: texts, so that two files can be compared."""
    return {
        name: format(value.normalize(), "f") if isinstance(value, Decimal) else str(value or "")
        for name, value in values.items()
    }


def _refused(row: Row, name: str, sentence: str) -> Incoming:
    return Incoming(row.number, name, refusal=sentence)


def _of(row: Row, part: str) -> str:
    """The first column of a part that holds something."""
    return next((row.cells[name] for name in PLAIN[part] if row.cells.get(name, "").strip()), "")


def _hours(row: Row) -> str:
    opens, closes = _of(row, "opens"), _of(row, "closes")
    times = f"{opens}から{closes}" if opens and closes else opens or closes
    return " ".join(part for part in (_of(row, "days"), times, _of(row, "hours_note")) if part)


def _bare_town(name: str) -> str:
    """青森市 of 青森県青森市（見本）."""
    return name.partition("（")[0].partition("(")[0].strip()
