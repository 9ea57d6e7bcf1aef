"""「役に立ったか」: whom to ask a month after the answer; papers of answers and of these calls."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.issues import actions, queries
from sasaeai.issues.access import check_can_handle_trouble, check_can_work_on
from sasaeai.issues.enums import Helped
from sasaeai.issues.forms.answers import HelpedForm
from sasaeai.issues.models import Answer
from sasaeai.issues.queries.reach import reach_raisers
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.wareki import short_date
from sasaeai.notices.actions.answers import trace_answers
from sasaeai.notices.exports.answer_letter import (
    AnswerLetter,
    answer_letter,
    answer_letters_paper,
    answer_number,
)
from sasaeai.notices.exports.call_sheet import ANSWERS, ASKING, Call, call_sheet, call_sheet_paper
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.texts import must_not_say
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import Paper
from sasaeai.people.access import visible_districts
from sasaeai.people.enums import Channel
from sasaeai.web.messages import undo_message

ON_PAPER = (Channel.POST, Channel.HAND)


@signed_in
@require_safe
def asking(request: DeskRequest) -> HttpResponse:
    """Everybody who was told something a month ago, with the answer keyed in one press."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    number = request.GET.get("number", "").strip()
    page = queries.answers_page(queries.to_ask(viewer, district=district), request.GET.get("page"))
    rows = list(page.object_list)
    reach = reach_raisers([row.trouble for row in rows], on=viewer.on)
    context = {
        "page": page,
        "rows": [(row, reach[row.trouble_id], answer_number(row.pk)) for row in rows],
        "districts": districts,
        "district": district,
        "number": number,
        "found": queries.answers_by_number(number, viewer=viewer) if number else [],
        "choices": Helped.choices,
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/asking.html", context)


@runs_meetings
@require_safe
def asking_sheet(request: DeskRequest) -> HttpResponse:
    """The telephone list of those to ask, with the words to say."""
    viewer = request.viewer
    rows = [a for a in queries.to_ask(viewer) if viewer.may_run(a.trouble.district_id)]
    reach = reach_raisers([row.trouble for row in rows], on=viewer.on)
    names = list(dict.fromkeys(row.trouble.district.name for row in rows))
    calls = [
        Call(
            who=reach[row.trouble_id].who,
            tel=reach[row.trouble_id].tel,
            about=f"{short_date(row.told_on)}に伝えたこと：{row.text[:80]}",
            number=answer_number(row.pk),
        )
        for row in rows
    ]
    sheet = call_sheet(ASKING, "・".join(names), calls)
    return _paper(request, rows, "asking", lambda: call_sheet_paper(sheet, on=viewer.on))


@runs_meetings
@require_POST
def answer_helped(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """What the raiser said; when it helped little, the page proposes how to go on."""
    found = _mine(request, answer_id)
    form = HelpedForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {"helped": "", "note": ""}
    noted = actions.note_helped(answer=found, actor=request.viewer, **values)
    undo = reverse("desk:answer_unhelped", args=[found.id])
    undo_message(
        request,
        _("「%(what)s」と記録しました。") % {"what": noted.get_helped_display()},
        undo,
    )
    if noted.helped in (Helped.NO, Helped.PARTLY):
        return redirect(f"{reverse('desk:answer', args=[found.id])}#helped")
    return redirect("desk:asking")


@runs_meetings
@require_POST
def answer_unhelped(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Take that back."""
    found = _mine(request, answer_id)
    actions.take_back_helped(answer=found, actor=request.viewer)
    messages.success(request, _("聞いたことを取り消しました。"))
    return redirect("desk:answer", found.id)


@runs_meetings
@require_safe
def answer_paper(request: DeskRequest, answer_id: UUID, paper: str, ext: str) -> HttpResponse:
    """The letter (PDF, DOCX), the FAX with its cover, or the telephone note of one answer."""
    found = _mine(request, answer_id)
    (row,) = texts.with_links([found])
    if paper == "call":
        return _paper(request, [row], "answer_call", lambda: _call_paper(request, [row]))
    if paper not in ("letter", "fax"):
        raise Http404
    by_fax = paper == "fax"
    if by_fax and (sentence := must_not_say(row, Channel.FAX)):
        raise NotNow(sentence)
    return _paper(
        request,
        [row],
        f"answer_{paper}",
        lambda: answer_letters_paper(_letters(request, [row], fax=by_fax), ext=ext),
    )


@runs_meetings
@require_safe
def answers_letters(request: DeskRequest, issue_id: UUID, ext: str) -> HttpResponse:
    """The letters of all drafts of an issue that go by post or by hand, in one file."""
    issue = queries.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, issue)
    owed = queries.raisers_of(issue, viewer=request.viewer)
    drafts = [one.draft for one in owed if one.draft is not None]
    rows = texts.with_links([draft for draft in drafts if draft.channel in ON_PAPER])
    if not rows:
        messages.error(request, _("郵送・手渡しの下書きがありません。先に返答を書いてください。"))
        return redirect("desk:issue", issue.id)
    return _paper(
        request,
        rows,
        "answer_letter",
        lambda: answer_letters_paper(_letters(request, rows), ext=ext),
    )


def _letters(request: DeskRequest, rows: list[Answer], *, fax: bool = False) -> list[AnswerLetter]:
    on = request.viewer.on
    addresses = texts.addresses_of(rows, on=on)
    windows = {
        district.pk: texts.window_of(district, on=on)
        for district in {row.trouble.district for row in rows}
    }
    return [
        answer_letter(row, addresses[row.pk], windows[row.trouble.district_id], on=on, fax=fax)
        for row in rows
    ]


def _call_paper(request: DeskRequest, rows: list[Answer]) -> Paper:
    addresses = texts.addresses_of(rows, on=request.viewer.on)
    calls = [
        Call(
            who=addresses[row.pk].who,
            tel=addresses[row.pk].tel,
            about=f"{short_date(row.trouble.raised_on)}に届いた困りごと：{row.trouble.text[:80]}",
            words=row.text,
            number=answer_number(row.pk),
        )
        for row in rows
    ]
    sheet = call_sheet(ANSWERS, rows[0].trouble.district.name, calls)
    return call_sheet_paper(sheet, on=request.viewer.on)


def _paper(
    request: DeskRequest, rows: list[Answer], purpose: str, make: Callable[[], Paper]
) -> HttpResponse:
    """Print, leave the trace, and note on drafts that they were printed."""
    try:
        paper = make()
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("desk:answers")
    trace_answers(answers=rows, purpose=purpose, actor=request.viewer)
    return paper_response(paper)


def _mine(request: DeskRequest, answer_id: UUID) -> Answer:
    found = queries.get_visible_answer(answer_id, viewer=request.viewer)
    check_can_handle_trouble(request.viewer, found.trouble)
    return found
