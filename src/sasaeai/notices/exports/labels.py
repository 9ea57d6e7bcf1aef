"""Address labels (あて名ラベル) on bought A4 sheets, one label for each envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotNow
from sasaeai.notices.exports.letter import Addressee
from sasaeai.notices.queries import Envelope, Recipient, envelopes
from sasaeai.paper.errors import PaperError, TooLongForOnePage
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes

_TEMPLATE = Path(__file__).with_name("labels.typ")


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One kind of A4 label sheet, without the name of a maker. Measures in mm.

    left, top: from the edge of the paper to the first label; gap: between two columns.
    """

    key: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def name(self) -> str:
        """「12面（86.4×42.3mm）」, as it stands on the package."""
        return f"{self.per_sheet}面（{self.width:g}×{self.height:g}mm）"


# The labels of a sheet lie in the middle of it: twice `left` and the columns make 210 mm, twice
# `top` and the rows make 297 mm. Kinds whose margins differ from that are not here.
FORMATS = {
    kind.key: kind
    for kind in (
        LabelFormat("12", columns=2, rows=6, width=86.4, height=42.3, left=18.6, top=21.6),
        LabelFormat("10", columns=2, rows=5, width=86.4, height=50.8, left=18.6, top=21.5),
        LabelFormat("18", columns=3, rows=6, width=63.5, height=46.6, left=7.2, top=8.7, gap=2.5),
        LabelFormat("21", columns=3, rows=7, width=70, height=42.3, left=0, top=0.45),
        LabelFormat("24", columns=3, rows=8, width=66, height=33.9, left=6, top=12.9),
        LabelFormat("24w", columns=3, rows=8, width=70, height=33.9, left=0, top=12.9),
    )
}
DEFAULT_FORMAT = "12"


class TooLongForLabel(PaperError):
    """An address does not fit a label of this kind, even in the smallest letters."""

    def __init__(self, who: str, kind: LabelFormat) -> None:
        super().__init__(
            _(
                "%(who)sのあて名が、%(kind)sのラベルに収まりません。"
                "大きいラベルを選ぶか、この方の分を封筒に手で書いてください。"
            )
            % {"who": who, "kind": kind.name}
        )
        self.who = who


@dataclass(frozen=True, slots=True)
class Label:
    """One envelope: who it is for (several of one household or office stand together, 連名).

    addressees: at least one; postal code and address are those of the first. numbers: reply numbers.
    """

    addressees: tuple[Addressee, ...]
    numbers: tuple[int, ...] = ()

    @property
    def postal_code(self) -> str:
        """「038-0001」, without the sign."""
        return self.addressees[0].postal_code.removeprefix("〒")

    @property
    def address(self) -> str:
        return self.addressees[0].address

    @property
    def groups(self) -> tuple[tuple[str, tuple[Addressee, ...]], ...]:
        """Each organisation once, and those of it who are addressed."""
        names = dict.fromkeys(to.organization for to in self.addressees)
        return tuple(
            (name, tuple(to for to in self.addressees if to.organization == name)) for name in names
        )

    @property
    def who(self) -> str:
        """For sentences: organisation and person of the first addressee."""
        to = self.addressees[0]
        return " ".join(part for part in (to.organization, to.title, to.name) if part)


@dataclass(frozen=True, slots=True)
class LabelRun:
    """How labels are printed. order: "number" or "postal", the same as that of the letters."""

    kind: LabelFormat
    start: int = 1
    borders: bool = False
    order: str = "number"


def labels_of(recipients: Sequence[Recipient], order: str) -> list[Label]:
    """One label an envelope, in the order in which the letters are printed."""
    found = envelopes(recipients)
    if order == "postal":
        found = tuple(sorted(found, key=lambda one: (one.postal_code or "~", one.number)))
    return [_label(envelope) for envelope in found]


def labels_paper(
    body: str, recipients: Sequence[Recipient], run: LabelRun, *, ext: str, on: date
) -> Paper:
    """あて名ラベル as "pdf", or the list of addresses as "xlsx". Raises NotNow without recipients."""
    if not recipients:
        raise NotNow(
            _("ラベルに印刷するあて先がありません。だれの分を印刷するかを選び直してください。")
        )
    labels = labels_of(recipients, run.order)
    if ext == "xlsx":
        return make_paper("あて名", body, content_type=XLSX, content=labels_xlsx(labels))
    content = labels_pdf(labels, run.kind, on=on, start=run.start, borders=run.borders)
    name = "あて名ラベル（ためし刷り）" if run.borders else "あて名ラベル"
    return make_paper(name, body, f"{run.kind.per_sheet}面", content_type=PDF, content=content)


def labels_pdf(
    labels: Sequence[Label], kind: LabelFormat, *, on: date, start: int = 1, borders: bool = False
) -> bytes:
    """`labels` on sheets of one kind. start: the first label that is still on the first sheet.

    borders: outlines of all labels, for a test on plain paper. Raises ValueError for no labels and
    for a start that the sheet does not have; TooLongForLabel and MissingGlyph with a sentence.
    """
    if not labels:
        raise ValueError("no labels to print")
    if not 1 <= start <= kind.per_sheet:
        raise ValueError("a sheet has no such label")
    data = {
        "format": kind,
        "skip": start - 1,
        "borders": borders,
        "labels": [_words(label) for label in labels],
    }
    try:
        # Nobody listens to a sheet of labels: it goes to the printer.
        return render_pdf(_TEMPLATE, data, dated=on, tagged=False)
    except TooLongForOnePage as error:
        raise TooLongForLabel(error.what, kind) from error


def labels_xlsx(labels: Sequence[Label]) -> bytes:
    """The addresses as a list for 差し込み印刷 in Word: headers in the first row, a row a label."""
    return sheet_bytes(
        Sheet(
            name="あて名",
            lines=(),
            headers=("返信番号", "郵便番号", "住所", "団体名", "役職", "氏名", "敬称", "連名"),
            widths=(9, 11, 44, 34, 20, 18, 7, 40),
            rows=[_row(label) for label in labels],
        )
    )


def _label(envelope: Envelope) -> Label:
    return Label(
        tuple(
            Addressee(
                organization=recipient.address.organization,
                title=recipient.address.title,
                name=recipient.address.name,
                postal_code=recipient.address.postal_code,
                address=recipient.address.address,
            )
            for recipient in envelope.recipients
        ),
        tuple(recipient.expected.number for recipient in envelope.recipients),
    )


def _row(label: Label) -> tuple[str, ...]:
    first, *others = label.addressees
    return (
        "・".join(str(number) for number in label.numbers),
        label.postal_code,
        label.address,
        first.organization,
        first.title,
        first.name,
        first.honorific if first.person_line else "御中",
        "、".join(_together(first, other) for other in others),
    )


def _together(first: Addressee, other: Addressee) -> str:
    """A further name; its organisation only where it is another one."""
    own = other.organization if other.organization != first.organization else ""
    return " ".join(part for part in (own, other.title, other.name, other.honorific) if part)


def _words(label: Label) -> dict[str, Any]:
    return {
        "postal_code": f"〒{label.postal_code}" if label.postal_code else "",
        "address": label.address,
        "who": label.who,
        "groups": [
            {
                # 御中 only where nobody of the organisation is named.
                "organization": people[0].organization_line if len(people) == 1 else name,
                "people": [
                    {"title": to.title, "name": _with_honorific(to)}
                    for to in people
                    if to.title or to.name
                ],
            }
            for name, people in label.groups
        ],
    }


def _with_honorific(to: Addressee) -> str:
    return f"{to.name}　{to.honorific}" if to.name else to.honorific
