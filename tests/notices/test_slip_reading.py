"""Scanned slips become answers: never a wrong one in silence, whatever came through the FAX."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
import pytest

from sasaeai.cli.main import main
from sasaeai.meetings.models import Expected
from sasaeai.notices.channels import slips
from sasaeai.notices.channels.slips import SlipReading, read_slips, slip_sheet
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.exports.letter import letter_pdf
from sasaeai.notices.models import Reply
from tests.notices.scanned import meeting_of_three
from tests.paper.faxed import Faxed, fax_file
from tests.paper.pens import CUT_AT, DRAWN, MARKS, Pen, strike
from tests.paper.samples import LETTER
from tests.paper.trials import LETTERS, Outcome, drawn_pages, outcome, trial
from tests.world import World

pytestmark = pytest.mark.one_database

SHEETS = 30


@lru_cache(maxsize=2)
def outcomes(*, hard: bool) -> tuple[Outcome, ...]:
    return tuple(outcome(seed, hard=hard) for seed in range(9000, 9000 + SHEETS))


def share_entered(found: tuple[Outcome, ...]) -> float:
    plain = [one for one in found if one.is_plain]
    assert len(plain) >= SHEETS / 2
    return sum(one.entered for one in plain) / len(plain)


@pytest.mark.parametrize("hard", [False, True], ids=["normal", "hard"])
def test_no_slip_is_read_wrongly_in_silence(hard: bool) -> None:
    assert [one.seed for one in outcomes(hard=hard) if one.silent] == []


def test_most_slips_need_no_person() -> None:
    assert share_entered(outcomes(hard=False)) >= 0.95
    assert share_entered(outcomes(hard=True)) >= 0.6


@pytest.mark.parametrize("story", ["corrected", "both", "none", "struck"])
def test_what_is_not_one_clear_mark_goes_to_a_person(story: str) -> None:
    for seed in range(9100, 9104):
        found = outcome(seed, story=story)
        assert not found.silent, seed
        assert found.reading.needs_review or found.entered
        assert bool(found.reading.reason) == found.reading.needs_review


def page_with(draw: Callable[[Pen, dict[str, object]], None], letter: int = 0) -> np.ndarray:
    page = drawn_pages()[letter].copy()
    pen = Pen(page, Random(3))  # noqa: S311
    draw(pen, {box.name: box for box in slip_sheet().boxes})
    return page


def read(page: np.ndarray) -> SlipReading:
    [reading] = read_slips(fax_file([Faxed(page, standard=False)], tagged=False), "a.tif")
    return reading


@pytest.mark.parametrize("mark", MARKS)
def test_every_way_to_mark_a_box_is_understood(mark: str) -> None:
    reading = read(page_with(lambda pen, boxes: MARKS[mark](pen, boxes["attend"])))
    assert reading.checks["attend"] is (None if mark == "tiny" and reading.needs_review else True)
    assert reading.answer == "attend"
    assert reading.code == LETTERS[0].reply.code  # type: ignore[union-attr]


def test_two_marks_are_no_answer() -> None:
    def both(pen: Pen, boxes: dict) -> None:
        MARKS["check"](pen, boxes["attend"])
        MARKS["ring-all"](pen, boxes["absent"])

    reading = read(page_with(both))
    assert (reading.answer, reading.needs_review) == (None, True)
    assert "出席・欠席" in reading.reason
    assert reading.confidence == 0


def test_a_word_struck_out_is_not_chosen() -> None:
    for seed in range(8):

        def struck(pen: Pen, boxes: dict, seed: int = seed) -> None:
            pen.random = Random(seed)  # noqa: S311
            strike(pen, boxes["absent"])

        assert read(page_with(struck)).needs_review


def test_an_empty_slip_says_that_nothing_is_marked() -> None:
    reading = read(page_with(lambda pen, boxes: None))
    assert (reading.answer, reading.needs_review) == (None, True)
    assert "どれにもしるしがありません" in reading.reason
    assert reading.crops == {}


def test_needs_and_handwriting_are_told_apart_from_the_answer() -> None:
    def asked(pen: Pen, boxes: dict) -> None:
        MARKS["ring-word"](pen, boxes["attend"])
        MARKS["check"](pen, boxes["wheelchair"])
        pen.line([(30, 78), (50, 82), (70, 77), (90, 83)])

    reading = read(page_with(asked))
    assert not reading.needs_review
    assert [name for name, mark in reading.checks.items() if mark] == ["attend", "wheelchair"]
    assert list(reading.crops) == ["trouble"]
    assert reading.crops["trouble"].startswith(b"\x89PNG")


def test_a_slip_without_a_box_for_substitutes_is_read() -> None:
    letter = replace(LETTERS[0], substitute_allowed=False)
    [reading] = read_slips(letter_pdf(letter), "scan.pdf")
    assert reading.checks["substitute"] is False
    assert "どれにも" in reading.reason


def test_a_slip_whose_code_was_torn_off_waits_with_its_answer_as_a_proposal() -> None:
    page = page_with(lambda pen, boxes: MARKS["check"](pen, boxes["absent"]))
    area = slip_sheet().code
    top, left = round((area.y + CUT_AT) * DRAWN), round(area.x * DRAWN)
    page[top : top + 280, left : left + 280] = 255
    reading = read(page)
    assert (reading.code, reading.answer, reading.needs_review) == (None, "absent", True)
    assert "返信コードを読み取れません" in reading.reason


def test_a_foreign_code_is_not_taken_for_ours() -> None:
    # The code printed in the samples has too few letters to be one of ours.
    [reading] = read_slips(letter_pdf(LETTER), "scan.pdf")
    assert reading.code is None
    assert "別のQRコード" in reading.reason


def test_a_page_without_a_slip_is_kept_for_a_person() -> None:
    [reading] = read_slips(letter_pdf(replace(LETTER, reply=None)), "scan.pdf")
    assert (reading.code, reading.answer, reading.checks) == (None, None, {})
    assert "返信票が見つかりません" in reading.reason
    assert reading.picture_png.startswith(b"\x89PNG")


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_the_command_prints_one_object_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [trial(seed) for seed in (9200, 9201)]
    path = tmp_path / "二枚 .tif"
    path.write_bytes(fax_file([one.faxed for one in made], tagged=False))
    assert main(["replies", "scan", str(path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["page"] for line in lines] == [1, 2]
    assert [set(line) for line in lines] == [
        {"file", "page", "code", "reply", "confidence", "needs_review", "reason"}
    ] * 2
    for line, one in zip(lines, made, strict=True):
        assert line["file"] == str(path)
        assert line["needs_review"] or (line["code"], line["reply"]) == (
            one.code,
            one.filled.answer,
        )
        assert 0 <= line["confidence"] <= 1


def test_the_command_says_what_it_could_not_read_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.tif"
    bad.write_bytes(b"only words")
    good.write_bytes(trial(9202).file)
    assert main(["replies", "scan", str(bad), str(tmp_path / "gone.pdf"), str(good), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["file"] == str(good)
    assert "読み取れる画像ではありません" in said.err
    assert "このファイルはありません" in said.err


def test_a_fault_of_the_libraries_is_a_sentence_for_that_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_content: bytes, name: str) -> Iterator[SlipReading]:
        if name == "odd.pdf":
            raise RuntimeError("unheard of")
        yield from ()

    monkeypatch.setattr(slips, "read_slips", stumble)
    for name in ("odd.pdf", "good.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-")
    command = ["replies", "scan", str(tmp_path / "odd.pdf"), str(tmp_path / "good.pdf")]
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "odd.pdf: 途中から読めませんでした" in said
    assert "good.pdf" not in said


def test_the_command_enters_what_is_sure_and_only_once(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = meeting_of_three(world)
    call = Expected.objects.get(meeting=meeting, number=2)
    page = page_with(lambda pen, boxes: MARKS["cross"](pen, boxes["absent"]))
    call.reply_code = LETTERS[0].reply.code  # type: ignore[union-attr]
    call.save()
    path = tmp_path / "fax.tif"
    path.write_bytes(fax_file([Faxed(page, standard=False)], tagged=False))
    town = ["--lg-code", world.city.lg_code]
    for said in ("entered 1, waiting 0, repeated 0", "entered 0, waiting 0, repeated 1"):
        assert main(["replies", "scan", str(path), "--apply", *town]) == 0
        assert said in capsys.readouterr().err
    [reply] = Reply.objects.current().filter(expected__meeting=meeting)
    assert (reply.expected_id, reply.answer, reply.via) == (call.pk, Answer.ABSENT, ReplyVia.FAX)


def test_the_command_asks_whose_slips_when_it_cannot_know(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["replies", "scan", str(tmp_path / "fax.tif"), "--apply", "--lg-code", "999999"]) == 1
    )
    assert "--lg-code" in capsys.readouterr().err
