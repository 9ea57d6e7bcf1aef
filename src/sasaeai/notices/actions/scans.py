"""Scanned slips: taken in page by page, entered when sure, else confirmed by a person."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError, NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.access import check_can_key_replies
from sasaeai.notices.actions.replies import (
    ReplyDetails,
    clear_reply,
    record_reply,
    restore_reply,
)
from sasaeai.notices.actions.scan_rules import Verdict, judge, needs_of
from sasaeai.notices.channels.slips import SlipReading, read_slips
from sasaeai.notices.enums import ReplyVia, ScanState
from sasaeai.notices.models import Reply, SlipCrop, SlipScan
from sasaeai.notices.queries.replies import previous_reply
from sasaeai.paper.files import file_name as safe_name
from sasaeai.paper.reading.errors import UnreadableFile

logger = logging.getLogger(__name__)

_READ = "code"  # stands in the reading of every page that was read, whatever it says
_MOST_NEEDS = 200  # letters that a reply's needs hold


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file, in pages.

    taken: kept now; of these entered at once, or waiting for a person. repeated: were here already.
    unreadable: 1 when the file could not be read, 0 else; refusal: then why, in a sentence.
    has_more: reading stopped after the pages that were wanted.
    """

    taken: int = 0
    entered: int = 0
    waiting: int = 0
    repeated: int = 0
    unreadable: int = 0
    refusal: str = ""
    has_more: bool = False


def take_in_scans(
    *,
    content: bytes,
    file_name: str,
    source: str,
    actor: Viewer,
    meeting: Meeting | None = None,
    readings: Iterable[SlipReading] | None = None,
    most_pages: int | None = None,
) -> Intake:
    """Keep every page of a FAX or scan beside its reading; enter the sure ones.

    The same page of the same file is taken in once, so that a repeat changes nothing, and a run
    that was broken off goes on where it stopped. Each page is a transaction of its own.
    source: a ScanSource. meeting: on whose page the file was put. readings: what was read already
    from `content`. most_pages: look no further than so many pages (`has_more` says the rest).
    """
    _check_can_take_in(actor, meeting)
    name, digest = _plain_name(file_name), hashlib.sha256(content).hexdigest()
    known = _known_pages(digest, actor)
    total = Intake()
    # Reasons are kept with the scan and read by everybody: in the language of the place.
    with translation.override(settings.LANGUAGE_CODE):
        try:
            found = read_slips(content, name) if readings is None else readings
            for page, reading in enumerate(_each(found, name), start=1):
                if most_pages is not None and page > most_pages:
                    return dataclasses.replace(total, has_more=True)
                if page in known:
                    total = dataclasses.replace(total, repeated=total.repeated + 1)
                    continue
                scan = SlipScan(
                    municipality_id=actor.municipality_id,
                    source=source,
                    file_name=name,
                    page=page,
                    digest=digest,
                )
                total = _counted(total, _take_in(scan, reading, actor=actor, meeting=meeting))
        except DomainError as error:
            return dataclasses.replace(total, unreadable=1, refusal=error.message)
    return total


def keep_unreadable(
    *, content: bytes, file_name: str, reason: str, source: str, actor: Viewer
) -> SlipScan | None:
    """Have a person told of a file that came by itself and could not be read (to its end).

    Once a file; it stands where the first missing page would. Whatever reads the file later takes
    its place (`_take_in`).
    """
    if not actor.is_system:
        raise NotAllowed(_("読めないファイルの記録は、システムだけが残します。"))
    digest = hashlib.sha256(content).hexdigest()
    if _unread(digest, actor).exists():
        return None
    scan = SlipScan(
        municipality_id=actor.municipality_id,
        source=source,
        file_name=_plain_name(file_name),
        page=max(_known_pages(digest, actor), default=0) + 1,
        digest=digest,
        picture=b"",
        reason=reason[:300],
    )
    with transaction.atomic():
        scan.save(force_insert=True)
        audit.record(actor=actor, verb="take in", obj=scan, after={"reason": scan.reason})
    return scan


