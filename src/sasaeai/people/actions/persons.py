"""Keeping persons: the name exactly as written, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import (
    check_can_add_organization,
    check_can_keep_person,
    visible_persons,
)
from sasaeai.people.actions.columns import fill_columns
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What is known of a person; codes in any writing that kernel.codes reads."""

    name: str
    kana: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    channel: str = Channel.POST
    needs: str = ""
    note: str = ""


_COLUMNS = list(PersonDetails.__slots__)


def add_person(*, details: PersonDetails, actor: Viewer, is_another: bool = False) -> Person:
    """Enter a person. A name that the actor already has in the register is asked about first
    (InvalidInput on `name`) unless `is_another` says that two people share it.
    """
    check_can_add_organization(actor)
    with transaction.atomic():
        person = Person(municipality_id=actor.municipality_id)
        _fill(person, details)
        if not is_another and visible_persons(actor).filter(name=person.name).exists():
            sentence = _(
                "「%(name)s」さんはすでに名簿にいます。同じ人なら一覧から選んでください。"
                "同じ名前の別の人なら「別の人として登録する」にしるしをつけてください。"
            ) % {"name": person.name}
            raise InvalidInput(sentence, {"name": sentence})
        person.save()
        # The audit row says that it happened and by whom; addresses stay in one place.
        audit.record(actor=actor, verb="create", obj=person, after={"name": person.name})
    return person


def edit_person(
    *, person: Person, details: PersonDetails, base_version: int, actor: Viewer
) -> Person:
    """Change a person. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_keep_person(actor, person)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        values = {name: getattr(details, name) for name in _COLUMNS}
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _COLUMNS)
        _fill(row, details)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "search_key", "version"])
        changed = [name for name in _COLUMNS if before[name] != getattr(row, name)]
        audit.record(
            actor=actor,
            verb="edit",
            obj=row,
            before={name: before[name] for name in changed},
            after=audit.snapshot(row, changed),
        )
    return row


def enter_channel(*, person: Person, channel: str, actor: Viewer) -> str:
    """Keep how a person wishes to be reached; returns how it was before.

    For a wish that the person proved elsewhere (a reply code sent by LINE): no right is asked for.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        before = audit.snapshot(row, ["channel"])
        if row.channel != channel:
            row.channel = channel
            row.version += 1
            row.save(update_fields=["channel", "version"])
            after = audit.snapshot(row, ["channel"])
            audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return str(before["channel"])


def _fill(person: Person, details: PersonDetails) -> None:
    fill_columns(person, {name: getattr(details, name) for name in _COLUMNS})
    person.search_key = person.make_search_key()
    needed = {
        Channel.FAX: ("fax", _("FAXで連絡する人には、FAX番号を入力してください。")),
        Channel.EMAIL: ("email", _("メールで連絡する人には、メールアドレスを入力してください。")),
        Channel.PHONE: ("tel", _("電話で連絡する人には、電話番号を入力してください。")),
    }
    if person.channel in needed:
        name, sentence = needed[Channel(person.channel)]
        if not getattr(person, name):
            raise InvalidInput(sentence, {name: sentence})
