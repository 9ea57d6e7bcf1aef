"""Choices of issues."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueStatus(models.TextChoices):
    """Where an issue stands (課題の状態); changes only together with an entry."""

    OPEN = "open", _("話し合い中")
    ACTING = "acting", _("取組中")
    WAITING = "waiting", _("返答待ち")
    CLOSED = "closed", _("終結")


TRANSITIONS: dict[IssueStatus, frozenset[IssueStatus]] = {
    IssueStatus.OPEN: frozenset({IssueStatus.ACTING, IssueStatus.WAITING, IssueStatus.CLOSED}),
    IssueStatus.ACTING: frozenset({IssueStatus.OPEN, IssueStatus.WAITING, IssueStatus.CLOSED}),
    IssueStatus.WAITING: frozenset({IssueStatus.OPEN, IssueStatus.ACTING, IssueStatus.CLOSED}),
    IssueStatus.CLOSED: frozenset({IssueStatus.OPEN}),
}


class ConsiderationRole(models.TextChoices):
    """What a meeting was asked of an issue (審議の役割)."""

    FIRST_HEARING = "first_hearing", _("初めて聞く")
    OPINION = "opinion", _("意見を聞く")
    DECISION = "decision", _("決める")
    REPORT = "report", _("報告する")


class PassedOnState(models.TextChoices):
    """Where a piece of news between two bodies stands (申し送りの状態)."""

    PROPOSED = "proposed", _("申し送り中")
    TAKEN = "taken", _("議題になった")
    DECLINED = "declined", _("議題にしない")


class TroubleVia(models.TextChoices):
    """How a trouble was raised (困りごとの届き方)."""

    SLIP = "slip", _("返信票")
    MEETING = "meeting", _("会議で")
    PHONE = "phone", _("電話")
    VISIT = "visit", _("訪問・窓口")
    WEB = "web", _("返信ページ")
    FORM = "form", _("困りごとの用紙・ページ")
    HALL = "hall", _("会場で")


class TroubleState(models.TextChoices):
    """Where a trouble stands (困りごとの状態)."""

    NEW = "new", _("まだ決めていない")
    TAKEN = "taken", _("課題にした")
    SETTLED = "settled", _("課題にしない")
    ANSWERED = "answered", _("すぐに答えた")
    REFERRED = "referred", _("ほかへつないだ")


class AnswerState(models.TextChoices):
    """Where an answer to a raiser stands (返答の状態)."""

    DRAFTED = "drafted", _("下書き")
    QUEUED = "queued", _("送信待ち")
    SENDING = "sending", _("送信中")
    FAILED = "failed", _("届かなかった")
    TOLD = "told", _("伝えた")
    EXCUSED = "excused", _("伝えようがない")


SETTLED_ANSWERS = (AnswerState.TOLD, AnswerState.EXCUSED)
"""Nothing more is owed to the raiser: told, or said with a reason that there is no way to tell."""


class Reminding(models.TextChoices):
    """Whether who promised something is reminded of it (取組のお知らせ)."""

    ASK = "ask", _("文を見てから知らせる")
    AUTO = "auto", _("自動で知らせる")
    OFF = "off", _("知らせない")


class ReminderKind(models.TextChoices):
    """Why somebody is reminded of a promise (取組のお知らせの種類)."""

    SOON = "soon", _("もうすぐ期限")
    OVERDUE = "overdue", _("期限を過ぎた")


class Helped(models.TextChoices):
    """What a raiser says a month later (役に立ったか)."""

    YES = "yes", _("役に立った")
    PARTLY = "partly", _("少し役に立った")
    NO = "no", _("役に立たなかった")
    UNKNOWN = "unknown", _("分からない")


class EffortLevel(models.TextChoices):
    """How far a 町会 is with one thing against disasters (取組の度合い)."""

    YES = "yes", _("している")
    PARTLY = "partly", _("一部している")
    NO = "no", _("していない")
