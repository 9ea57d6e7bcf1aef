"""Addresses of issues, of who does what by when, and of news between bodies."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.issues import (
    answers,
    asking,
    handed_on,
    promises,
    reminders,
    seasons,
    similar,
    troubles,
    views,
)

_ISSUE = "issues/<uuid:issue_id>/"
_TIE = "issues/items/<uuid:consideration_id>/"
_ACTION = "actions/<uuid:action_id>/"
_TROUBLE = "troubles/<uuid:trouble_id>/"
_ANSWER = "answers/<uuid:answer_id>/"
_PUT = "put-forward/<uuid:put_id>/"
_ASKED = "escalations/<uuid:escalation_id>/"
_REMINDER = "actions/reminders/<uuid:reminder_id>/"
_NEWS = "news/<uuid:passed_on_id>/"

urlpatterns: list[URLPattern] = [
    path("issues/", views.issues, name="issues"),
    path("issues/new/", views.issue_new, name="issue_new"),
    path(_ISSUE, views.issue, name="issue"),
    path(f"{_ISSUE}edit/", views.issue_edit, name="issue_edit"),
    path(f"{_ISSUE}move/", views.issue_move, name="issue_move"),
    path(f"{_ISSUE}close/", views.issue_close, name="issue_close"),
    path(f"{_ISSUE}reopen/", views.issue_reopen, name="issue_reopen"),
    path(f"{_ISSUE}withdraw/", views.issue_withdraw, name="issue_withdraw"),
    path(f"{_ISSUE}restore/", views.issue_restore, name="issue_restore"),
    path(f"{_ISSUE}actions/add/", promises.add, name="issue_action_add"),
    path(f"{_ISSUE}put-forward/", handed_on.put_forward, name="put_forward"),
    path(f"{_PUT}withdraw/", handed_on.put_forward_withdraw, name="put_forward_withdraw"),
    path(f"{_PUT}restore/", handed_on.put_forward_restore, name="put_forward_restore"),
    path(f"{_ISSUE}merge/", handed_on.issue_merge, name="issue_merge"),
    path(f"{_ISSUE}unmerge/", handed_on.issue_unmerge, name="issue_unmerge"),
    path(f"{_ISSUE}escalate/", handed_on.escalate, name="escalate"),
    path("escalations/", handed_on.escalations, name="escalations"),
    path(_ASKED, handed_on.escalation, name="escalation"),
    path(f"{_ASKED}withdraw/", handed_on.escalation_withdraw, name="escalation_withdraw"),
    path(f"{_ASKED}restore/", handed_on.escalation_restore, name="escalation_restore"),
    path(f"{_ASKED}inquiry.<str:ext>", handed_on.escalation_paper, name="escalation_paper"),
    path(f"{_TIE}disconnect/", views.issue_disconnect, name="issue_disconnect"),
    path(f"{_TIE}connect/", views.issue_connect, name="issue_connect"),
    path("issues/season/", seasons.season, name="season"),
    path(f"{_ISSUE}season/", seasons.season_answer, name="season_answer"),
    path(f"{_ISSUE}season/take-back/", seasons.season_take_back, name="season_take_back"),
    path("actions/", promises.actions, name="actions"),
    path("actions/reminders/", reminders.action_reminders, name="action_reminders"),
    path("actions/reminders/sheets.pdf", reminders.reminder_sheets, name="reminder_sheets"),
    path("actions/reminders/calls.pdf", reminders.reminder_calls, name="reminder_calls"),
    path("actions/cards.pdf", reminders.action_cards, name="action_cards"),
    path(f"{_ACTION}remind/", reminders.action_remind, name="action_remind"),
    path(f"{_ACTION}reminding/", reminders.action_reminding, name="action_reminding"),
    path(f"{_REMINDER}take-back/", reminders.reminder_take_back, name="reminder_take_back"),
    path(_ACTION, promises.action, name="action"),
    path(f"{_ACTION}edit/", promises.edit, name="action_edit"),
    path(f"{_ACTION}finish/", promises.finish, name="action_finish"),
    path(f"{_ACTION}resume/", promises.resume, name="action_resume"),
    path(f"{_ACTION}remove/", promises.remove, name="action_remove"),
    path(f"{_ACTION}restore/", promises.restore, name="action_restore"),
    path(f"{_NEWS}decline/", views.news_decline, name="news_decline"),
    path(f"{_NEWS}propose/", views.news_propose, name="news_propose"),
    path("troubles/similar/", similar.similar, name="similar"),
    path("troubles/", troubles.troubles, name="troubles"),
    path("troubles/new/", troubles.trouble_new, name="trouble_new"),
    path(_TROUBLE, troubles.trouble, name="trouble"),
    path(f"{_TROUBLE}edit/", troubles.trouble_edit, name="trouble_edit"),
    path(f"{_TROUBLE}take/", troubles.trouble_take, name="trouble_take"),
    path(f"{_TROUBLE}join/", troubles.trouble_join, name="trouble_join"),
    path(f"{_TROUBLE}settle/", troubles.trouble_settle, name="trouble_settle"),
    path(f"{_TROUBLE}answer/", troubles.trouble_answer, name="trouble_answer"),
    path(f"{_TROUBLE}refer/", troubles.trouble_refer, name="trouble_refer"),
    path(
        "troubles/sheets/<uuid:district_id>.<str:ext>", troubles.trouble_sheet, name="trouble_sheet"
    ),
    path(f"{_TROUBLE}reconsider/", troubles.trouble_reconsider, name="trouble_reconsider"),
    path(f"{_TROUBLE}withdraw/", troubles.trouble_withdraw, name="trouble_withdraw"),
    path(f"{_TROUBLE}restore/", troubles.trouble_restore, name="trouble_restore"),
    path("answers/", answers.answers, name="answers"),
    path("answers/asking/", asking.asking, name="asking"),
    path("answers/asking/sheet.pdf", asking.asking_sheet, name="asking_sheet"),
    path(_ANSWER, answers.answer, name="answer"),
    path(f"{_ANSWER}edit/", answers.answer_edit, name="answer_edit"),
    path(f"{_ANSWER}tell/", answers.answer_tell, name="answer_tell"),
    path(f"{_ANSWER}untell/", answers.answer_untell, name="answer_untell"),
    path(f"{_ANSWER}withdraw/", answers.answer_withdraw, name="answer_withdraw"),
    path(f"{_ANSWER}restore/", answers.answer_restore, name="answer_restore"),
    path(f"{_ANSWER}send/", answers.answer_send, name="answer_send"),
    path(f"{_ANSWER}unsend/", answers.answer_unsend, name="answer_unsend"),
    path(f"{_ANSWER}helped/", asking.answer_helped, name="answer_helped"),
    path(f"{_ANSWER}unhelped/", asking.answer_unhelped, name="answer_unhelped"),
    path(f"{_ANSWER}<slug:paper>.<slug:ext>", asking.answer_paper, name="answer_paper"),
    path(f"{_TROUBLE}answers/new/", answers.answer_new, name="answer_new"),
    path(f"{_TROUBLE}excuse/", answers.answer_excuse, name="answer_excuse"),
    path(f"{_ISSUE}answers/", answers.answers_same, name="answers_same"),
    path(f"{_ISSUE}answers/letters.<slug:ext>", asking.answers_letters, name="answers_letters"),
]
