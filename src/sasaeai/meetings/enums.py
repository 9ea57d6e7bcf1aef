"""Choices and state tables of bodies and meetings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What kind of gathering a body is (会議体の種類)."""

    SUPPORT = "support", _("地域支え合い会議")
    NETWORK = "network", _("地域支援ネットワーク会議")
    STEERING = "steering", _("幹事会")
    BRIEFING = "briefing", _("説明会")
    OTHER = "other", _("その他の会議")


class Regime(models.TextChoices):
    """What may be said in the room (個人情報の取扱い); rule L-01. No default in the database."""

    OPEN = "open", _("公開できる会議")
    MEMBERS_ONLY = "members_only", _("関係者だけの会議")
    CARE_MEETING = "care_meeting", _("地域ケア個別会議")
    SUPPORT_COUNCIL = "support_council", _("支援会議")
    CONSENT = "consent", _("本人同意のある会議")

    @property
    def sentence(self) -> str:
        """What this regime allows, in one sentence for the person who chooses it."""
        return {
            Regime.OPEN: _("住民が特定される話はしません。資料と記録は公開できる内容だけです。"),
            Regime.MEMBERS_ONLY: _(
                "話した内容は参加者の中にとどめます。住民の氏名や住所は出しません。"
            ),
            Regime.CARE_MEETING: _(
                "個別の支援を話します。法律により参加者に守秘義務があり、資料は会議後に回収します。"
            ),
            Regime.SUPPORT_COUNCIL: _(
                "支援会議として開きます。呼ばれて守秘を承知した人だけが、資料と記録を見られます。"
            ),
            Regime.CONSENT: _(
                "本人が同意した範囲で、同意した相手とだけ情報を共有します。資料は会議後に回収します。"
            ),
        }[self]

    @property
    def goes_onto_devices(self) -> bool:
        """Whether a meeting may be carried into the hall on a device."""
        return self not in CLOSED_REGIMES

    @property
    def may_leave_the_room(self) -> bool:
        """Whether a public version or a circular may be made of the minutes."""
        return self not in CLOSED_REGIMES

    @property
    def is_for_everybody(self) -> bool:
        """Whether the discussion itself may be public: portal, open data, the full public version."""
        return self == Regime.OPEN

    @property
    def needs_pledge(self) -> bool:
        """Whether who is bound by no law pledges secrecy first (L-06).

        A care meeting (介護保険法115条の48) and a support council (社会福祉法106条の6) bind all who
        take part by law.
        """
        return self in {Regime.MEMBERS_ONLY, Regime.CONSENT}

    @property
    def is_for_called_only(self) -> bool:
        """Whether only who is called by a post held today knows of the meeting at all (L-03)."""
        return self == Regime.SUPPORT_COUNCIL

    @property
    def needs_acknowledgement(self) -> bool:
        """Whether the notice of secrecy is acknowledged before anything is read (L-04)."""
        return self == Regime.SUPPORT_COUNCIL

    @property
    def papers_come_back(self) -> bool:
        """Whether papers are numbered and collected after the meeting, unless told (L-22)."""
        return self in CLOSED_REGIMES

    @property
    def is_scanned(self) -> bool:
        """Whether a text that tells who a resident is warns before it is saved (L-02)."""
        return self not in CLOSED_REGIMES

    @property
    def reach(self) -> int:
        """How far words may go, 0 … 2: a change to a higher one needs a second look."""
        if self == Regime.OPEN:
            return 2
        return 1 if self == Regime.MEMBERS_ONLY else 0


CLOSED_REGIMES = frozenset({Regime.CARE_MEETING, Regime.SUPPORT_COUNCIL, Regime.CONSENT})
"""Statutory and consent meetings: about persons, so nothing of them goes onto devices or outside."""


class MeetingState(models.TextChoices):
    """State of a meeting (状態). TRANSITIONS names what may follow."""

    PLANNED = "planned", _("準備中")
    HELD = "held", _("開催済み")
    CANCELLED = "cancelled", _("中止")


TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.PLANNED}),
    MeetingState.CANCELLED: frozenset({MeetingState.PLANNED}),
}


class ItemKind(models.TextChoices):
    """What an agenda item is for (議題の種類)."""

    DISCUSS = "discuss", _("協議")
    REPORT = "report", _("報告")
    INFORM = "inform", _("情報提供")
    EXCHANGE = "exchange", _("情報交換")


class ItemOrigin(models.TextChoices):
    """Where an agenda item came from (議題の出どころ)."""

    NEW = "new", _("新しい議題")
    CARRIED_OVER = "carried_over", _("前回からの継続")
    PASSED_ON = "passed_on", _("申し送り")
    STEERING = "steering", _("幹事会から")
    ISSUE = "issue", _("地域の課題から")


class Outcome(models.TextChoices):
    """What became of an item at the meeting (結果), apart from its discussion."""

    DECIDED = "decided", _("決まった")
    CARRIED_OVER = "carried_over", _("継続して話し合う")
    REFERRED = "referred", _("他の会議・機関へつなぐ")
    SERVICE = "service", _("相談先・サービスを紹介した")
    CIRCULATE = "circulate", _("回覧で知らせる")
    SHARED = "shared", _("情報を共有した")
    CLOSED = "closed", _("終わりにする")


OPEN_OUTCOMES = frozenset({Outcome.CARRIED_OVER, Outcome.REFERRED})
"""Outcomes that leave the matter open: it is proposed for the next agenda."""


class RemarkKind(models.TextChoices):
    """○ an opinion or ⇒ a response to it, as minutes of the field are written."""

    OPINION = "opinion", _("○ 意見")
    RESPONSE = "response", _("⇒ 応答")

    @property
    def mark(self) -> str:
        return {RemarkKind.OPINION: "○", RemarkKind.RESPONSE: "⇒"}[self]


class PartKind(models.TextChoices):
    """As what somebody is called (立場)."""

    MEMBER = "member", _("参加者")
    SECRETARIAT = "secretariat", _("事務局")
    OBSERVER = "observer", _("オブザーバー")


class PresenceStatus(models.TextChoices):
    """How somebody was there on the day (当日の出欠)."""

    PRESENT = "present", _("出席")
    LATE = "late", _("遅刻")
    SUBSTITUTE = "substitute", _("代理")
    EXCUSED = "excused", _("欠席(連絡あり)")
    ABSENT = "absent", _("欠席")


COUNTED = frozenset({PresenceStatus.PRESENT, PresenceStatus.LATE, PresenceStatus.SUBSTITUTE})
"""Statuses that count as one person in the room."""


class DateAnswer(models.TextChoices):
    """What somebody says to a proposed day (○△×)."""

    YES = "yes", _("○ 行ける")
    MAYBE = "maybe", _("△ 調整すれば行ける")
    NO = "no", _("× 行けない")

    @property
    def mark(self) -> str:
        return {DateAnswer.YES: "○", DateAnswer.MAYBE: "△", DateAnswer.NO: "×"}[self]


class DateVia(models.TextChoices):
    """How an answer to proposed days came (答えの届き方)."""

    PHONE = "phone", _("電話")
    PAPER = "paper", _("用紙")
    FAX = "fax", _("FAX")
    HAND = "hand", _("口頭")
    EMAIL = "email", _("メール")
    WEB = "web", _("回答ページ")


class PhraseKind(models.TextChoices):
    """Where a phrase is offered (定型文の使いどころ)."""

    REMARK = "remark", _("意見・応答")
    DECISION = "decision", _("決まったこと")