def confirm_scan(
    *,
    scan: SlipScan,
    expected: Expected,
    answer: str,
    actor: Viewer,
    details: ReplyDetails | None = None,
    base_version: int | None = None,
) -> Reply:
    """Enter what a person read on a slip, as the reply of `expected`.

    The same once more changes nothing. Refuses (NotNow) when somebody else settled the slip.
    """
    check_can_key_replies(actor, expected.meeting)
    with transaction.atomic():
        locked = _locked(scan, actor)
        if locked.reply is not None and _says(locked, expected, answer) and locked.judged_at:
            return locked.reply
        _check_unsettled(locked)
        began = clock.now()
        reply = record_reply(
            expected=expected,
            answer=answer,
            via=ReplyVia.FAX,
            details=details,
            base_version=base_version,
            actor=actor,
        )
        locked.meeting_id, locked.expected = expected.meeting_id, expected
        _link(locked, reply, began)
        _settle(locked, ScanState.ENTERED, actor)
        audit.record(actor=actor, verb="confirm", obj=locked, after={"answer": answer})
    return reply


def set_scan_aside(*, scan: SlipScan, meeting: Meeting, actor: Viewer) -> SlipScan:
    """Say that a page is no slip, or one that is not entered. `put_scan_back` takes it back."""
    check_can_run(actor, meeting)
    with transaction.atomic():
        locked = _locked(scan, actor)
        if locked.state == ScanState.SET_ASIDE:
            return locked
        if locked.state != ScanState.WAITING:
            _check_unsettled(locked)
            raise NotNow(
                _("この返信票の返事は、もう入っています。先に「返事を取り消す」を押してください。")
            )
        locked.meeting_id = locked.meeting_id or meeting.id
        _settle(locked, ScanState.SET_ASIDE, actor)
        audit.record(actor=actor, verb="set aside", obj=locked)
    return locked


def put_scan_back(*, scan: SlipScan, meeting: Meeting, actor: Viewer) -> SlipScan:
    """Let a slip wait again; a reply that was entered from it and still stands is taken back."""
    check_can_run(actor, meeting)
    with transaction.atomic():
        locked = _locked(scan, actor)
        if locked.state == ScanState.WAITING:
            return locked
        if locked.reply is not None and locked.reading.get("wrote"):
            _take_back(locked.reply, actor)
        locked.state, locked.reply = ScanState.WAITING, None
        locked.judged_by_name, locked.judged_at = "", None
        locked.reason = (
            locked.reading.get("waits_for")
            or locked.reason
            or _("一度入れた返事を取り消しました。")
        )
        locked.save(update_fields=["state", "reply", "judged_by_name", "judged_at", "reason"])
        audit.record(actor=actor, verb="put back", obj=locked)
    return locked


def _check_can_take_in(actor: Viewer, meeting: Meeting | None) -> None:
    if meeting is not None:
        check_can_run(actor, meeting)
    elif not (actor.is_system or actor.runs):
        raise NotAllowed(
            _("返信票の読み取りは、地区社協の役員か、担当の地域支え合い推進員ができます。")
        )


def _each(readings: Iterable[SlipReading], name: str) -> Iterator[SlipReading]:
    """The readings; a file on which the libraries for pictures stumble is unreadable, no more."""
    try:
        yield from readings
    except DomainError:
        raise
    except Exception as error:
        logger.exception("a scan could not be read")
        raise UnreadableFile(
            _(
                "「%(name)s」は、途中から読めませんでした。もう一度スキャンするか、送り直してもらってください。"
            )
            % {"name": name}
        ) from error


def _known_pages(digest: str, actor: Viewer) -> frozenset[int]:
    rows = SlipScan.objects.filter(municipality_id=actor.municipality_id, digest=digest)
    return frozenset(rows.filter(reading__has_key=_READ).values_list("page", flat=True))


def _unread(digest: str, actor: Viewer) -> QuerySet[SlipScan]:
    """Of a file that could not be read (to its end), the row that says so."""
    rows = SlipScan.objects.filter(municipality_id=actor.municipality_id, digest=digest)
    return rows.exclude(reading__has_key=_READ)


def _take_in(
    scan: SlipScan, reading: SlipReading, *, actor: Viewer, meeting: Meeting | None
) -> SlipScan | None:
    """Keep one page; None when somebody else kept it in the same moment."""
    try:
        with transaction.atomic():
            verdict = judge(reading, actor=actor, meeting=meeting)
            scan.expected, scan.meeting = verdict.expected, verdict.meeting
            scan.picture, scan.reading = reading.picture_png, _as_json(reading)
            scan.reason = verdict.reason[:300]
            _unread(scan.digest, actor).filter(page=scan.page).delete()
            scan.save(force_insert=True)
            SlipCrop.objects.bulk_create(
                SlipCrop(
                    municipality_id=scan.municipality_id, scan=scan, field=field, picture=picture
                )
                for field, picture in reading.crops.items()
            )
            if verdict.is_sure:
                _enter(scan, reading, verdict, actor)
            after = {"state": scan.state, "reason": scan.reason}
            audit.record(actor=actor, verb="take in", obj=scan, after=after)
    except IntegrityError:
        return None
    return scan


