"""The kinds of organisation that every municipality begins with."""

from __future__ import annotations

from django.db import transaction

from sasaeai.audit import actions as audit
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_is_system
from sasaeai.people.models import OrganizationKind

# code: name, how minutes call the side that speaks. In the order in which lists show them.
KINDS = {
    "chiku_shakyo": ("地区社会福祉協議会", "地区社協"),
    "chokai": ("町会", "町会"),
    "minjikyo": ("地区民生委員児童委員協議会", "民児協"),
    "hokatsu": ("地域包括支援センター", "包括"),
    "kosodate": ("子育て支援センター", "子育て支援"),
    "sodan": ("相談支援事業所", "相談支援"),
    "shafuku": ("社会福祉法人", "社会福祉法人"),
    "gyosei": ("行政", "市"),
    "shi_shakyo": ("市社会福祉協議会", "市社協"),
    "kinyu": ("金融機関", "金融機関"),
    "yubin": ("郵便局", "郵便局"),
    "koban": ("交番", "交番"),
    "iryo": ("医療機関", "医療機関"),
    "pta": ("PTA", "PTA"),
    "bohan": ("防犯団体", "防犯団体"),
    "shogai": ("障がい者団体", "障がい者団体"),
    "bosai": ("自主防災組織", "自主防災"),
    "volunteer": ("ボランティア", "ボランティア"),
    "other": ("その他", "その他"),
}


BOUND = frozenset({"minjikyo", "hokatsu", "gyosei", "sodan", "iryo"})
"""Kinds whose people a law binds to secrecy: 民生委員法15条, 介護保険法115条の46, 地方公務員法34条,
障害者総合支援法 (運営基準), 刑法134条 and the like (L-06). A municipality may say otherwise."""


def seed_kinds(*, actor: Viewer) -> dict[str, OrganizationKind]:
    """Give the actor's municipality the kinds that the source names, by code.

    Repeating it adds what is missing and leaves names that were changed as they are.
    """
    check_is_system(actor)
    with transaction.atomic():
        kinds = {}
        for position, (code, (name, group)) in enumerate(KINDS.items(), start=1):
            kinds[code], created = OrganizationKind.objects.get_or_create(
                municipality_id=actor.municipality_id,
                code=code,
                defaults={
                    "name": name,
                    "group": group,
                    "position": position,
                    "is_bound": code in BOUND,
                },
            )
            if created:
                audit.record(actor=actor, verb="seed", obj=kinds[code], after={"code": code})
    return kinds
