"""The path of an issue: raised, moved, closed with a reason, taken up again; its agenda items."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, TypeVar, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.enums import Season
from sasaeai.issues.access import check_can_work_on, check_current, was_asked
from sasaeai.issues.actions.closing import check_raisers_told
from sasaeai.issues.actions.search_entry import index_issue
from sasaeai.issues.enums import TRANSITIONS, ConsiderationRole, IssueStatus, TroubleState
from sasaeai.issues.models import Action, Consideration, Issue, IssueEntry, Trouble
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, check_not_sealed, check_stays_in_room
from sasaeai.meetings.models import AgendaItem, Meeting, Topic
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District, Organization

ENTRY_LIMIT = 500
REASON_LIMIT = 200
"""Characters of an entry, and of the reason that closes an issue."""

Row = TypeVar("Row", Issue, Consideration)

_DETAILS = (
    "description",
    "households",
    "season",
    "residents_part",
    "agencies_part",
    "city_part",
)
_FIELDS = ("title", "topic", "area", "troubled", "owner", *_DETAILS)
_STATUS_FIELDS = ("status", "closed_on", "closed_reason")


class IssueDetails(TypedDict, total=False):
    """What is known of an issue beyond its name; households are an estimate, the three parts say
    who can do what (住民・支援機関・市).
    """

    description: str
    households: int | None
    season: str
    residents_part: str
    agencies_part: str
    city_part: str


def open_issue(
    *,
    district: District,
    title: str,
    actor: Viewer,
    text: str = "",
    topic: Topic | None = None,
    area: str = "",
    troubled: str = "",
    owner: Organization | None = None,
    opened_on: date | None = None,
    meeting: Meeting | None = None,
    **details: Unpack[IssueDetails],
) -> Issue:
    """Take up a community issue. `text` says where it came from, for its first entry."""
    check_can_run_district(actor, district)
    if meeting is not None:
        check_stays_in_room(meeting)
    _check_title(title)
    _check_details(details)
    with transaction.atomic():
        issue = Issue.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            title=title,
            topic=topic,
            area=area,
            troubled=troubled,
            owner=owner,
            opened_on=opened_on or actor.on,
            **details,
        )
        write_entry(issue, text or "課題として取り上げました。", actor, meeting)
        audit.record(actor=actor, verb="open", obj=issue, after=audit.snapshot(issue, _FIELDS))
    return issue


def raise_issue(*, item: AgendaItem, actor: Viewer) -> Issue:
    """Make an agenda item a community issue (地域の課題にする), so that it is followed to its end."""
    meeting = item.meeting
    check_can_run(actor, meeting)
    check_stays_in_room(meeting)
    check_not_sealed(meeting)
    with transaction.atomic():
        # The item is the lock: a second tap meets the first one's consideration.
        AgendaItem.objects.select_for_update().get(pk=item.pk)
        linked = Consideration.objects.current().filter(item=item).select_related("issue").first()
        if linked is not None:
            raise NotNow(
                _("この議題は、もう課題「%(issue)s」につながっています。")
                % {"issue": linked.issue.title}
            )
        issue = open_issue(
            district=meeting.body.district,
            title=item.title,
            topic=item.topic,
            opened_on=meeting.held_on,
            text=f"「{meeting.body.name}」の議題から取り上げました。",
            meeting=meeting,
            actor=actor,
        )
        _consider(issue, item, ConsiderationRole.FIRST_HEARING, actor)
    return issue


def connect_issue(
    *,
    issue: Issue,
    item: AgendaItem,
    actor: Viewer,
    role: ConsiderationRole = ConsiderationRole.OPINION,
) -> Consideration:
    """Say that an agenda item deals with an issue; twice is once.

    A body of the city also deals with what other districts asked it (照会).
    """
    check_can_run(actor, item.meeting)
    check_stays_in_room(item.meeting)
    check_not_sealed(item.meeting)
    check_current(issue)
    body = item.meeting.body
    if issue.district_id != body.district_id and not was_asked(body, issue):
        sentence = _("ほかの地区の課題は、この議題につなげません。")
        raise InvalidInput(sentence, {"issue": sentence})
    with transaction.atomic():
        AgendaItem.objects.select_for_update().get(pk=item.pk)
        found = Consideration.objects.current().filter(issue=issue, item=item).first()
        return found or _consider(issue, item, role, actor)


def disconnect_issue(*, consideration: Consideration, actor: Viewer) -> Consideration:
    """Take the tie between an issue and an agenda item back; `connect_issue` ties it again."""
    check_can_run(actor, consideration.item.meeting)
    check_not_sealed(consideration.item.meeting)
    return _set_removed(consideration, removed=True, actor=actor)


def edit_issue(
    *,
    issue: Issue,
    title: str,
    topic: Topic | None,
    area: str,
    troubled: str,
    owner: Organization | None,
    base_version: int,
    actor: Viewer,
    **details: Unpack[IssueDetails],
) -> Issue:
    """Correct what an issue is called and whom it concerns. Refuses a newer text (StaleEdit)."""
    check_can_work_on(actor, issue)
    check_current(issue)
    _check_title(title)
    _check_details(details)
    values = {
        "title": title,
        "topic": topic,
        "area": area,
        "troubled": troubled,
        "owner": owner,
        **details,
    }
    with transaction.atomic():
        locked = locked_issue(issue)
        check_version(locked, base_version, yours=values)
        before = audit.snapshot(locked, _FIELDS)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*values, "version"])
        index_issue(locked)
        audit.record(
            actor=actor,
            verb="edit",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _FIELDS),
        )
    return locked


def move_issue(
    *,
    issue: Issue,
    status: IssueStatus,
    text: str,
    actor: Viewer,
    meeting: Meeting | None = None,
) -> Issue:
    """Move an issue to another status, with the entry that says why.

    The same status is an entry alone. Closing goes through here too: its text is the reason.
    """
    check_can_work_on(actor, issue)
    wanted = IssueStatus(status)
    _check_why(text, wanted)
    with transaction.atomic():
        locked = locked_issue(issue)
        check_current(locked)
        _check_may_move(locked, wanted)
        closing = wanted == IssueStatus.CLOSED
        before = audit.snapshot(locked, _STATUS_FIELDS)
        locked.status = wanted
        locked.closed_on = actor.on if closing else None
        locked.closed_reason = text if closing else ""
        locked.version += 1
        locked.save(update_fields=[*_STATUS_FIELDS, "version"])
        index_issue(locked)
        write_entry(locked, text, actor, meeting)
        audit.record(
            actor=actor,
            verb="close" if closing else "move",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _STATUS_FIELDS),
        )
    return locked


def close_issue(*, issue: Issue, reason: str, actor: Viewer) -> Issue:
    """Bring an issue to its end; the reason (200 characters) stays with it.

    Refused (NotNow) while whoever raised it, or a duplicate of it, was told nothing.
    """
    return move_issue(issue=issue, status=IssueStatus.CLOSED, text=reason, actor=actor)


def reopen_issue(*, issue: Issue, reason: str, actor: Viewer) -> Issue:
    """Take a closed issue up again (もう一度取り上げる)."""
    if issue.status != IssueStatus.CLOSED:
        raise NotNow(_("この課題は終結していません。そのまま続けられます。"))
    return move_issue(issue=issue, status=IssueStatus.OPEN, text=reason, actor=actor)


def withdraw_issue(*, issue: Issue, actor: Viewer) -> Issue:
    """Take back an issue that was raised by mistake; `restore_issue` puts it back.

    Refused once somebody worked on it: then it is closed with a reason instead.
    """
    check_can_work_on(actor, issue)
    with transaction.atomic():
        locked = locked_issue(issue)
        if locked.removed_at is not None:
            return locked
        worked_on = (
            locked.entries.count() > 1
            or Action.objects.current().filter(issue=locked).exists()
            or Consideration.objects.current().filter(issue=locked).count() > 1
            or Issue.objects.current().filter(duplicate_of=locked).exists()
        )
        if worked_on:
            raise NotNow(
                _(
                    "この課題には経過や取組があるので、取り消せません。"
                    "終わりにするときは、理由を書いて終結にしてください。"
                )
            )
        for consideration in Consideration.objects.current().filter(issue=locked):
            _set_removed(consideration, removed=True, actor=actor)
        _let_troubles_go(locked, actor)
        return _set_removed(locked, removed=True, actor=actor)


def restore_issue(*, issue: Issue, actor: Viewer) -> Issue:
    """Put back what `withdraw_issue` took out, with the item it was raised from."""
    check_can_work_on(actor, issue)
    with transaction.atomic():
        locked = locked_issue(issue)
        if locked.removed_at is None:
            return locked
        last = Consideration.objects.filter(issue=locked).order_by("-removed_at").first()
        if last is not None and last.removed_at is not None:
            _set_removed(last, removed=False, actor=actor)
        return _set_removed(locked, removed=False, actor=actor)


def _check_may_move(locked: Issue, wanted: IssueStatus) -> None:
    now = IssueStatus(locked.status)
    if wanted != now and wanted not in TRANSITIONS[now]:
        raise NotNow(
            _("この課題は「%(now)s」なので、先に「もう一度取り上げる」を押してください。")
            % {"now": now.label}
        )
    if locked.duplicate_of_id is not None:
        raise NotNow(
            _(
                "この課題は、ほかの課題にまとめてあります。"
                "続きはまとめた先の課題に書くか、先に「まとめたのを元に戻す」を押してください。"
            )
        )
    if wanted == now == IssueStatus.CLOSED:
        raise NotNow(
            _("この課題は終結しています。続けるときは「もう一度取り上げる」を押してください。")
        )
    if wanted == IssueStatus.CLOSED:
        check_raisers_told(locked)


def _check_why(typed: str, wanted: IssueStatus) -> None:
    closing = wanted == IssueStatus.CLOSED
    limit = REASON_LIMIT if closing else ENTRY_LIMIT
    if typed and len(typed) <= limit:
        return
    if typed:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": limit}
    elif closing:
        sentence = _("終結の理由を入力してください。困りごとを寄せた方への答えにもなります。")
    else:
        sentence = _("経過を入力してください。")
    raise InvalidInput(sentence, {"text": sentence})


def _check_details(details: IssueDetails) -> None:
    if details.get("season", Season.ALL_YEAR) not in Season.values:
        sentence = _("季節を選んでください。")
        raise InvalidInput(sentence, {"season": sentence})


def _check_title(title: str) -> None:
    if not title:
        sentence = _("課題を短い言葉で入力してください。")
        raise InvalidInput(sentence, {"title": sentence})


def write_entry(
    issue: Issue, text: str, actor: Viewer, meeting: Meeting | None = None
) -> IssueEntry:
    """Part of a write: what happened to an issue, with the status it has now."""
    index_issue(issue)
    return IssueEntry.objects.create(
        municipality_id=issue.municipality_id,
        issue=issue,
        status=issue.status,
        text=text,
        by_name=actor.name,
        meeting=meeting,
    )


def _consider(
    issue: Issue, item: AgendaItem, role: ConsiderationRole, actor: Viewer
) -> Consideration:
    consideration = Consideration.objects.create(
        municipality_id=issue.municipality_id, issue=issue, item=item, role=role
    )
    audit.record(
        actor=actor,
        verb="consider",
        obj=consideration,
        after=audit.snapshot(consideration, ("issue", "item", "role")),
    )
    return consideration


def _set_removed(row: Row, *, removed: bool, actor: Viewer) -> Row:
    row.removed_at = clock.now() if removed else None
    row.save(update_fields=["removed_at"])
    if isinstance(row, Issue):
        index_issue(row)
    audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _let_troubles_go(issue: Issue, actor: Viewer) -> None:
    """What became an issue by mistake is a new trouble again: nobody's words are lost with it."""
    for trouble in Trouble.objects.select_for_update().filter(
        municipality_id=issue.municipality_id, issue=issue
    ):
        trouble.state, trouble.issue = TroubleState.NEW, None
        trouble.version += 1
        trouble.save(update_fields=["state", "issue", "version"])
        audit.record(
            actor=actor, verb="reconsider", obj=trouble, before={"issue": issue.pk}, after={}
        )


def locked_issue(issue: Issue) -> Issue:
    """Part of a write: the row as it is now, held until the transaction ends."""
    return Issue.objects.select_for_update(of=("self",)).select_related("district").get(pk=issue.pk)
