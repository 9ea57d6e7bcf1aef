"""Letting the record out: drafted by one person, approved by another (L-17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.kernel.fields import LONG_TEXT_LIMIT, too_long
from sasaeai.kernel.text import char_count
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_not_sealed
from sasaeai.meetings.actions.sealing import seal_meeting, unseal_meeting
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import (
    check_can_approve_public,
    check_can_decide_public,
    check_can_write,
    check_held,
    check_is_approved,
)
from sasaeai.minutes.actions.public_rows import (
    add_writer,
    check_full_allowed,
    check_full_allowed_still,
    check_is_editable,
    check_may_leave,
    check_seen,
    check_traces_settled,
    check_traces_settled_still,
    full_refused,
    locked_public,
    move_public,
    save_public,
)
from sasaeai.minutes.enums import PENDING_STATES, Disclosure, PublicState
from sasaeai.minutes.models import Minutes, PublicSection, PublicVersion, Revision
from sasaeai.minutes.queries.gist import sections_from_json
from sasaeai.minutes.queries.public import (
    SectionChoice,
    may_publish_in_full,
    propose_sections,
    public_lead,
)
from sasaeai.minutes.queries.records import newest_revision

LEAD_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class SectionEdit:
    """What somebody chose for one item."""

    disclosure: str
    text: str


def draft_public_version(*, minutes: Minutes, actor: Viewer) -> PublicVersion:
    """Propose item by item what leaves the room, or bring a pending draft up to date.

    A draft that has been made already keeps what was decided; sections published as they stand
    follow the corrected minutes. Raises NotNow unless the minutes are approved.
    """
    meeting = minutes.meeting
    check_can_write(actor, meeting)
    if actor.account_id is None:
        raise NotAllowed(_("公開版は、ログインした人が作ります。"))
    with transaction.atomic():
        row = Minutes.objects.select_for_update().get(pk=minutes.pk)
        row.meeting = Meeting.objects.select_related("body__district", "venue").get(pk=meeting.pk)
        check_not_sealed(row.meeting)
        check_is_approved(row)
        check_may_leave(row.meeting)
        newest = newest_revision(row)
        versions = list(PublicVersion.objects.filter(minutes=row).order_by("-created_at"))
        pending = next((v for v in versions if v.state in PENDING_STATES), None)
        if pending is not None:
            pending.minutes = row
            return _renewed(pending, newest, actor)
        return _drafted(row, newest, versions[0] if versions else None, actor)


def _drafted(
    minutes: Minutes, newest: Revision, earlier: PublicVersion | None, actor: Viewer
) -> PublicVersion:
    assert actor.account_id is not None  # noqa: S101  checked by the caller
    public = PublicVersion.objects.create(
        municipality_id=minutes.municipality_id,
        minutes=minutes,
        revision=newest,
        lead=earlier.lead if earlier else public_lead(minutes.meeting),
        let_stand=earlier.let_stand if earlier else [],
        written_by_id=actor.account_id,
        written_by_name=actor.name,
        writers=_writers(earlier, actor),
    )
    before = list(earlier.sections.all()) if earlier else []
    _write_sections(public, propose_sections(minutes.meeting, newest, before))
    audit.record(actor=actor, verb="draft", obj=public, after={"revision": newest.number})
    return public


def _writers(earlier: PublicVersion | None, actor: Viewer) -> list[str]:
    """Whose words it begins with: of the version it takes over, and whoever drafts it (L-17)."""
    before = [*earlier.writers, str(earlier.written_by_id)] if earlier else []
    return list(dict.fromkeys([*before, str(actor.account_id)]))


def _renewed(public: PublicVersion, newest: Revision, actor: Viewer) -> PublicVersion:
    if public.revision_id == newest.id:
        return public
    before = {"revision": public.revision.number, "sections": _as_plain(public)}
    choices = propose_sections(public.minutes.meeting, newest, list(public.sections.all()))
    _write_sections(public, choices)
    public.revision = newest
    public.state = PublicState.DRAFT
    add_writer(public, actor)
    save_public(public, "revision", "state", "writers")
    after = {"revision": newest.number, "sections": _as_plain(public)}
    audit.record(actor=actor, verb="renew", obj=public, before=before, after=after)
    return public


def edit_public_version(
    *,
    public: PublicVersion,
    base_version: int,
    lead: str,
    sections: Mapping[str, SectionEdit],
    actor: Viewer,
) -> PublicVersion:
    """Change what leaves the room and in which words. Who does so can no longer approve it.

    sections: item id (text) to choice; an item not named keeps what it has. A section to be
    published as it stands but with other words counts as rewritten.
    """
    check_can_write(actor, public.minutes.meeting)
    with transaction.atomic():
        row = locked_public(public)
        check_is_editable(row)
        _check_version(row, base_version, lead, sections)
        choices = _checked_choices(row, lead, sections)
        before = {"lead": row.lead, "sections": _as_plain(row)}
        row.lead = lead
        _write_sections(row, choices)
        after = {"lead": lead, "sections": _as_plain(row)}
        if after != before:
            add_writer(row, actor)
            row.returned_note = ""
            save_public(row, "lead", "writers", "returned_note")
            audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def submit_public_version(
    *, public: PublicVersion, base_version: int, actor: Viewer
) -> PublicVersion:
    """Ask a second person to look at it and approve it.

    Raises InvalidInput, by the fields of the form, for a discussion that the regime keeps inside,
    and while a trace of a person was neither changed nor looked at and left (L-02).
    """
    check_can_write(actor, public.minutes.meeting)
    with transaction.atomic():
        row = locked_public(public)
        check_is_editable(row)
        check_seen(row, base_version)
        _check_up_to_date(row)
        if not row.lead and not row.sections.exclude(disclosure=Disclosure.OMIT).exists():
            raise NotNow(
                _("公開する文が1つもありません。公開する議題を選ぶか、はじめの文を書いてください。")
            )
        check_full_allowed(row)
        check_traces_settled(row)
        return move_public(row, PublicState.SUBMITTED, "submit", actor)


def return_public_version(*, public: PublicVersion, note: str = "", actor: Viewer) -> PublicVersion:
    """Give it back for correction, with a word on what; a writer takes it back without one."""
    check_can_decide_public(actor, public.minutes.meeting)
    with transaction.atomic():
        row = locked_public(public)
        if row.state != PublicState.SUBMITTED:
            raise NotNow(_("この公開版は承認待ちではありません。"))
        if not note and str(actor.account_id) not in row.writers:
            raise InvalidInput(
                _("差し戻すときは、直してほしいところを書いてください。"),
                {"note": _("直してほしいところを書いてください。")},
            )
        _check_short(note, "note")
        row.returned_note = note
        return move_public(row, PublicState.DRAFT, "return", actor, "returned_note")


def approve_public_version(
    *, public: PublicVersion, base_version: int, actor: Viewer
) -> PublicVersion:
    """Let it leave the room: by a second person, of the text that person has read.

    Seals the meeting. Raises NotAllowed for whoever wrote in it, naming who could.
    """
    with transaction.atomic():
        row = locked_public(public)
        check_can_approve_public(actor, row)
        if row.state == PublicState.DRAFT:
            raise NotNow(
                _("まだ作成中です。書いた人が「承認を頼む」を押すと、承認できるようになります。")
            )
        if row.state != PublicState.SUBMITTED:
            raise NotNow(_("この公開版は承認待ちではありません。"))
        check_seen(row, base_version)
        _check_up_to_date(row)
        check_full_allowed_still(row)
        check_traces_settled_still(row)
        row.approved_by_id, row.approved_by_name = actor.account_id, actor.name
        row.approved_at = clock.now()
        approved = ("approved_by_id", "approved_by_name", "approved_at")
        move_public(row, PublicState.APPROVED, "approve", actor, *approved)
        seal_meeting(meeting=row.minutes.meeting, actor=actor)
    return row


def withdraw_public_version(*, public: PublicVersion, reason: str, actor: Viewer) -> PublicVersion:
    """Take back what was let out, so that the record can be corrected. The trace stays.

    Needs a reason, which everybody who reads the record will see.
    """
    check_can_decide_public(actor, public.minutes.meeting)
    if not reason:
        raise InvalidInput(
            _("取り下げる理由を書いてください。"), {"reason": _("取り下げる理由を書いてください。")}
        )
    _check_short(reason, "reason")
    with transaction.atomic():
        row = locked_public(public)
        if row.state != PublicState.APPROVED:
            raise NotNow(_("取り下げられるのは、承認された公開版だけです。"))
        row.withdrawn_reason, row.withdrawn_by_name = reason, actor.name
        row.withdrawn_at = clock.now()
        withdrawn = ("withdrawn_reason", "withdrawn_by_name", "withdrawn_at")
        move_public(row, PublicState.WITHDRAWN, "withdraw", actor, *withdrawn)
        unseal_meeting(meeting=row.minutes.meeting, actor=actor)
    return row


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def _write_sections(public: PublicVersion, choices: list[SectionChoice]) -> None:
    """Replace the sections of a pending version; what they were stands in the audit row."""
    public.sections.all().delete()
    PublicSection.objects.bulk_create(
        PublicSection(
            municipality_id=public.municipality_id,
            public_version=public,
            item_id=choice.item,
            position=position,
            title=choice.title,
            disclosure=choice.disclosure,
            text=choice.text,
        )
        for position, choice in enumerate(choices, start=1)
    )


def _as_plain(public: PublicVersion) -> list[dict[str, Any]]:
    return [
        {"item": str(row.item_id), "disclosure": row.disclosure, "text": row.text}
        for row in public.sections.order_by("position")
    ]


def _checked_choices(
    public: PublicVersion, lead: str, sections: Mapping[str, SectionEdit]
) -> list[SectionChoice]:
    """The choices as stored. Raises InvalidInput naming the fields disclosure_… and text_…."""
    full_allowed = may_publish_in_full(public.minutes.meeting)
    originals = {s.item: s.text for s in sections_from_json(public.revision.sections)}
    choices, problems = [], {}
    if (count := char_count(lead)) > LEAD_LIMIT:
        problems["lead"] = too_long(count, LEAD_LIMIT)
    for row in public.sections.order_by("position"):
        item = str(row.item_id)
        edit = sections.get(item, SectionEdit(row.disclosure, row.text))
        choice = _choice(item, row.title, edit, originals.get(item, ""))
        problems |= _problems(choice, edit, originals.get(item, ""), full_allowed=full_allowed)
        choices.append(choice)
    if problems:
        raise InvalidInput(_("公開のしかたを確かめてください。"), problems)
    return choices


def _choice(item: str, title: str, edit: SectionEdit, original: str) -> SectionChoice:
    disclosure, words = edit.disclosure, edit.text
    if disclosure == Disclosure.OMIT:
        words = ""
    elif disclosure == Disclosure.FULL and words != original:
        disclosure = Disclosure.SUMMARY if words else Disclosure.FULL
        words = words or original
    known = Disclosure(disclosure) if disclosure in Disclosure.values else Disclosure.OMIT
    return SectionChoice(item, title, known, words)


def _problems(
    choice: SectionChoice, edit: SectionEdit, original: str, *, full_allowed: bool
) -> dict[str, str]:
    chosen, words = f"disclosure_{choice.item}", f"text_{choice.item}"
    if edit.disclosure not in Disclosure.values:
        return {chosen: _("公開のしかたを選んでください。")}
    if choice.disclosure == Disclosure.FULL and not full_allowed:
        return {chosen: full_refused()}
    if choice.disclosure == Disclosure.SUMMARY and not choice.text:
        return {
            words: _("公開する文を書いてください。公開しないときは「公開しない」を選んでください。")
        }
    limit = max(LONG_TEXT_LIMIT, char_count(original))
    if (count := char_count(choice.text)) > limit:
        return {words: too_long(count, limit)}
    return {}


def _check_version(
    row: PublicVersion, base_version: int, lead: str, sections: Mapping[str, SectionEdit]
) -> None:
    """Raise StaleEdit, with both texts of each part that differs, when it was saved meanwhile."""
    if row.version == base_version:
        return
    theirs, yours = {"lead": row.lead}, {"lead": lead}
    for section in row.sections.order_by("position"):
        item = str(section.item_id)
        if (edit := sections.get(item)) is not None:
            theirs |= {f"disclosure_{item}": section.disclosure, f"text_{item}": section.text}
            yours |= {f"disclosure_{item}": edit.disclosure, f"text_{item}": edit.text}
    differing = [name for name in yours if theirs[name] != yours[name]]
    raise StaleEdit(
        _(
            "ほかの人が先に保存しました。下に両方の文を並べています。"
            "必要なところを写してから、もう一度保存してください。"
        ),
        theirs={name: theirs[name] for name in differing},
        yours={name: yours[name] for name in differing},
        version=row.version,
    )


def _check_up_to_date(row: PublicVersion) -> None:
    """Raise unless it was made from the minutes as they are settled now."""
    check_held(row.minutes.meeting)
    check_is_approved(row.minutes)
    if newest_revision(row.minutes).id != row.revision_id:
        raise NotNow(
            _(
                "この公開版を作ったあとで、会議録が直されています。"
                "「会議録に合わせ直す」を押して、もう一度確かめてください。"
            )
        )


def _check_short(value: str, name: str) -> None:
    if len(value) > 200:
        raise InvalidInput(_("長すぎる文があります。"), {name: too_long(len(value), 200)})
