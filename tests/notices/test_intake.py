"""Slips that come while nobody looks: the watched folder, the mailbox, long files, broken work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest

from sasaeai.jobs.models import Job
from sasaeai.meetings.models import Meeting
from sasaeai.notices.channels import mailbox
from sasaeai.notices.channels.slips import SlipReading
from sasaeai.notices.models import Reply, SlipScan
from sasaeai.notices.tasks import intake
from sasaeai.people.models import Municipality
from tests.notices.imap_server import Box, imap_server
from tests.notices.scanned import give_codes, meeting_of_three, slip
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


@pytest.fixture
def codes(meeting: Meeting) -> dict[int, str]:
    return give_codes(meeting)


@pytest.fixture(autouse=True)
def folder(world: World, settings, tmp_path: Path) -> Iterator[Path]:
    """The folder of the city, watched."""
    settings.VAR_DIR = tmp_path / "var"
    settings.SCAN_DIR = str(tmp_path / "scans")
    mine = tmp_path / "scans" / "022012"
    mine.mkdir(parents=True)
    yield mine
    intake._sizes.clear()


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, list[SlipReading]]:
    """By content, what the reader finds; any other content goes to the reader itself."""
    known: dict[bytes, list[SlipReading]] = {}
    real = intake.read_slips

    def read(content: bytes, name: str) -> Iterator[SlipReading]:
        yield from known[content] if content in known else real(content, name)

    for place in ("actions.scans", "tasks.intake"):
        monkeypatch.setattr(f"sasaeai.notices.{place}.read_slips", read)
    return known


def look() -> int:
    return intake.take_in_all()


def test_a_file_in_the_folder_is_entered_and_kept_under_done(world, folder, codes, contents):
    contents[b"two"] = [slip(codes[1]), slip(None)]
    (folder / "今日.pdf").write_bytes(b"two")
    assert (look(), look()) == (0, 1)
    assert (folder / "done" / "今日.pdf").read_bytes() == b"two"
    assert not (folder / "今日.pdf").exists()
    assert Reply.objects.get().keyed_by_name == "フォルダーから"
    assert SlipScan.objects.filter(source="folder").count() == 2


def test_a_file_that_is_still_being_written_is_left_alone(folder, codes, contents):
    contents[b"whole file"] = [slip(codes[1])]
    path = folder / "fax.tif"
    path.write_bytes(b"whole")
    look()
    path.write_bytes(b"whole file")
    assert look() == 0
    assert path.exists()
    assert look() == 1
    assert Reply.objects.count() == 1


def test_the_same_name_twice_loses_neither(folder, codes, contents):
    for content, number in ((b"one", 1), (b"two", 2)):
        contents[content] = [slip(codes[number])]
        (folder / "FAX0001.pdf").write_bytes(content)
        look()
        look()
    assert {path.name for path in (folder / "done").iterdir()} == {"FAX0001.pdf", "FAX0001-2.pdf"}
    assert Reply.objects.count() == 2


def test_a_file_put_there_again_changes_nothing(folder, codes, contents):
    contents[b"one"] = [slip(codes[1])]
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(b"one")
        look()
        look()
    assert (SlipScan.objects.count(), Reply.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"only words", b"%PDF-1.4 cut off", b"II*\0\xff\xff\xff\xff"]
)
def test_what_cannot_be_read_is_kept_apart_and_a_person_is_told(folder, content):
    (folder / "壊.pdf").write_bytes(content)
    look()
    look()
    assert (folder / "unreadable" / "壊.pdf").read_bytes() == content
    scan = SlipScan.objects.get()
    assert (scan.state, scan.meeting) == ("waiting", None)
    assert scan.reason.endswith("。")


def test_a_file_that_breaks_off_in_the_middle_is_told_of_and_read_to_its_end_later(
    folder, codes, contents
):
    def half(pages: list[SlipReading]) -> Iterator[SlipReading]:
        yield from pages
        raise RuntimeError("the library stumbled")

    contents[b"two"] = half([slip(codes[1])])
    (folder / "a.pdf").write_bytes(b"two")
    look()
    look()
    assert (folder / "unreadable" / "a.pdf").exists()
    told = SlipScan.objects.get(state="waiting")
    assert (told.page, told.meeting) == (2, None)
    assert "途中から読めませんでした" in told.reason
    contents[b"two"] = [slip(codes[1]), slip(codes[2])]
    (folder / "a.pdf").write_bytes(b"two")
    look()
    look()
    assert (SlipScan.objects.count(), Reply.objects.count()) == (2, 2)
    assert not SlipScan.objects.filter(state="waiting").exists()


def test_a_file_over_which_workers_die_is_not_read_for_ever(folder, codes, contents):
    """A worker that is killed leaves nothing but the note that it had begun."""
    contents[b"deadly"] = [slip(codes[1])]
    path = folder / "a.pdf"
    path.write_bytes(b"deadly")
    killed = [intake._deaths_over(b"deadly") for _ in range(intake.MOST_TRIES)]
    assert [work.__enter__() for work in killed] == [0, 1, 2]
    look()
    look()
    assert (folder / "unreadable" / "a.pdf").exists()
    assert "何度も途中で止まりました" in SlipScan.objects.get().reason
    assert not Reply.objects.exists()
    path.write_bytes(b"deadly")  # somebody tries it once more
    look()
    look()
    assert Reply.objects.count() == 1


def test_another_page_written_under_the_same_name_meanwhile_is_read_too(
    folder, codes, contents, monkeypatch
):
    contents[b"first"], contents[b"second"] = [slip(codes[1])], [slip(codes[2])]
    path = folder / "scan.pdf"
    path.write_bytes(b"first")
    look()
    real = intake._take_in_by_itself

    def slow(content, *rest):
        path.write_bytes(b"second")
        return real(content, *rest)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(intake, "_take_in_by_itself", slow)
        look()
    assert path.exists()
    look()
    look()
    assert Reply.objects.count() == 2


def test_a_folder_that_cannot_be_opened_keeps_no_mail_from_being_read(folder, monkeypatch):
    def closed(_folder):
        raise PermissionError

    monkeypatch.setattr(intake, "_settled", closed)
    assert look() == 0


def test_other_files_links_and_strange_names_are_left_where_they_are(folder, tmp_path):
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    for name in ("Thumbs.db", ".hidden.pdf", "notes.txt"):
        (folder / name).write_bytes(b"x")
    (folder / "folder.pdf").mkdir()
    before = sorted(path.name for path in folder.iterdir())
    assert (look(), look()) == (0, 0)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_folder_of_nobody_and_no_folder_are_no_fault(folder, settings):
    shutil.rmtree(folder)
    (folder.parent / "999999").mkdir()
    (folder.parent / "999999" / "x.pdf").write_bytes(b"x")
    assert (look(), look()) == (0, 0)
    settings.SCAN_DIR = ""
    assert look() == 0


def test_without_the_libraries_everything_waits(folder, monkeypatch):
    def missing() -> None:
        raise intake.MissingExtra

    monkeypatch.setattr("sasaeai.notices.tasks.intake.check_extra", missing)
    (folder / "fax.pdf").write_bytes(b"x")
    assert (look(), look()) == (0, 0)
    assert (folder / "fax.pdf").exists()


@pytest.fixture
def box(settings) -> Iterator[Box]:
    box = Box(validity=uuid4().int % 10**9)
    with imap_server(box) as address:
        settings.FAX_MAILBOX, settings.FAX_MAILBOX_PASSWORD = address, box.password
        yield box


def mail(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "fax@example.jp", "uketsuke@example.jp"
    message["Subject"] = "FAX受信のお知らせ"
    message.set_content("FAXを受信しました。")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_a_fax_that_arrives_as_mail_is_entered_and_the_mail_marked(box, codes, contents):
    contents[b"fax"] = [slip(codes[2], "absent")]
    fax = box.put(mail(("FAX.pdf", b"fax")))
    box.put(mail())
    assert look() == 1
    assert Reply.objects.get().answer == "absent"
    assert SlipScan.objects.get().source == "mail"
    assert box.seen == {fax}
    mailbox._seen.clear()
    assert look() == 0


def test_an_odd_mail_keeps_no_fax_from_being_read(box, codes, contents):
    contents[b"fax"] = [slip(codes[2])]
    box.put(mail(("FAX.pdf", b"odd")).replace(b"filename=", b'filename*0*=""; x="[;'))
    box.put(b"Content-Type: application/pdf\nContent-Disposition: <\nMessage-ID: <\n\nx")
    box.put(mail(("FAX.pdf", b"fax")))
    assert look() == 1


def test_a_mail_that_comes_twice_is_one_reply(box, codes, contents):
    contents[b"fax"] = [slip(codes[2])]
    for _again in range(2):
        box.put(mail(("FAX.pdf", b"fax")))
        look()
    assert (SlipScan.objects.count(), Reply.objects.count()) == (1, 1)


def test_an_attachment_that_cannot_be_read_is_told_of(box, meeting):
    box.put(mail(("FAX.pdf", b"no pdf at all")))
    look()
    assert SlipScan.objects.get().reason.endswith("。")


def test_in_a_shared_mailbox_only_the_code_tells_whose_fax_it_is(box, codes, contents):
    Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    contents[b"ours"] = [slip(codes[2])]
    contents[b"nobody's"] = [slip(None)]
    ours = box.put(mail(("a.pdf", b"ours")))
    box.put(mail(("b.pdf", b"nobody's")))
    look()
    assert Reply.objects.count() == 1
    assert SlipScan.objects.count() == 1
    assert box.seen == {ours}


def test_a_long_file_whose_job_was_lost_is_begun_again(world, meeting, codes, contents):
    contents[b"long"] = [slip(codes[1]), slip(codes[2])]
    put = {"content": b"long", "file_name": "長.pdf", "meeting": meeting, "result_path": ""}
    job = intake.read_later(**put, actor=world.viewer("arai"))
    job.state = "failed"
    job.save()
    look()
    again = Job.objects.exclude(pk=job.pk).get()
    intake.take_in_uploads.func(str(again.id))
    again.refresh_from_db()
    assert again.message.startswith("2枚を読みました。2枚の返事を入れました。")
    assert Reply.objects.count() == 2
    look()
    assert Job.objects.count() == 2


def test_a_second_long_file_joins_the_job_that_is_open(world, meeting, codes, contents):
    contents[b"one"], contents[b"two"] = [slip(codes[1])], [slip(codes[2])]
    for content in (b"one", b"two"):
        job = intake.read_later(
            content=content,
            file_name="x.pdf",
            meeting=meeting,
            actor=world.viewer("arai"),
            result_path="",
        )
    assert Job.objects.count() == 1
    intake.take_in_uploads.func(str(job.id))
    assert Reply.objects.count() == 2


def test_rights_that_ended_while_the_file_waited_are_respected(world, meeting, codes, contents):
    contents[b"one"] = [slip(codes[1])]
    job = intake.read_later(
        content=b"one",
        file_name="x.pdf",
        meeting=meeting,
        actor=world.viewer("ohashi"),
        result_path="",
    )
    world.posts["ohashi"].tenures.update(until="2026-11-01")
    intake.take_in_uploads.func(str(job.id))
    job.refresh_from_db()
    assert job.state == "failed"
    assert "任期" in job.message
    assert not SlipScan.objects.exists()


def test_a_file_that_breaks_the_worker_is_not_tried_for_ever(world, meeting, monkeypatch):
    def crash(content: bytes, name: str) -> Iterator[SlipReading]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("sasaeai.notices.tasks.intake.read_slips", crash)
    job = intake.read_later(
        content=b"x",
        file_name="怪.pdf",
        meeting=meeting,
        actor=world.viewer("arai"),
        result_path="",
    )
    for _try in range(intake.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            intake.take_in_uploads.func(str(job.id))
    intake.take_in_uploads.func(str(job.id))
    job.refresh_from_db()
    assert "「怪.pdf」は、何度も途中で止まりました" in job.message
