"""Letter that takes back what was announced (日時・会場の変更のお知らせ、中止のお知らせ).

Same sheet, window and slip as the invitation (letter.typ); what was and what is now stand side by
side. Customary order: what happens and why, the apology, the particulars, whom to ask.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sasaeai.kernel.wareki import long_date
from sasaeai.notices.exports.greetings import because, opening
from sasaeai.notices.exports.invitation import FORMATS, in_order, letters_of
from sasaeai.notices.exports.letter import Changed, Letter
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.paper.files import Paper, make_paper

_LABELS = {"when": "日時", "venue": "会場"}
_OFF = "中止いたします"


@dataclass(frozen=True, slots=True)
class ChangeLetter(Letter):
    """One notice of a change, or of a cancellation; the rest is as in the invitation.

    reason: 「大雪のおそれ」 or 「大雪のため」; may be empty. reply is None where the replies that came
    still hold, or where nothing is asked any more.
    """

    cancelled: bool = False
    reason: str = ""

    @property
    def subject_line(self) -> str:
        what = "中止" if self.cancelled else f"{self._what}の変更"
        return self.subject or f"{self.meeting.name}の{what}について（お知らせ）"

    @property
    def paragraphs(self) -> tuple[str, str]:
        return ("拝啓　" + (self.greeting or opening(self.issued_on)), self.purpose or self._news)

    @property
    def particulars(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the table above does not say already."""
        told = {change.label for change in self.changed}
        plain = Letter.particulars.fget(self)  # type: ignore[attr-defined]
        kept = [row for row in plain if row[0] not in (_NOT_OF_CANCELLED if self.cancelled else ())]
        rows = [(label, lines) for label, lines in kept if label not in told | {"ご返信"}]
        answer = ("ご返信", (self._answer_line,))
        places = [
            at for at, (label, _) in enumerate(rows) if label in ("同封", "その他", "問い合わせ")
        ]
        at = places[0] if places else len(rows)
        return (*rows[:at], answer, *rows[at:])

    @property
    def _what(self) -> str:
        labels = [change.label for change in self.changed if change.label in _LABELS.values()]
        return "・".join(labels) or "開催内容"

    @property
    def _news(self) -> str:
        why = because(self.reason) or "都合により、"
        first = f"さて、先にご案内いたしました{self.meeting.body}は、{why}"
        what = f"{_OFF}。" if self.cancelled else f"下記のとおり{self._what}を変更いたします。"
        sorry = (
            "ご予定くださっていた皆さまには、たいへんご迷惑をおかけいたしますことを、"
            "深くおわび申し上げます。何とぞご了承くださいますようお願い申し上げます。"
        )
        return first + what + sorry

    @property
    def _answer_line(self) -> str:
        if self.cancelled:
            return "ご返信はいりません。"
        if self.reply is None:
            return (
                "先にいただいたご返信は、そのまま受け取っております。"
                "ご都合の変わる方だけ、下の問い合わせ先へお知らせください。"
            )
        by = f"{long_date(self.reply_due)}までに、" if self.reply_due else ""
        ways = "・".join(self.reply_ways)
        ask = f"お手数ですが、新しい{self._what}でのご都合を、{by}"
        return f"{ask}下の返信票により、{ways}のいずれかでお知らせください。"


_NOT_OF_CANCELLED = ("日時", "会場", "議題", "雪天のとき")


def changed_between(
    before: Mapping[str, str], after: Mapping[str, str], *, cancelled: bool
) -> tuple[Changed, ...]:
    """The rows of the table, from two sets of facts (queries.facts: "when", "venue").

    A meeting that is called off shows where and when it would have been.
    """
    if cancelled:
        return (
            Changed("日時", before.get("when", ""), _OFF),
            Changed("会場", before.get("venue", ""), "―"),
        )
    return tuple(
        Changed(label, before.get(key, ""), after.get(key, ""))
        for key, label in _LABELS.items()
        if before.get(key, "") != after.get(key, "")
    )


def change_letters(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    before: Mapping[str, str],
    cancelled: bool,
    ask_again: bool,
    reason: str = "",
    sample: bool = False,
) -> list[Letter]:
    """One letter per recipient. before: facts of the plan as it was announced (queries.facts).

    ask_again prints a slip with the code of the invitation. Where neither day nor hall differ (a
    meeting takes place after all) there is no table, and the particulars say everything.
    """
    changed = changed_between(before, board.facts, cancelled=cancelled)
    letters: list[Letter] = []
    for letter in letters_of(board, texts, recipients, sample=sample):
        fields = {field.name: getattr(letter, field.name) for field in dataclasses.fields(Letter)}
        fields |= {"changed": changed, "substitute_allowed": ask_again and not cancelled}
        if cancelled or not ask_again:
            fields["reply"] = None
        letters.append(ChangeLetter(**fields, cancelled=cancelled, reason=reason))
    return letters


def change_paper(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    before: Mapping[str, str],
    cancelled: bool,
    ask_again: bool,
    reason: str = "",
    ext: str = "pdf",
    order: str = "number",
    sample: bool = False,
) -> Paper:
    """変更・中止のお知らせ as "pdf" or "docx"; order: "number" or "postal"."""
    content_type, write = FORMATS[ext]
    letters = change_letters(
        board,
        texts,
        in_order(recipients, order),
        before=before,
        cancelled=cancelled,
        ask_again=ask_again,
        reason=reason,
        sample=sample,
    )
    name = "中止のお知らせ" if cancelled else "変更のお知らせ"
    return make_paper(
        f"{name}（見本）" if sample else name,
        board.meeting.body.name,
        f"{board.meeting.held_on:%Y%m%d}",
        content_type=content_type,
        content=write(letters),
    )
