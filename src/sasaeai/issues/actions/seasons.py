"""Answers to 「今年も困っていますか」: taken up again, or let be for this year; once a 年度."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.enums import Season
from sasaeai.issues.access import check_can_work_on, check_current
from sasaeai.issues.actions.closing import check_raisers_told
from sasaeai.issues.actions.path import move_issue, reopen_issue
from sasaeai.issues.actions.search_entry import index_issue
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue, IssueEntry, SeasonAnswer
from sasaeai.issues.queries.seasons import asking_on
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer

NOTE_LIMIT = 200
_FIELDS = ("issue", "fiscal_year", "still", "note")
_WORDS = {Season.WINTER: "冬", Season.SUMMER: "夏", Season.ALL_YEAR: "時期"}


def answer_season(*, issue: Issue, still: bool, actor: Viewer, note: str = "") -> SeasonAnswer:
    """Say whether an issue troubles people again this year. Yes takes a closed one up again.

    Refused (NotNow) outside its season and when this 年度's answer is given already.
    """
    check_can_work_on(actor, issue)
    if len(note) > NOTE_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {"note": sentence})
    year = FiscalYear.of(actor.on).year
    with transaction.atomic():
        row = _locked(issue)
        check_current(row)
        _check_asked(row, year, actor)
        was_closed = row.status == IssueStatus.CLOSED
        answer = SeasonAnswer.objects.create(
            municipality_id=row.municipality_id,
            issue=row,
            fiscal_year=year,
            still=still,
            note=note,
            by_name=actor.name,
            was_closed_on=row.closed_on if still else None,
            was_closed_reason=row.closed_reason if still else "",
        )
        if still:
            text = f"今年の{_WORDS[Season(row.season)]}も困っています。{note}"
            if was_closed:
                reopen_issue(issue=row, reason=text, actor=actor)
            else:
                move_issue(issue=row, status=IssueStatus(row.status), text=text, actor=actor)
        audit.record(
            actor=actor, verb="answer season", obj=answer, after=audit.snapshot(answer, _FIELDS)
        )
    return answer


def take_back_season_answer(*, answer: SeasonAnswer, actor: Viewer) -> Issue:
    """Take an answer back: the question is asked again, and an issue taken up by it ends as before.

    Refused once something else was written of the issue since.
    """
    check_can_work_on(actor, answer.issue)
    with transaction.atomic():
        row = _locked(answer.issue)
        found = SeasonAnswer.objects.filter(pk=answer.pk).first()
        if found is None:
            return row
        if found.still:
            _check_nothing_since(row, found)
            _end_again(row, found, actor)
        audit.record(
            actor=actor,
            verb="take back season",
            obj=found,
            before=audit.snapshot(found, _FIELDS),
        )
        # Only the newest answer of a year counts, and the audit row keeps the one taken back.
        found.delete()
    return row


def _check_asked(row: Issue, year: int, actor: Viewer) -> None:
    asking = asking_on(actor.on)
    if asking is None or asking.season != row.season:
        raise NotNow(
            _("季節の課題は、冬は11月から、夏は6月から聞きます。その前は「経過」に書いてください。")
        )
    given = SeasonAnswer.objects.filter(
        municipality_id=row.municipality_id, issue=row, fiscal_year=year
    )
    if given.exists():
        raise NotNow(
            _("今年度は、もう答えてあります。変えるときは、先に答えを取り消してください。")
        )
    if row.duplicate_of_id is not None:
        raise NotNow(_("この課題は、ほかの課題にまとめられています。まとめた先で答えてください。"))


def _check_nothing_since(row: Issue, answer: SeasonAnswer) -> None:
    later = IssueEntry.objects.filter(
        municipality_id=row.municipality_id, issue=row, created_at__gt=answer.created_at
    )
    if later.count() > 1 or row.removed_at is not None:
        raise NotNow(
            _("そのあとで経過が書かれたので、取り消せません。課題のページで経過を書いてください。")
        )


def _end_again(row: Issue, answer: SeasonAnswer, actor: Viewer) -> None:
    names = ("status", "closed_on", "closed_reason")
    before = audit.snapshot(row, names)
    if answer.was_closed_on is not None:
        # Somebody may have raised it since: then it does not end unseen.
        check_raisers_told(row)
        row.status = IssueStatus.CLOSED
        row.closed_on, row.closed_reason = answer.was_closed_on, answer.was_closed_reason
        row.version += 1
        row.save(update_fields=[*names, "version"])
        index_issue(row)
    IssueEntry.objects.create(
        municipality_id=row.municipality_id,
        issue=row,
        status=row.status,
        text="「今年も困っている」という答えを取り消しました。",
        by_name=actor.name,
    )
    audit.record(actor=actor, verb="move", obj=row, before=before, after=audit.snapshot(row, names))


def _locked(issue: Issue) -> Issue:
    return Issue.objects.select_for_update(of=("self",)).select_related("district").get(pk=issue.pk)
