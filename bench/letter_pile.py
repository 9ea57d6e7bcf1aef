"""Piles of synthetic letters, one meeting of one district after the other. Needs Django set up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from sasaeai.cli.demo.city import words
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.notices.exports.labels import DEFAULT_FORMAT, FORMATS, Label, labels_pdf
from sasaeai.notices.exports.letter import (
    Addressee,
    Contact,
    Letter,
    ReplySlip,
    Sender,
    letters_pdf,
)
from sasaeai.notices.exports.letter_word import letters_docx

ITEMS = 4


def letters_of(district: int, count: int) -> list[Letter]:
    """One district's letters: the same body, another name, address and code on each."""
    random, letter = Random(district), _letter(district)
    letters = []
    for number in range(1, count + 1):
        to = Addressee(
            f"見本{district + 1}地区 第{number}町会",
            "会長",
            words.name_of(random)[0],
            "038-0001",
            f"見本市架空町{number}丁目2番3号",
        )
        slip = ReplySlip(new_reply_code(random), to.organization, to.title, to.name, number)
        letters.append(replace(letter, addressee=to, reply=slip))
    return letters


def labels_beside(letters: list[Letter]) -> bytes:
    """A label for each letter, on sheets of the usual kind."""
    labels = [Label((letter.addressee,)) for letter in letters]
    return labels_pdf(labels, FORMATS[DEFAULT_FORMAT], on=letters[0].issued_on)


WRITERS = {"pdf": letters_pdf, "docx": letters_docx, "labels": labels_beside}


def _letter(district: int) -> Letter:
    council = f"見本{district + 1}地区社会福祉協議会"
    on = date(2026, 12, 1) + timedelta(days=district)
    return Letter(
        meeting=MeetingHeading(
            fiscal_year="令和8年度",
            number=3,
            body=f"見本{district + 1}地区地域支え合い会議",
            on=on,
            start=time(13, 30),
            end=time(15, 0),
            venue=f"見本{district + 1}市民センター",
        ),
        addressee=Addressee(council),
        senders=(Sender(council, "会長", "見本 太郎"),),
        issued_on=on - timedelta(days=30),
        contact=Contact(council, "見本 次郎", "017-000-0001", "017-000-0002"),
        reply=None,
        reply_due=on - timedelta(days=10),
        agenda=words.ITEMS[:ITEMS],
        venue_notes="駐車場は30台です。",
        snow_note="大雪で中止するときは、予備日に開きます。",
    )
