"""Settings of a municipality that rules of secrecy depend on, and which kinds a law binds."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import text
from sasaeai.kernel.errors import InvalidInput, NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import Municipality, OrganizationKind

RULE_LIMIT = 120
_RULE = ["support_council_rule", "support_council_since"]


def check_can_set_city(actor: Viewer) -> None:
    """Raise unless the viewer is of the city or its council: these hold for every district."""
    if not (actor.is_system or actor.sees_city):
        raise NotAllowed(_("市全体の決まりは、市と市社協の担当者が登録します。"))


def record_support_council(*, rule: str, since: date | None, actor: Viewer) -> Municipality:
    """Record by which rule (要綱) and since when the city has a support council; both or none.

    Without it no meeting can be made one (L-03); those that are stay what they are. InvalidInput
    names `rule` and `since`.
    """
    check_can_set_city(actor)
    name = text.clean_line(rule)
    _check_rule(name, since, actor)
    with transaction.atomic():
        city = Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        before = audit.snapshot(city, _RULE)
        city.support_council_rule, city.support_council_since = name, since
        city.save(update_fields=_RULE)
        after = audit.snapshot(city, _RULE)
        audit.record(actor=actor, verb="edit", obj=city, before=before, after=after)
    return city


def set_kind_bound(*, kind: OrganizationKind, is_bound: bool, actor: Viewer) -> OrganizationKind:
    """Say whether a law binds the people of a kind of organisation to secrecy (L-06)."""
    check_can_set_city(actor)
    with transaction.atomic():
        row = OrganizationKind.objects.select_for_update().get(
            municipality_id=actor.municipality_id, pk=kind.pk
        )
        if row.is_bound == is_bound:
            return row
        before = audit.snapshot(row, ["is_bound"])
        row.is_bound = is_bound
        row.save(update_fields=["is_bound"])
        after = audit.snapshot(row, ["is_bound"])
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def _check_rule(name: str, since: date | None, actor: Viewer) -> None:
    fields = {}
    if since is not None and not name:
        fields["rule"] = _(
            "要綱の名前を入力してください。支援会議を置いていないときは、両方を空にします。"
        )
    if name and since is None:
        fields["since"] = _("要綱により支援会議を置いた日を入力してください。")
    if len(name) > RULE_LIMIT:
        fields["rule"] = _("要綱の名前は%(most)d文字までで入力してください。") % {
            "most": RULE_LIMIT
        }
    if since is not None and since > actor.on:
        fields["since"] = _("支援会議を置いた日は、きょうか、それより前の日を入力してください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
