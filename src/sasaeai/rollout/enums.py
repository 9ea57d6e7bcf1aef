"""Choices of the roll-out to every district."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Milestone(models.TextChoices):
    """What makes a stage done: somebody says so, or the meetings themselves show it."""

    TOLD = "told", _("担当者が記録する")
    FIRST_HELD = "first_held", _("第1回の会議を開いたとき")
    REGULAR = "regular", _("年度内に3回開いたとき")


class StagePaper(models.TextChoices):
    """A paper that a stage needs (この段階で使う紙)."""

    PURPOSE = "purpose", _("趣旨説明資料")
    PROGRAMME = "programme", _("説明会次第")
    OPINIONS = "opinions", _("意見シート")
    PLAN = "plan", _("進め方の案")


class SharedState(models.TextChoices):
    """How far a district's own text has come on its way to other districts (公開の状態)."""

    DRAFT = "draft", _("下書き")
    OFFERED = "offered", _("承認待ち")
    APPROVED = "approved", _("公開")
    WITHDRAWN = "withdrawn", _("取り下げ")


class PatternPart(models.TextChoices):
    """What organisations of a kind do in a body of a pattern."""

    HOST = "host", _("主催")
    MEMBER = "member", _("参集者")
    LINK = "link", _("連絡役")


class LessonUseState(models.TextChoices):
    """What became of a lesson that another district took up (取り入れた結果)."""

    TRYING = "trying", _("取り組み中")
    WORKED = "worked", _("うまくいった")
    PARTLY = "partly", _("一部うまくいった")
    FAILED = "failed", _("合わなかった")


class StageState(models.TextChoices):
    """How a district stands at a stage, as the board shows it. Never stored."""

    DONE = "done", _("済")
    NOW = "now", _("進行中")
    PLANNED = "planned", _("予定")
    STUCK = "stuck", _("止まっています")
    LATER = "later", _("まだ")
    SKIPPED = "skipped", _("省いた")

    @property
    def sign(self) -> str:
        """A shape of its own, for paper without colour."""
        return _SIGNS[self]


_SIGNS = {
    StageState.DONE: "●",
    StageState.NOW: "▶",
    StageState.PLANNED: "○",
    StageState.STUCK: "！",
    StageState.LATER: "—",
    StageState.SKIPPED: "×",
}
SETTLED_STAGES = frozenset({StageState.DONE, StageState.SKIPPED})
"""A district goes on from these."""
