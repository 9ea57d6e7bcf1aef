"""Papers given out at a meeting (配布資料), and the numbered copies that come back (L-22)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock, text
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.enums import COUNTED, ItemKind, MeetingState, Regime
from sasaeai.meetings.models import AgendaItem, Expected, Handout, HandoutCopy, Meeting
from sasaeai.meetings.queries.agenda import items_of
from sasaeai.meetings.queries.day import PersonLine, people_of_day
from sasaeai.meetings.queries.handouts import handouts_of

MOST_COPIES = 300
TITLE_LIMIT, REASON_LIMIT = 120, 200
_COLUMNS = ["number", "title", "item", "copies", "is_collected"]


def add_handout(
    *,
    meeting: Meeting,
    title: str,
    item: AgendaItem | None = None,
    copies: int | None = None,
    is_collected: bool | None = None,
    actor: Viewer,
) -> Handout:
    """Add a paper with the next number. is_collected: None for what the regime asks (L-22).

    A paper that comes back has numbered copies. InvalidInput names `title`, `item`, `copies`.
    """
    comes_back = Regime(meeting.regime).papers_come_back if is_collected is None else is_collected
    if is_collected is None and comes_back and not copies:
        copies = _called(meeting)
    name = text.clean_line(title)
    with transaction.atomic():
        row = _locked(meeting, actor)
        _check(row, name, item, copies, is_collected=comes_back)
        rows = Handout.objects.current().filter(municipality_id=row.municipality_id, meeting=row)
        last = rows.aggregate(last=Max("number"))["last"] or 0
        handout = Handout.objects.create(
            municipality_id=row.municipality_id,
            meeting=row,
            number=last + 1,
            title=name,
            item=item,
            copies=copies,
            is_collected=comes_back,
        )
        _number_copies(handout)
        after = audit.snapshot(handout, _COLUMNS)
        audit.record(actor=actor, verb="create", obj=handout, after=after)
    return handout


def take_from_agenda(*, meeting: Meeting, actor: Viewer) -> list[Handout]:
    """A paper for each item of the agenda that has none yet; news that is exchanged needs none."""
    with transaction.atomic():
        row = _locked(meeting, actor)
        have = {handout.item_id for handout in handouts_of(row)}
        items = [
            item for item in items_of(row) if item.kind != ItemKind.EXCHANGE and item.id not in have
        ]
        return [
            add_handout(meeting=row, title=item.title, item=item, actor=actor) for item in items
        ]


def edit_handout(
    *,
    handout: Handout,
    title: str,
    item: AgendaItem | None,
    copies: int | None,
    is_collected: bool,
    base_version: int,
    actor: Viewer,
) -> Handout:
    """Change a paper. Refuses a newer text by somebody else (StaleEdit).

    Fewer copies than were given out are refused: each of those has a holder.
    """
    name = text.clean_line(title)
    values = {"title": name, "item": item, "copies": copies, "is_collected": is_collected}
    with transaction.atomic():
        meeting = _locked(handout.meeting, actor)
        row = Handout.objects.select_for_update().get(pk=handout.pk)
        check_version(row, base_version, yours=values)
        _check(meeting, name, item, copies, is_collected=is_collected)
        before = audit.snapshot(row, _COLUMNS)
        for column, value in values.items():
            setattr(row, column, value)
        row.version += 1
        row.save(update_fields=[*values, "version"])
        _number_copies(row)
        after = audit.snapshot(row, _COLUMNS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def remove_handout(*, handout: Handout, actor: Viewer) -> Handout:
    """Take a paper off the list. Refused while copies of it are out. `restore_handout` puts it back."""
    return _set_removed(handout, removed=True, actor=actor)


def restore_handout(*, handout: Handout, actor: Viewer) -> Handout:
    """Put a paper back, behind the last one where its number was given to another since."""
    return _set_removed(handout, removed=False, actor=actor)


def give_copy(
    *,
    copy: HandoutCopy,
    holder: str,
    expected: Expected | None = None,
    base_version: int | None = None,
    actor: Viewer,
) -> HandoutCopy:
    """Write down who has a numbered copy; an empty name takes that back.

    base_version: of a form; refuses a newer text by somebody else (StaleEdit).
    """
    name = (str(expected) if expected is not None else text.clean_line(holder))[:200]
    if expected is not None and expected.meeting_id != copy.handout.meeting_id:
        sentence = _("この会議に声をかけた人から選んでください。")
        raise InvalidInput(sentence, {"holder": sentence})
    values = {"holder": name, "expected": expected}
    return _set(copy, values, verb="give", base_version=base_version, actor=actor)


def give_to_present(*, handout: Handout, actor: Viewer) -> list[HandoutCopy]:
    """Give the free copies in order to all who are there and have none yet.

    Before anybody is marked as present, to all who are called. NotNow when copies are too few.
    """
    with transaction.atomic():
        _locked(handout.meeting, actor, sealed_too=True)
        copies = list(
            HandoutCopy.objects.select_for_update()
            .filter(municipality_id=handout.municipality_id, handout=handout)
            .order_by("number")
        )
        known = {copy.expected_id for copy in copies} | {copy.holder for copy in copies}
        people = [
            (name, call)
            for name, call in _people(handout.meeting)
            if name not in known and (call is None or call.id not in known)
        ]
        free = [copy for copy in copies if not (copy.holder or _is_done(copy))]
        if len(free) < len(people):
            raise NotNow(
                _("控えが%(n)d部足りません。部数を増やしてから、もう一度押してください。")
                % {"n": len(people) - len(free)}
            )
        for copy, (name, call) in zip(free, people, strict=False):
            copy.holder, copy.expected = name[:200], call
            copy.version += 1
            copy.save(update_fields=["holder", "expected", "version"])
        given = free[: len(people)]
        after = {"given": [f"{copy.number} {copy.holder}" for copy in given]}
        audit.record(actor=actor, verb="give", obj=handout, after=after)
    return given


def return_copy(*, copy: HandoutCopy, actor: Viewer) -> HandoutCopy:
    """A copy came back (回収). `reopen_copy` takes that back. Twice is once.

    NotNow for one that is settled: the reason must not be lost by the way.
    """
    return _set(copy, {"returned_at": clock.now(), "reason": ""}, verb="return", actor=actor)


def settle_copy(
    *, copy: HandoutCopy, reason: str, base_version: int | None = None, actor: Viewer
) -> HandoutCopy:
    """A copy will not come back, and why. `reopen_copy` takes that back.

    NotNow for one that is back or settled already. base_version as for `give_copy`.
    """
    words = text.clean_line(reason)[:REASON_LIMIT]
    if not words:
        sentence = _("回収しない理由を入力してください。例：その場で裁断した")
        raise InvalidInput(sentence, {"reason": sentence})
    return _set(copy, {"reason": words}, verb="settle", base_version=base_version, actor=actor)


def reopen_copy(*, copy: HandoutCopy, actor: Viewer) -> HandoutCopy:
    """Take back that a copy was returned or settled: it is out again."""
    return _set(copy, {"returned_at": None, "reason": ""}, verb="reopen", actor=actor)


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


def _locked(meeting: Meeting, actor: Viewer, *, sealed_too: bool = False) -> Meeting:
    """The meeting under its lock. Papers are listed before, on the day and while minutes are made;
    copies come back also after the public version was approved.
    """
    check_can_run(actor, meeting)
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body__district", "municipality", "venue")
        .get(pk=meeting.pk)
    )
    if row.state == MeetingState.CANCELLED:
        raise NotNow(_("この会議は中止になっています。変えるには、先に中止を取り消してください。"))
    if row.sealed_at is not None and not sealed_too:
        raise NotNow(_("公開版が承認されているので、資料の一覧は変えられません。"))
    return row


def _check(
    meeting: Meeting, title: str, item: AgendaItem | None, copies: int | None, *, is_collected: bool
) -> None:
    fields = {}
    if not title:
        fields["title"] = _("資料の名前を入力してください。")
    elif len(title) > TITLE_LIMIT:
        fields["title"] = _("資料の名前は%(most)d文字までで入力してください。") % {
            "most": TITLE_LIMIT
        }
    if item is not None and item.meeting_id != meeting.id:
        fields["item"] = _("この会議の議題から選んでください。")
    if copies is not None and not 0 < copies <= MOST_COPIES:
        fields["copies"] = _("部数は1部から%(most)d部までで入力してください。") % {
            "most": MOST_COPIES
        }
    elif is_collected and not copies:
        fields["copies"] = _("回収する資料には、部数を入力してください。1から順に番号を付けます。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _number_copies(handout: Handout) -> None:
    """Copies 1…copies of a paper that comes back; what nobody has yet goes when it does not."""
    rows = HandoutCopy.objects.filter(municipality_id=handout.municipality_id, handout=handout)
    wanted = handout.copies or 0 if handout.is_collected else 0
    beyond = rows.filter(number__gt=wanted)
    if beyond.exclude(holder="", returned_at=None, reason="").exists():
        sentence = _("もう渡した控えがあるので、部数を減らせず、回収しない資料にも変えられません。")
        raise InvalidInput(sentence, {"copies": sentence})
    beyond.delete()
    there = set(rows.values_list("number", flat=True))
    HandoutCopy.objects.bulk_create(
        HandoutCopy(municipality_id=handout.municipality_id, handout=handout, number=number)
        for number in range(1, wanted + 1)
        if number not in there
    )


def _called(meeting: Meeting) -> int:
    """How many copies are proposed: one for each person called, at least one."""
    calls = Expected.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    people = {person or pk for pk, person in calls.values_list("pk", "person_id")}
    return min(max(len(people), 1), MOST_COPIES)


def _people(meeting: Meeting) -> list[tuple[str, Expected | None]]:
    """Who gets a copy, in order: those present, before anybody is marked all who are called."""
    lines = people_of_day(meeting)
    there = [
        line for line in lines if line.presence is not None and line.presence.status in COUNTED
    ]
    return [_named(line) for line in there or lines]


def _named(line: PersonLine) -> tuple[str, Expected | None]:
    """A substitute (代理) holds the paper under the own name."""
    return str(line.presence or line.expected), line.expected


def _is_done(copy: HandoutCopy) -> bool:
    return copy.returned_at is not None or bool(copy.reason)


def _set(
    copy: HandoutCopy,
    values: dict[str, object],
    *,
    verb: str,
    base_version: int | None = None,
    actor: Viewer,
) -> HandoutCopy:
    """Write on the row as it stands under the lock. Only `reopen` touches what is done."""
    with transaction.atomic():
        _locked(copy.handout.meeting, actor, sealed_too=True)
        row = HandoutCopy.objects.select_for_update().get(pk=copy.pk)
        if verb == "return" and row.returned_at is not None:
            return row
        if verb != "reopen" and _is_done(row):
            raise NotNow(_("この控えはもう回収したか、済んでいます。先に元に戻してください。"))
        if verb in ("return", "settle") and not row.holder:
            raise NotNow(
                _("この控えは、まだだれにも渡していません。先に渡した人を書いてください。")
            )
        if base_version is not None:
            words = {name: value for name, value in values.items() if name != "expected"}
            check_version(row, base_version, yours=words)
        before = audit.snapshot(row, list(values))
        for column, value in values.items():
            setattr(row, column, value)
        row.version += 1
        row.save(update_fields=[*values, "version"])
        after = audit.snapshot(row, list(values))
        audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row


def _set_removed(handout: Handout, *, removed: bool, actor: Viewer) -> Handout:
    with transaction.atomic():
        meeting = _locked(handout.meeting, actor)
        row = Handout.objects.select_for_update().get(pk=handout.pk)
        if (row.removed_at is not None) == removed:
            return row
        copies = HandoutCopy.objects.filter(municipality_id=row.municipality_id, handout=row)
        out = copies.filter(returned_at=None, reason="").exclude(holder="")
        if removed and out.exists():
            raise NotNow(_("まだ回収していない控えがあるので、この資料は外せません。"))
        others = Handout.objects.current().filter(
            municipality_id=row.municipality_id, meeting=meeting
        )
        if not removed and others.filter(number=row.number).exists():
            row.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at", "number"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row