def _enter(scan: SlipScan, reading: SlipReading, verdict: Verdict, actor: Viewer) -> None:
    """Enter a sure answer; what the reply refuses waits with that sentence."""
    try:
        with transaction.atomic():
            began = clock.now()
            reply = record_reply(
                expected=verdict.expected,  # type: ignore[arg-type]  a sure slip has one
                answer=str(reading.answer),
                via=verdict.standing.via if verdict.standing else ReplyVia.FAX,
                details=_details(reading, verdict.standing, actor),
                actor=actor,
            )
            _link(scan, reply, began)
            scan.state = ScanState.ENTERED
    except DomainError as error:
        scan.reason = error.message[:300]
    scan.save(update_fields=["state", "reply", "reason", "reading"])


def _details(reading: SlipReading, standing: Reply | None, actor: Viewer) -> ReplyDetails:
    """What the boxes say beside the answer; what is known already stays."""
    needs = needs_of(reading)
    if standing is None:
        return ReplyDetails(received_on=actor.on, needs="、".join(needs))
    words = [standing.needs, *(word for word in needs if word not in standing.needs)]
    names = [field.name for field in dataclasses.fields(ReplyDetails)]
    kept = ReplyDetails(**{name: getattr(standing, name) for name in names})
    together = "、".join(word for word in words if word)
    return dataclasses.replace(kept, needs=together[:_MOST_NEEDS])


def _counted(total: Intake, scan: SlipScan | None) -> Intake:
    if scan is None:
        return dataclasses.replace(total, repeated=total.repeated + 1)
    is_entered = scan.state == ScanState.ENTERED
    return dataclasses.replace(
        total,
        taken=total.taken + 1,
        entered=total.entered + is_entered,
        waiting=total.waiting + (not is_entered),
    )


def _as_json(reading: SlipReading) -> dict[str, object]:
    """What was read, without the pictures."""
    return {
        "code": reading.code,
        "answer": reading.answer,
        "confidence": round(reading.confidence, 3),
        "needs_review": reading.needs_review,
        "reason": reading.reason,
        "checks": reading.checks,
    }


def _plain_name(name: str) -> str:
    """The last part of a file's name, without what a name should not hold; never empty."""
    return safe_name(re.split(r"[\\/]", name)[-1], ending="")[:200]


def _locked(scan: SlipScan, actor: Viewer) -> SlipScan:
    rows = SlipScan.objects.select_for_update(of=("self",)).select_related("reply__expected")
    return rows.defer("picture").get(pk=scan.pk, municipality_id=actor.municipality_id)


def _check_unsettled(scan: SlipScan) -> None:
    """Raise when a person settled the slip already; one entered by itself may still be read."""
    if scan.judged_at is None:
        return
    raise NotNow(
        _("この返信票は、%(who)sさんが先に確かめました（%(state)s）。")
        % {"who": scan.judged_by_name, "state": scan.get_state_display()}
    )


def _says(scan: SlipScan, expected: Expected, answer: str) -> bool:
    return scan.expected_id == expected.id and scan.reply.answer == answer  # type: ignore[union-attr]


def _link(scan: SlipScan, reply: Reply, began: datetime) -> None:
    """Tie the reply to its paper; whether this very slip wrote it decides what is taken back."""
    scan.reply = reply
    scan.reading = {**scan.reading, "wrote": reply.created_at >= began}


def _settle(scan: SlipScan, state: ScanState, actor: Viewer) -> None:
    """Note who settled it; why it had waited is kept for taking it back."""
    scan.reading = {**scan.reading, "waits_for": scan.reason}
    scan.state, scan.reason = state, ""
    scan.judged_by_name, scan.judged_at = actor.name[:200], clock.now()
    scan.save()


def _take_back(reply: Reply, actor: Viewer) -> None:
    """Let stand again what stood before `reply`, or nobody's word; a newer reply is left alone."""
    if reply.removed_at is not None:
        return
    earlier = previous_reply(reply)
    if earlier is None:
        clear_reply(reply=reply, stands=str(reply.pk), actor=actor)
    else:
        restore_reply(reply=earlier, stands=str(reply.pk), actor=actor)
