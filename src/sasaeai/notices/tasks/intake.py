"""Slips that are read while nobody waits: long files, a watched folder, the FAX mailbox."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.jobs.actions import advance, carrying_out, fail, finish, start_job
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices.actions.scans import Intake, keep_unreadable, take_in_scans
from sasaeai.notices.channels.mailbox import MailboxClosed, is_set_up, open_mailbox
from sasaeai.notices.channels.slips import SlipReading, read_slips
from sasaeai.notices.enums import ScanSource
from sasaeai.paper.reading.errors import MissingExtra, UnreadableFile, check_extra
from sasaeai.paper.reading.pages import MAX_BYTES
from sasaeai.people.models import Municipality

logger = logging.getLogger(__name__)

ENDINGS = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})
"""Files that scanners and FAX machines write; others in the folder are left alone."""
MOST_TRIES = 3
"""A file that broke the work off so often is not tried again."""
_sizes: dict[Path, tuple[int, int]] = {}
"""What the last look at the folders saw, so that a file still being written is left alone."""


@dataclass(frozen=True, slots=True)
class _Put:
    """A file that waits to be read. It lies on the disk under `path`; `about` says whose it is."""

    path: Path
    about: Path

    @property
    def facts(self) -> dict[str, Any]:
        return dict(json.loads(self.about.read_text(encoding="utf-8")))

    def write(self, facts: dict[str, Any]) -> None:
        whole = self.about.with_suffix(".new")  # a break in the middle leaves the facts before
        whole.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        whole.replace(self.about)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)


def topic_of(meeting: Meeting) -> str:
    """What the job that reads the files put on a meeting's page is about."""
    return f"scans:{meeting.id}"


