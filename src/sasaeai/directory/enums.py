"""Choices of the directory of services."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """What trouble a service helps with (相談先の種類)."""

    CONSULTATION = "consultation", _("相談窓口")
    GATHERING = "gathering", _("通いの場・居場所")
    WATCHING = "watching", _("見守り")
    MEALS = "meals", _("配食・買物")
    TRANSPORT = "transport", _("移動・送迎")
    SNOW = "snow", _("除雪・雪かき")
    RUBBISH = "rubbish", _("ごみ")
    HOUSEHOLD = "household", _("家事・ちょっとした困りごと")
    CARE = "care", _("介護・健康")
    CHILDREN = "children", _("子育て")
    DISABILITY = "disability", _("障がい")
    MONEY = "money", _("お金・権利を守る")
    DISASTER = "disaster", _("防災")
    VOLUNTEER = "volunteer", _("ボランティア")
    PLACE = "place", _("会場・施設")
    OTHER = "other", _("その他")


class Season(models.TextChoices):
    """When in the year something troubles people, or a service is there (季節)."""

    ALL_YEAR = "all_year", _("通年")
    WINTER = "winter", _("冬")
    SUMMER = "summer", _("夏")


class CorrectionState(models.TextChoices):
    """Where a correction from outside stands (訂正の申し出の状態)."""

    WAITING = "waiting", _("確かめ待ち")
    ACCEPTED = "accepted", _("取り入れた")
    DECLINED = "declined", _("取り入れない")


class CheckAnswer(models.TextChoices):
    """What an organisation answered to the yearly check (確認票の答え)."""

    SAME = "same", _("変わりない")
    CHANGED = "changed", _("直すところがある")
    ENDED = "ended", _("やめた")


class SheetKind(models.TextChoices):
    """A table of the municipal standard open data that holds services (自治体標準オープンデータセット)."""

    CARE = "care", _("介護サービス事業所一覧")
    CHILDREN = "children", _("子育て施設一覧")
    MEDICAL = "medical", _("医療機関一覧")
    FACILITY = "facility", _("公共施設一覧")


class RowState(models.TextChoices):
    """What a row of a table would do to the directory (取り込みの前の確かめ)."""

    NEW = "new", _("新しく入る")
    CHANGED = "changed", _("変わる")
    SAME = "same", _("同じ")
    REFUSED = "refused", _("入れられない")
