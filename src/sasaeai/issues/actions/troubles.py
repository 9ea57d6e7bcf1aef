"""Troubles as they came: raised, put right, taken back, and what each of them became."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_handle_trouble, check_current
from sasaeai.issues.actions.answers import draft_answer, withdraw_answer
from sasaeai.issues.actions.path import REASON_LIMIT, locked_issue, open_issue
from sasaeai.issues.actions.search_entry import index_trouble
from sasaeai.issues.enums import (
    SETTLED_ANSWERS,
    AnswerState,
    IssueStatus,
    TroubleState,
    TroubleVia,
)
from sasaeai.issues.models import Answer, Issue, Trouble
from sasaeai.issues.queries.raisers import find_raiser
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_stays_in_room
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.people.access import check_can_run_district
from sasaeai.people.enums import Channel
from sasaeai.people.models import District, Organization, Post

TEXT_LIMIT = 10_000
"""Characters of a trouble: a whole letter fits."""

FIELDS = (
    "text",
    "raised_by",
    "raised_on",
    "via",
    "state",
    "settled_reason",
    "referred_to",
    "answer_channel",
    "answer_to",
    "issue",
)
_UNDECIDED = {"state": TroubleState.NEW, "issue": None, "settled_reason": "", "referred_to": ""}


def raise_trouble(
    *,
    district: District,
    text: str,
    raised_by: str,
    via: str,
    raised_on: date,
    actor: Viewer,
    meeting: Meeting | None = None,
    expected: Expected | None = None,
    organization: Organization | None = None,
    post: Post | None = None,
    answer_channel: str = "",
    answer_to: str = "",
) -> Trouble:
    """Write down a trouble that somebody brought. InvalidInput names `text`, `raised_by`, `via`.

    raised_by: organisation and post as text; a resident's name is never written (L-02).
    answer_channel, answer_to: how they want to hear the answer; empty for what the register says.
    """
    check_can_run_district(actor, district)
    if meeting is not None:
        check_stays_in_room(meeting)
    check_trouble_words(text, raised_by)
    check_answer_way(answer_channel)
    if via not in TroubleVia.values:
        sentence = _("困りごとがどう届いたかを選んでください。")
        raise InvalidInput(sentence, {"via": sentence})
    if raised_on > actor.on:  # nobody could be told before that day, and no 年度 would count it
        sentence = _("届いた日は、きょうか、それより前の日を入力してください。")
        raise InvalidInput(sentence, {"raised_on": sentence})
    with transaction.atomic():
        trouble = Trouble.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            meeting=meeting,
            expected=expected,
            organization=organization,
            post=post,
            answer_channel=answer_channel,
            answer_to=answer_to,
            raised_by=raised_by,
            raised_on=raised_on,
            via=via,
            text=text,
            written_by_name=actor.name,
        )
        index_trouble(trouble)
        audit.record(actor=actor, verb="raise", obj=trouble, after=audit.snapshot(trouble, FIELDS))
    return trouble


def edit_trouble(
    *,
    trouble: Trouble,
    text: str,
    raised_by: str,
    base_version: int,
    actor: Viewer,
    answer_channel: str | None = None,
    answer_to: str | None = None,
) -> Trouble:
    """Put the words of a trouble right, and how its raiser wants to hear the answer (None: as it
    was). Refuses a newer text by somebody else (StaleEdit).

    Another raiser is looked up in the register, so that the answer goes to them; a slip stays its
    sender's.
    """
    check_can_handle_trouble(actor, trouble)
    check_trouble_words(text, raised_by)
    check_answer_way(answer_channel or "")
    ways = {"answer_channel": answer_channel, "answer_to": answer_to}
    values: dict[str, Any] = {"text": text, "raised_by": raised_by}
    values |= {name: way for name, way in ways.items() if way is not None}
    with transaction.atomic():
        row = _locked(trouble)
        _check_stands(row)
        check_version(row, base_version, yours=values)
        if raised_by != row.raised_by and row.expected_id is None:
            office, post = find_raiser(raised_by, district=row.district, viewer=actor)
            values |= {"organization": office, "post": post}
        return write_trouble(row, values, verb="edit", actor=actor)


def withdraw_trouble(*, trouble: Trouble, actor: Viewer) -> Trouble:
    """Take back a trouble that was written by mistake; `restore_trouble` puts it back."""
    check_can_handle_trouble(actor, trouble)
    with transaction.atomic():
        row = _locked(trouble)
        _check_not_taken(row)
        if row.removed_at is not None:
            return row
        _check_nothing_leaves(row)
        return write_trouble(row, {"removed_at": clock.now()}, verb="remove", actor=actor)


def restore_trouble(*, trouble: Trouble, actor: Viewer) -> Trouble:
    """Put back what `withdraw_trouble` took out. Refused when the slip has another trouble by now."""
    check_can_handle_trouble(actor, trouble)
    with transaction.atomic():
        row = _locked(trouble)
        if row.removed_at is None:
            return row
        others = Trouble.objects.current().filter(
            municipality_id=row.municipality_id, expected_id=row.expected_id
        )
        if row.expected_id is not None and others.exists():
            raise NotNow(_("この返信票には、もう新しい困りごとが書かれています。"))
        return write_trouble(row, {"removed_at": None}, verb="restore", actor=actor)


def settle_trouble(*, trouble: Trouble, reason: str, actor: Viewer) -> Trouble:
    """Decide that a trouble does not become an issue (課題にしない), with the reason (200 characters)."""
    check_can_handle_trouble(actor, trouble)
    if not reason.strip() or len(reason) > REASON_LIMIT:
        sentence = (
            _("%(limit)s文字までです。短くしてください。") % {"limit": REASON_LIMIT}
            if reason.strip()
            else _("課題にしないわけを入力してください。困りごとを寄せた方への答えにもなります。")
        )
        raise InvalidInput(sentence, {"reason": sentence})
    with transaction.atomic():
        row = _locked(trouble)
        _check_stands(row)
        _check_not_taken(row)
        values = {
            **_UNDECIDED,
            "state": TroubleState.SETTLED,
            "settled_reason": reason.strip(),
        }
        return write_trouble(row, values, verb="settle", actor=actor)


def answer_trouble(
    *, trouble: Trouble, text: str, actor: Viewer, channel: str | None = None
) -> Answer:
    """Answer a trouble at once (すぐに答える): it needs no issue. The text is drafted as the answer.

    channel: None for the way its raiser wishes or the register knows.
    """
    check_can_handle_trouble(actor, trouble)
    with transaction.atomic():
        row = _locked(trouble)
        _check_stands(row)
        _check_not_taken(row)
        answer = draft_answer(trouble=row, text=text, channel=channel, actor=actor)
        values = {**_UNDECIDED, "state": TroubleState.ANSWERED}
        write_trouble(row, values, verb="answer", actor=actor)
    return answer


def refer_trouble(*, trouble: Trouble, referred_to: str, actor: Viewer) -> Trouble:
    """Hand a trouble on to somebody who can help (つなぎ); its raiser is still owed a word."""
    check_can_handle_trouble(actor, trouble)
    to = referred_to.strip()
    if not to or len(to) > REASON_LIMIT:
        sentence = (
            _("%(limit)s文字までです。短くしてください。") % {"limit": REASON_LIMIT}
            if to
            else _("どこにつないだかを入力してください。例：地域包括支援センター")
        )
        raise InvalidInput(sentence, {"referred_to": sentence})
    with transaction.atomic():
        row = _locked(trouble)
        _check_stands(row)
        _check_not_taken(row)
        values = {**_UNDECIDED, "state": TroubleState.REFERRED, "referred_to": to}
        return write_trouble(row, values, verb="refer", actor=actor)


def take_trouble(*, trouble: Trouble, issue: Issue, actor: Viewer) -> Trouble:
    """Let a trouble be part of an issue (課題にする). The same issue again changes nothing."""
    check_can_handle_trouble(actor, trouble)
    if issue.district_id != trouble.district_id:
        sentence = _("ほかの地区の課題には、つなげられません。")
        raise InvalidInput(sentence, {"issue": sentence})
    with transaction.atomic():
        goes_on = locked_issue(issue)  # so that it does not end while somebody untold joins it
        row = _locked(trouble)
        if row.issue_id == issue.pk:
            return row
        _check_stands(row)
        _check_not_taken(row)
        check_current(goes_on)
        _check_goes_on(goes_on)
        values = {**_UNDECIDED, "state": TroubleState.TAKEN, "issue": issue}
        return write_trouble(row, values, verb="take", actor=actor)


def open_issue_of(*, trouble: Trouble, actor: Viewer, **values: Any) -> Issue:
    """Take up a new issue (the words of `open_issue`) and let the trouble be part of it."""
    with transaction.atomic():
        _check_not_taken(_locked(trouble))
        issue = open_issue(district=trouble.district, actor=actor, **values)
        take_trouble(trouble=trouble, issue=issue, actor=actor)
    return issue


def reconsider_trouble(*, trouble: Trouble, actor: Viewer) -> Trouble:
    """Take back what was decided about a trouble: it is new again. The issue stays as it is.

    An answer that was drafted for it and not told gives way; what was told stays told.
    """
    check_can_handle_trouble(actor, trouble)
    with transaction.atomic():
        row = _locked(trouble)
        if row.state == TroubleState.NEW:
            return row
        if row.state == TroubleState.ANSWERED:
            _withdraw_drafts(row, actor)
        return write_trouble(row, _UNDECIDED, verb="reconsider", actor=actor)


def write_trouble(
    row: Trouble, values: Mapping[str, object], *, verb: str, actor: Viewer
) -> Trouble:
    """Part of a write: set columns of a locked trouble, with version and audit row."""
    names = list(values)
    before = audit.snapshot(row, names)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*names, "version"])
    index_trouble(row)
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, names))
    return row


def _withdraw_drafts(row: Trouble, actor: Viewer) -> None:
    drafts = Answer.objects.current().filter(municipality_id=row.municipality_id, trouble=row)
    for draft in drafts.exclude(state__in=SETTLED_ANSWERS).select_related("trouble__district"):
        withdraw_answer(answer=draft, actor=actor)


def _locked(trouble: Trouble) -> Trouble:
    rows = Trouble.objects.select_for_update(of=("self",)).select_related("district")
    return rows.get(pk=trouble.pk)


def _check_stands(row: Trouble) -> None:
    """Raise when somebody took the trouble back meanwhile, perhaps by a new answer on the slip."""
    if row.removed_at is not None:
        raise NotNow(
            _("この困りごとは、そのあとで取り消されています。一覧を開き直して確かめてください。")
        )


def _check_not_taken(row: Trouble) -> None:
    if row.state == TroubleState.TAKEN:
        raise NotNow(
            _(
                "この困りごとは、もう課題にしてあります。"
                "変えるには、先に「困りごとの一覧」で「決めたことを取り消す」を押してください。"
            )
        )


def _check_nothing_leaves(row: Trouble) -> None:
    """Raise while an answer is on its way: it would reach somebody for a trouble that is gone."""
    under_way = Answer.objects.current().filter(
        municipality_id=row.municipality_id,
        trouble=row,
        state__in=(AnswerState.QUEUED, AnswerState.SENDING),
    )
    if under_way.exists():
        raise NotNow(
            _(
                "この困りごとへの返答を送っているところです。"
                "送り終わるのを待つか、返答のページで「送信をやめる」を押してください。"
            )
        )


def _check_goes_on(issue: Issue) -> None:
    """Raise when nobody works on the issue any more: who joined it would wait for nothing."""
    if issue.status == IssueStatus.CLOSED:
        raise NotNow(
            _("この課題は、ほかの課題にまとめてあります。その続きの課題を選んでください。")
            if issue.duplicate_of_id is not None
            else _(
                "この課題は終結しています。困りごとをつなげるには、"
                "先に課題のページで「もう一度取り上げる」を押してください。"
            )
        )


def check_answer_way(channel: str) -> None:
    """Raise InvalidInput for a way of telling that does not exist; empty is the register's."""
    if channel and channel not in Channel.values:
        sentence = _("答えの届け方を一覧から選んでください。")
        raise InvalidInput(sentence, {"answer_channel": sentence})


def check_trouble_words(text: str, raised_by: str) -> None:
    """Raise InvalidInput for words that are missing or too long."""
    wrong: dict[str, str] = {}
    if not text.strip():
        wrong["text"] = _("困りごとを入力してください。")
    elif len(text) > TEXT_LIMIT:
        wrong["text"] = _("%(limit)s文字までです。短くしてください。") % {"limit": TEXT_LIMIT}
    if not raised_by.strip():
        wrong["raised_by"] = _("どの団体・役職の方からかを入力してください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