def read_later(
    *, content: bytes, file_name: str, meeting: Meeting, actor: Viewer, result_path: str
) -> Job:
    """Have a long file read in the background, with the rights of who put it there.

    A second file for the same meeting joins the job that is open.
    """
    folder = _uploads(meeting.id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    put = _put(folder, hashlib.sha256(content).hexdigest())
    put.path.write_bytes(content)
    put.write({"name": file_name, "account": str(actor.account_id), "tries": 0})
    return start_job(
        take_in_uploads,
        topic=topic_of(meeting),
        label=_("返信票を読み取っています"),
        actor=actor,
        result_path=result_path,
    )


@task()
def take_in_uploads(job_id: str) -> None:
    """Read every file that waits for the meeting of a job, the oldest first."""
    with carrying_out(job_id) as job:
        meeting_id = UUID(job.topic.partition(":")[2])
        total, refusals, pages = Intake(), list[str](), 0
        while waiting := _waiting(_uploads(meeting_id)):
            for put in waiting:
                try:
                    found, pages = _take_in_upload(put, meeting_id, job, pages)
                    total = _sum(total, found)
                    refusals += [found.refusal] if found.refusal else []
                except DomainError as error:
                    refusals.append(error.message)
                put.forget()
        if refusals and not total.taken and not total.repeated:
            fail(job, message=" ".join(refusals))
        else:
            finish(job, message=" ".join([sentence_of(total), *refusals]))


def take_in_all() -> int:
    """Take in what came by itself; returns how many files. Called about once a minute.

    Without the libraries that read pictures nothing is touched.
    """
    try:
        check_extra()
    except MissingExtra:
        return 0
    _begin_left_behind()
    towns = list(Municipality.objects.order_by("lg_code"))
    return sum(_take_in_folder(town) for town in towns) + _take_in_mail(towns)


def sentence_of(intake: Intake) -> str:
    """「8枚を読みました。5枚の返事を入れました。3枚を確かめてください。」"""
    words = []
    if intake.taken:
        n = {"n": intake.taken}
        words.append(ngettext("%(n)d枚を読みました。", "%(n)d枚を読みました。", intake.taken) % n)
    if intake.entered:
        words.append(_("%(n)d枚の返事を入れました。") % {"n": intake.entered})
    if intake.waiting:
        words.append(_("%(n)d枚は、目で確かめてください。") % {"n": intake.waiting})
    if intake.repeated:
        words.append(_("%(n)d枚は、前に読んだ紙と同じです。") % {"n": intake.repeated})
    return "".join(words)


def _take_in_upload(put: _Put, meeting_id: UUID, job: Job, pages: int) -> tuple[Intake, int]:
    """One waiting file; `pages` were read before it in this job."""
    facts = put.facts
    put.write(facts | {"tries": facts["tries"] + 1})
    if facts["tries"] >= MOST_TRIES:
        raise _broke_off(facts["name"])
    actor = viewer_for(Account.objects.get(pk=facts["account"]))
    meeting = get_visible_meeting(meeting_id, viewer=actor)
    content = put.path.read_bytes()
    read = pages

    def counted(readings: Iterable[SlipReading]) -> Iterator[SlipReading]:
        nonlocal read
        for reading in readings:
            yield reading
            read += 1
            advance(job, done=read)

    found = take_in_scans(
        content=content,
        file_name=facts["name"],
        source=ScanSource.UPLOAD,
        actor=actor,
        meeting=meeting,
        readings=counted(read_slips(content, facts["name"])),
    )
    return found, read


def _begin_left_behind() -> None:
    """Files put in while the job before was just ending, or whose job was lost with its worker."""
    folder = Path(settings.VAR_DIR) / "intake"
    ids = (
        [UUID(path.name) for path in folder.iterdir() if _waiting(path)] if folder.is_dir() else []
    )
    for meeting in Meeting.objects.filter(pk__in=ids):
        start_job(
            take_in_uploads,
            topic=topic_of(meeting),
            label=_("返信票を読み取っています"),
            actor=Viewer.system(municipality_id=meeting.municipality_id, on=clock.today()),
        )


def _take_in_folder(town: Municipality) -> int:
    """Files in the town's folder, each moved away once its pages are kept; never deleted."""
    if not settings.SCAN_DIR:
        return 0
    folder = Path(settings.SCAN_DIR) / town.lg_code
    try:
        settled = _settled(folder)
    except OSError:
        logger.exception("the folder of %s could not be looked at", town.lg_code)
        return 0
    taken = 0
    for path, size in settled:
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            found = _take_in_by_itself(content, path.name, ScanSource.FOLDER, town)
            if _size_of(path) == size:  # else a machine wrote another page under the same name
                _move(path, folder / ("unreadable" if found.unreadable else "done"))
            taken += 1
        except OSError:
            logger.exception("a scan of %s could not be taken in", town.lg_code)
    return taken


def _take_in_mail(towns: list[Municipality]) -> int:
    """Attached FAXes; a mail is marked as read once all of its files are kept, others are left."""
    if not towns or not is_set_up(settings.FAX_MAILBOX):
        return 0
    taken = 0
    try:
        with open_mailbox(settings.FAX_MAILBOX, settings.FAX_MAILBOX_PASSWORD) as box:
            for mail in box.unread():
                files = mail.files(tuple(ENDINGS))
                whose = [(name, content, _town_of(content, name, towns)) for name, content in files]
                if not whose or any(town is None for _name, _content, town in whose):
                    continue
                for name, content, town in whose:
                    _take_in_by_itself(content, name, ScanSource.MAIL, town)  # type: ignore[arg-type]
                    taken += 1
                box.done(mail)
    except MailboxClosed as closed:
        logger.warning("the FAX mailbox was not read: %s", closed)
    return taken


def _town_of(content: bytes, name: str, towns: list[Municipality]) -> Municipality | None:
    """Whose FAX it is where several towns share a mailbox; None leaves the mail to people."""
    if len(towns) == 1:
        return towns[0]
    try:
        codes = {reading.code for reading in read_slips(content, name) if reading.code}
    except DomainError:
        return None
    found = {town.id: town for town in towns}
    calls = Expected.objects.filter(municipality_id__in=found, reply_code__in=codes)
    ids = set(calls.values_list("municipality_id", flat=True))
    return found[ids.pop()] if len(ids) == 1 else None


def _take_in_by_itself(content: bytes, name: str, source: str, town: Municipality) -> Intake:
    actor = Viewer.system(
        municipality_id=town.id, on=clock.today(), name=str(ScanSource(source).label)
    )
    with _deaths_over(content) as deaths:
        if deaths >= MOST_TRIES:
            found = Intake(unreadable=1, refusal=_broke_off(name).message)
        else:
            found = take_in_scans(content=content, file_name=name, source=source, actor=actor)
        if found.unreadable:
            keep_unreadable(
                content=content, file_name=name, reason=found.refusal, source=source, actor=actor
            )
    return found


@contextmanager
def _deaths_over(content: bytes) -> Iterator[int]:
    """How many workers died over this very file: nothing else leaves the note of its beginning."""
    note = Path(settings.VAR_DIR) / "intake-begun" / hashlib.sha256(content).hexdigest()
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    deaths = note.stat().st_size if note.exists() else 0  # a byte each
    note.write_bytes(b"." * (deaths + 1))
    try:
        yield deaths
    finally:
        note.unlink(missing_ok=True)


def _broke_off(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("「%(name)s」は、何度も途中で止まりました。小さく分けて、もう一度選んでください。")
        % {"name": name}
    )


def _settled(folder: Path) -> list[tuple[Path, tuple[int, int]]]:
    """Files whose size is what it was a look before, with it: nobody is still writing them."""
    if not folder.is_dir():
        return []
    settled = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in ENDINGS or path.name.startswith(".") or path.is_symlink():
            continue
        if not path.is_file():
            continue
        size = _size_of(path)
        if _sizes.get(path) == size:
            settled.append((path, size))
            del _sizes[path]
        else:
            _sizes[path] = size
    return settled


def _size_of(path: Path) -> tuple[int, int]:
    """Bytes, and when they were written."""
    seen = path.stat()
    return seen.st_size, seen.st_mtime_ns


def _move(path: Path, folder: Path) -> None:
    """Into `folder`, under a number of its own when the name is taken there."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    path.replace(target)


def _uploads(meeting_id: UUID) -> Path:
    return Path(settings.VAR_DIR) / "intake" / str(meeting_id)


def _put(folder: Path, digest: str) -> _Put:
    return _Put(folder / f"{digest}.scan", folder / f"{digest}.json")


def _waiting(folder: Path) -> list[_Put]:
    """Files with their facts beside them, the oldest first."""
    if not folder.is_dir():
        return []
    found = [_put(folder, path.stem) for path in folder.glob("*.scan")]
    ready = [put for put in found if put.about.exists()]
    return sorted(ready, key=lambda put: put.path.stat().st_mtime_ns)


def _sum(one: Intake, other: Intake) -> Intake:
    names: Any = ("taken", "entered", "waiting", "repeated", "unreadable")
    return Intake(**{name: getattr(one, name) + getattr(other, name) for name in names})
