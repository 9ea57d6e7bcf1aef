"""A talk in LINE: linking by the reply code, answering by a word, leaving.

Whoever writes here is known by nothing but the talk, so each message is taken by the letter, and
the answer says what was understood. The answers go to people outside, in Japanese as letters do.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import translation

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.display import short_date
from sasaeai.kernel.errors import NotFound, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Expected
from sasaeai.notices.access import check_bearer_may_reply
from sasaeai.notices.actions.guesses import must_wait, note_wrong_code, source_of
from sasaeai.notices.actions.line import leave_line, link_line, note_blocked
from sasaeai.notices.actions.own_reply import reply_by_code
from sasaeai.notices.actions.replies import ReplyDetails
from sasaeai.notices.channels.line import LineEvent, LineEventKind
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.handlers.spoken import Spoken, read_words
from sasaeai.notices.models import LineFriend
from sasaeai.notices.queries.line import answerable_calls, friends_known_as
from sasaeai.notices.queries.open_call import OpenCall, call_as_seen, find_call
from sasaeai.notices.queries.reply_page import reply_url
from sasaeai.notices.queries.told import when_text

PATH = "/line/webhook/"
_EVENTS = uuid.UUID("6f6b7f3e-5d1c-4d0a-9a55-0d9c7b1f4a21")
"""Names the ids that LINE gives its events among the keys of submissions."""

HOW_TO_LINK = (
    "案内状の返信票にある返信コード（例：K7M-4QX-9PA）を、ここに送ってください。"
    "登録すると、会議のお知らせをLINEで受け取れます。"
)
NO_SUCH_CODE = (
    "この返信コードは使えませんでした。"
    "返信票の9文字をもう一度見て送るか、案内状の連絡先へお電話ください。"
)
WAIT = "違うコードが続いたので、しばらく受け付けを止めています。10分ほどたってから送ってください。"
LEFT = (
    "LINEでのお知らせをやめました。次からは、LINEの前と同じ方法でお知らせします。"
    "また受け取るときは、返信コードを送ってください。"
)
WELCOME_BACK = (
    "また友だちになっていただき、ありがとうございます。前の登録のまま、LINEでお知らせします。"
    "やめるときは「やめる」と送ってください。"
)
NOBODY = "LINEでのお知らせは登録されていません。"
NOTHING_OPEN = "いま、お返事をお待ちしている会議はありません。"
AT_ONCE = "同じときに別のお返事が届きました。お手数ですが、もう一度送ってください。"
WORDS = "「出席」「欠席」「代理 お名前」のどれか"


def hear(event: LineEvent) -> str:
    """Take one event in; returns what to answer, empty for nothing. A repeated event is done."""
    with translation.override("ja"):
        if event.kind == LineEventKind.TEXT:
            return _hear_text(event)
        if event.kind == LineEventKind.UNFOLLOW:
            _note_blocked(event, blocked=True)
        if event.kind == LineEventKind.FOLLOW:
            return WELCOME_BACK if _note_blocked(event, blocked=False) else HOW_TO_LINK
    return ""


def _hear_text(event: LineEvent) -> str:
    spoken = read_words(event.text)
    if spoken.code:
        return _hear_code(event, spoken)
    friends = friends_known_as(event.user_id)
    if not friends:
        return NOBODY if spoken.leaves else HOW_TO_LINK
    with transaction.atomic():
        if not _is_first(event, friends[0]):
            return ""
        if event.late_since is None:
            for friend in friends:  # who writes here has opened our talk again
                note_blocked(friend=friend, blocked=False, actor=_oneself(friend))
        if spoken.leaves:
            for friend in friends:
                leave_line(friend=friend, actor=_oneself(friend))
            return LEFT
        return _hear_answer(event, friends, spoken)


def _hear_code(event: LineEvent, spoken: Spoken) -> str:
    """A code links; with an answer behind it, it answers for that very call."""
    source = source_of(f"line/{event.user_id}")
    if must_wait(source):
        return WAIT
    try:
        expected = find_call(spoken.code)
    except NotFound:
        note_wrong_code(source, spoken.code)
        return NO_SUCH_CODE
    with transaction.atomic():
        return _take_code(event, expected, spoken) if _is_first(event, expected) else ""


def _take_code(event: LineEvent, expected: Expected, spoken: Spoken) -> str:
    """A right code. One that opens nothing any more is answered like a wrong one."""
    try:
        check_bearer_may_reply(expected, clock.now())
    except NotNow:
        return NO_SUCH_CODE
    if spoken.answer is not None:
        return _record(event, expected, spoken)
    try:
        link_line(expected=expected, line_user_id=event.user_id, actor=_oneself(expected))
    except NotNow as refusal:
        return refusal.message
    return _linked(expected)


def _hear_answer(event: LineEvent, friends: list[LineFriend], spoken: Spoken) -> str:
    """A word without a code answers the one open call; of several nobody knows which is meant."""
    now = clock.now()
    calls = [call for friend in friends for call in answerable_calls(friend, at=now)]
    if not calls:
        return NOTHING_OPEN
    if spoken.answer is not None and len(calls) == 1:
        return _record(event, find_call(calls[0].reply_code), spoken)
    if len(calls) == 1:
        return f"{_naming(calls[0])}のお返事は、{WORDS}を送ってください。{_or_page(calls)}"
    example = calls[0].reply_code
    return (
        "お返事をお待ちしている会議が、いくつかあります。どの会議へのお返事か分かるように、"
        f"返信コードに続けて送ってください（例：{example} 出席）。\n"
        + "\n".join(f"・{_naming(call)}　{call.reply_code}" for call in calls)
    )


def _record(event: LineEvent, expected: Expected, spoken: Spoken) -> str:
    """Write a word down. Not one for a day that its writer never heard of, nor one that LINE
    brings late, after a newer answer.
    """
    call = call_as_seen(expected, at=clock.now())
    if not call.is_told:
        return _moved(call)
    if call.reply and event.late_since and event.late_since < call.reply.created_at:
        return AT_ONCE
    try:
        reply_by_code(
            code=expected.reply_code,
            answer=str(spoken.answer),
            details=_details(call, spoken),
            base_version=call.reply.version if call.reply else 0,
            actor=_oneself(expected),
            via=ReplyVia.LINE,
        )
    except StaleEdit:
        return AT_ONCE
    except NotNow:  # withdrawn, called off or begun in this very moment
        return NOTHING_OPEN
    said = str(Answer(str(spoken.answer)).label)
    if spoken.substitute_name:
        said = f"{said}（{spoken.substitute_name} 様）"
    return (
        f"{_naming(expected)}は「{said}」と受け取りました。"
        f"変えるときは、{WORDS}を送り直してください。{_or_page([expected])}"
    )


def _moved(call: OpenCall) -> str:
    """The word may be for the day before: the page shows both days, and asks again."""
    said = (
        f"{call.meeting.body.name}は、日時が変わりました。\n前の日時：{call.said_when}\n"
        f"新しい日時：{when_text(call.meeting)}\n"
    )
    address = reply_url(call.expected.reply_code)
    if not address:
        return said + "お返事は、新しい日時を確かめて、案内状の連絡先へお電話ください。"
    return f"{said}お返事は、新しい日時を確かめて、こちらから送ってください。\n{address}"


def _details(call: OpenCall, spoken: Spoken) -> ReplyDetails:
    """The answer anew, with what was asked for before: a word in a talk takes no wish back."""
    kept = call.reply
    return ReplyDetails(
        received_on=clock.today(),
        substitute_name=spoken.substitute_name,
        companions=kept.companions if kept else 0,
        needs=kept.needs if kept else "",
        trouble=kept.trouble if kept else "",
    )


def _linked(expected: Expected) -> str:
    call = call_as_seen(expected, at=clock.now())
    asked = "" if call.reply else f"\n\n{_naming(expected)}のお返事は、{WORDS}をここに送れます。"
    return (
        f"{call.addressee}として登録しました。次からのお知らせはLINEに届きます。"
        f"やめるときは「やめる」と送ってください。{asked}"
    )


def _naming(expected: Expected) -> str:
    """「12月22日(火)の大野地区地域支え合い会議」."""
    meeting = expected.meeting
    return f"{short_date(meeting.held_on)}の{meeting.body.name}"


def _or_page(calls: list[Expected]) -> str:
    address = reply_url(calls[0].reply_code)
    if not address:
        return ""
    return f"\n配慮してほしいことや困りごとは、こちらからも送れます。\n{address}"


def _note_blocked(event: LineEvent, *, blocked: bool) -> bool:
    """Whether the user of LINE is linked to anybody."""
    with transaction.atomic():
        friends = friends_known_as(event.user_id)
        if friends and _is_first(event, friends[0]):
            for friend in friends:
                note_blocked(friend=friend, blocked=blocked, actor=_oneself(friend))
    return bool(friends)


def _is_first(event: LineEvent, row: LineFriend | Expected) -> bool:
    """Claim the event inside the transaction of what it brings; a repeated one is not the first."""
    if not event.event_id:
        return True
    key = uuid.uuid5(_EVENTS, event.event_id)
    return audit.claim_submission(key=key, path=PATH, actor=_oneself(row)) is None


def _oneself(row: LineFriend | Expected) -> Viewer:
    """Who acts: the person who holds the talk, without any right at the desk."""
    return Viewer(municipality_id=row.municipality_id, name="ご本人（LINE）", on=clock.today())
