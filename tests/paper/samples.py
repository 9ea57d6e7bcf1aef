"""Papers to print in tests: ordinary, long and empty. Every person's name is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from sasaeai.meetings.exports.agenda_sheet import AgendaLine, AgendaSheet, CarriedOver
from sasaeai.meetings.exports.attendance_list import AttendanceLine, AttendanceList, ReplyMark
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.minutes.exports.circular import CircularPaper, CircularPart
from sasaeai.minutes.exports.record import (
    Approval,
    GroupPresence,
    MinutesItem,
    MinutesPaper,
    RemarkLine,
    RemarkMark,
    TaskLine,
)
from sasaeai.notices.exports.letter import Addressee, Contact, Letter, ReplySlip, Sender

MEETING = MeetingHeading(
    fiscal_year="令和8年度",
    number=2,
    body="大野地区地域支え合い会議",
    on=date(2026, 12, 23),
    start=time(13, 30),
    end=time(15, 0),
    venue="大野市民センター 2階 大会議室",
)
LONG_ORGANIZATION = "社会福祉法人青森市社会福祉協議会 地域福祉課 地域支え合い推進担当"
LONG_TITLE = "地域支え合い推進員（生活支援コーディネーター）"
LONG_ITEM = (
    "前回の会議から引きつがれた、高齢者世帯のごみ出しと冬の間の雪処理をだれが支えるかについて"
)
HOSTILE = '#panic("x") <b>太字</b> =1+1 {{ 7*7 }} *a* $x$ {% x %} @y &amp; \\'

LETTER = Letter(
    meeting=MEETING,
    addressee=Addressee("白旗野町会", "会長", "髙﨑 𠮷男", "038-0001", "青森市大字架空町12番地3"),
    senders=(Sender("大野地区社会福祉協議会", "会長", "架空 花子"),),
    issued_on=date(2026, 11, 24),
    contact=Contact("大野地区社会福祉協議会", "架空 次郎", "017-000-0001", "017-000-0002"),
    reply=ReplySlip("K7M-4QX", "白旗野町会", "会長", "髙﨑 𠮷男", 12),
    reply_due=date(2026, 12, 11),
    agenda=("冬の雪処理と見守りについて", "ごみ出しに困っている方への支援について"),
    document_number="大野地区社協発第12号",
    venue_notes="駐車場は30台です。",
    snow_note="大雪で中止するときは、令和9年1月13日(水)に延期します。",
)
LONG_LETTER = replace(
    LETTER,
    addressee=Addressee(
        LONG_ORGANIZATION,
        LONG_TITLE,
        "髙﨑 𠮷左衛門之介",
        "030-0822",
        "青森県青森市架空三丁目16番1号 架空総合福祉センター 2階 北側事務室",
    ),
    senders=(
        Sender("大野地区社会福祉協議会", "会長", "架空 花子"),
        Sender("社会福祉法人青森市社会福祉協議会 地域福祉課", "課長", "架空 三郎"),
        Sender("架空地域包括支援センター", "所長", "見本 四郎"),
    ),
    agenda=(LONG_ITEM,) * 6,
    reply=ReplySlip("W3T-9HP", LONG_ORGANIZATION, LONG_TITLE, "髙﨑 𠮷左衛門之介", 40),
    enclosures=("前回の会議録", "会場案内図"),
    notes="お車でお越しの方は、乗り合わせにご協力ください。",
)
BARE_LETTER = replace(
    LETTER,
    addressee=Addressee("架空郵便局"),
    reply=ReplySlip("P4C-7KE", "架空郵便局"),
    agenda=(),
    document_number="",
    venue_notes="",
    snow_note="",
)

SHEET = AgendaSheet(
    meeting=MEETING,
    greeting_by="会長 架空 花子",
    carried_over=(
        CarriedOver("歩道の寄せ雪で車いすが通れない", "検討中", "第1回", "青森市"),
        CarriedOver("ごみ出しの支援", "回答あり", answer="当番で出すことを試しています。"),
    ),
    items=(
        AgendaLine("1", "冬の雪処理と見守りについて", "協議", 20, "髙﨑 𠮷男", "資料1"),
        AgendaLine("2", "詐欺の手口と相談先", "情報提供", 5, "架空交番"),
    ),
    exchange_minutes=15,
    next_meeting="令和9年2月17日(水)",
    materials=("資料1 雪処理の役割分担（案）",),
)

LIST = AttendanceList(
    meeting=MEETING,
    lines=tuple(
        AttendanceLine(
            number,
            LONG_ORGANIZATION if number % 3 == 0 else "白旗野町会",
            LONG_TITLE if number % 3 == 0 else "会長",
            "髙﨑 𠮷男",
            "たかさき よしお",
            (ReplyMark.PRESENT, ReplyMark.ABSENT, ReplyMark.SUBSTITUTE, ReplyMark.NONE)[number % 4],
            "副会長 架空 四郎" if number % 4 == 2 else "",
        )
        for number in range(1, 41)
    ),
)

MINUTES = MinutesPaper(
    meeting=MEETING,
    version=2,
    draft=True,
    secretariat="大野地区社会福祉協議会",
    chair="会長 架空 花子",
    recorder="見本 五郎",
    programmes=("地域支え合い会議", "地域支援ネットワーク会議（みなし）"),
    meeting_open="公開",
    minutes_open="公開",
    present=(
        GroupPresence("町会", ("白旗野町会 会長 髙﨑 𠮷男",)),
        GroupPresence("医療機関", (), 3),
    ),
    absent=("架空交番 所長",),
    observers=0,
    items=(
        MinutesItem(
            "1",
            "冬の雪処理と見守りについて",
            "協議",
            remarks=(
                RemarkLine(RemarkMark.OPINION, "バス停の前から片付けてほしい。", "町会"),
                RemarkLine(RemarkMark.RESPONSE, "当番表に加えることができる。", "地区社協"),
            ),
            outcome="バス停2か所を当番表に加える。",
        ),
    ),
    tasks=(TaskLine("当番表に加える", "大野地区社会福祉協議会 会長", "12月25日(金)"),),
    next_meeting="令和9年2月17日(水)",
    approval=Approval("見本 五郎", "会長 架空 花子", date(2026, 12, 28), "回議"),
    notice="取扱注意",
)

CIRCULAR = CircularPaper(
    title="大野地区地域支え合い会議で話し合ったこと",
    issuer="大野地区社会福祉協議会",
    issued_on=date(2027, 1, 8),
    parts=(
        CircularPart("12月23日(水)に、町会や民生委員などが集まりました。"),
        CircularPart("バス停の前の雪を当番で片付けます。", "冬の雪処理"),
    ),
    contact=("大野地区社会福祉協議会　電話 017-000-0001",),
    return_to="班長",
    return_by=date(2027, 1, 29),
)
