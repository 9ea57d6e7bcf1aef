"""Choices of notices, deliveries and replies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is for (お知らせの種類)."""

    INVITATION = "invitation", _("案内")
    CHANGE = "change", _("日時・会場の変更のお知らせ")
    CANCELLATION = "cancellation", _("中止のお知らせ")
    DUE_REMINDER = "due_reminder", _("返信のお願い")
    EVE_REMINDER = "eve_reminder", _("前日のお知らせ")


ONE_A_MEETING = (NoticeKind.INVITATION, NoticeKind.DUE_REMINDER, NoticeKind.EVE_REMINDER)
"""Kinds of which a meeting has at most one; it may change or be called off more than once."""


class ChangeWay(models.TextChoices):
    """What happens to a meeting that people already know of (延期・変更・中止)."""

    SNOW = "snow", _("予備日に延期する")
    MOVE = "move", _("日時・会場を変える")
    CANCEL = "cancel", _("中止にする")
    RESTORE = "restore", _("中止を取り消して開く")
    TELL = "tell", _("直した日時・会場を知らせる")


class DeliveryStatus(models.TextChoices):
    """Where one copy stands (送付の状態)."""

    DRAFTED = "drafted", _("下書き")
    QUEUED = "queued", _("送信待ち")
    SENDING = "sending", _("送信中")
    PRINTED = "printed", _("印刷済み")
    POSTED = "posted", _("郵送済み")
    HANDED = "handed", _("手渡し済み")
    SENT = "sent", _("送信済み")
    DELIVERED = "delivered", _("届いた")
    FAILED = "failed", _("届かなかった")
    RETURNED = "returned", _("戻ってきた")
    CANCELLED = "cancelled", _("取りやめ")


OUT = frozenset(
    {
        DeliveryStatus.POSTED,
        DeliveryStatus.HANDED,
        DeliveryStatus.SENT,
        DeliveryStatus.DELIVERED,
    }
)
"""Statuses of a copy that left the house and, as far as anybody knows, arrives."""
TROUBLED = frozenset({DeliveryStatus.FAILED, DeliveryStatus.RETURNED})
"""Statuses after which somebody must find another way."""


class Failure(models.TextChoices):
    """Why a copy did not arrive, by what would help (届かなかったわけ)."""

    RETRY = "retry", _("もう一度送れば届く見こみ")
    ADDRESS = "address", _("あて先が違う")
    OURS = "ours", _("こちらの設定の問題")
    UNSURE = "unsure", _("送れたかどうか分からない")


class Answer(models.TextChoices):
    """What somebody replied (返信)."""

    ATTEND = "attend", _("出席")
    ABSENT = "absent", _("欠席")
    SUBSTITUTE = "substitute", _("代理出席")


class ReplyVia(models.TextChoices):
    """How a reply came (返信の届き方)."""

    PAPER = "paper", _("返信票")
    FAX = "fax", _("FAX")
    PHONE = "phone", _("電話")
    HAND = "hand", _("手渡し・口頭")
    EMAIL = "email", _("メール")
    COUNTER = "counter", _("窓口")
    WEB = "web", _("返信ページ")
    LINE = "line", _("LINE")


class ScanState(models.TextChoices):
    """What became of a scanned slip (読み取りの状態)."""

    WAITING = "waiting", _("確かめ待ち")
    ENTERED = "entered", _("返信に入れた")
    SET_ASIDE = "set_aside", _("入れない")


class ScanSource(models.TextChoices):
    """Where a scanned page came from."""

    UPLOAD = "upload", _("画面から")
    FOLDER = "folder", _("フォルダーから")
    MAIL = "mail", _("メールから")
    COMMAND = "command", _("コマンドから")
