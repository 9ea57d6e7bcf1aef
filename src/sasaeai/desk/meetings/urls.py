"""Addresses of meetings up to the call, of bodies and districts."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.meetings import (
    agenda,
    bodies,
    call,
    dates,
    feeds,
    handouts,
    lists,
    plan,
    recognition,
    secrecy,
)

_MEETING = "meetings/<uuid:meeting_id>/"
_ITEM = "agenda-items/<uuid:item_id>/"
_CALL = "calls/<uuid:expected_id>/"
_BODY = "bodies/<uuid:body_id>/"
_MEMBER = "members/<uuid:member_id>/"
_RECOGNITION = "recognitions/<uuid:recognition_id>/"
_HANDOUT = "handouts/<uuid:handout_id>/"
_COPY = "handout-copies/<uuid:copy_id>/"
_PLEDGE = "pledges/<uuid:pledge_id>/"
_ACKNOWLEDGEMENT = "acknowledgements/<uuid:acknowledgement_id>/"
_POLL = "date-polls/<uuid:poll_id>/"
_SLOT = "date-slots/<uuid:slot_id>/"
_VOTER = "date-voters/<uuid:voter_id>/"

urlpatterns: list[URLPattern] = [
    path("meetings/", lists.meetings, name="meetings"),
    path("districts/<uuid:district_id>/", lists.district, name="district"),
    path(_MEETING, lists.meeting, name="meeting"),
    # 計画
    path(f"{_BODY}prepare/", plan.meeting_prepare, name="meeting_prepare"),
    path(f"{_MEETING}plan/", plan.meeting_plan, name="meeting_plan"),
    # 議題
    path(f"{_MEETING}agenda/", agenda.meeting_agenda, name="meeting_agenda"),
    path(f"{_MEETING}agenda/add/", agenda.agenda_add, name="agenda_add"),
    path(f"{_MEETING}agenda/unsettle/", agenda.agenda_unsettle, name="agenda_unsettle"),
    path(_ITEM, agenda.agenda_item, name="agenda_item"),
    path(f"{_ITEM}move/", agenda.agenda_item_move, name="agenda_item_move"),
    path(f"{_ITEM}remove/", agenda.agenda_item_remove, name="agenda_item_remove"),
    path(f"{_ITEM}restore/", agenda.agenda_item_restore, name="agenda_item_restore"),
    # 声かけ
    path(f"{_MEETING}call/", call.meeting_call, name="meeting_call"),
    path(f"{_MEETING}call/add/", call.call_add, name="call_add"),
    path(f"{_MEETING}call/guest/", call.call_guest, name="call_guest"),
    path(f"{_MEETING}call/withdraw/", call.calls_withdraw, name="calls_withdraw"),
    path(f"{_CALL}items/", call.call_items, name="call_items"),
    path(f"{_CALL}withdraw/", call.call_withdraw, name="call_withdraw"),
    path(f"{_CALL}restore/", call.call_restore, name="call_restore"),
    path(f"{_CALL}renew/", call.call_renew, name="call_renew"),
    # 配布資料
    path(f"{_MEETING}handouts/", handouts.meeting_handouts, name="meeting_handouts"),
    path(f"{_MEETING}handouts/agenda/", handouts.handouts_from_agenda, name="handouts_from_agenda"),
    path(
        f"{_MEETING}handouts/check/", handouts.meeting_handout_check, name="meeting_handout_check"
    ),
    path(f"{_MEETING}papers/handouts.pdf", handouts.handout_check_pdf, name="handout_check_pdf"),
    path(_HANDOUT, handouts.handout, name="handout"),
    path(f"{_HANDOUT}remove/", handouts.handout_remove, name="handout_remove"),
    path(f"{_HANDOUT}restore/", handouts.handout_restore, name="handout_restore"),
    path(f"{_HANDOUT}give/", handouts.handout_give, name="handout_give"),
    path(_COPY, handouts.handout_copy, name="handout_copy"),
    path(f"{_COPY}return/", handouts.handout_copy_return, name="handout_copy_return"),
    path(f"{_COPY}reopen/", handouts.handout_copy_reopen, name="handout_copy_reopen"),
    # 守秘
    path(f"{_MEETING}secrecy/", secrecy.meeting_secrecy, name="meeting_secrecy"),
    path(f"{_CALL}acknowledged/", secrecy.call_acknowledged, name="call_acknowledged"),
    path(
        f"{_ACKNOWLEDGEMENT}remove/", secrecy.acknowledgement_remove, name="acknowledgement_remove"
    ),
    path(
        f"{_ACKNOWLEDGEMENT}restore/",
        secrecy.acknowledgement_restore,
        name="acknowledgement_restore",
    ),
    path(f"{_MEETING}pledges/", secrecy.meeting_pledges, name="meeting_pledges"),
    path(
        f"{_MEETING}papers/pledges.<str:ext>",
        secrecy.meeting_pledge_papers,
        name="meeting_pledge_papers",
    ),
    path(f"{_CALL}pledged/", secrecy.call_pledged, name="call_pledged"),
    path(f"{_PLEDGE}remove/", secrecy.pledge_remove, name="pledge_remove"),
    path(f"{_PLEDGE}restore/", secrecy.pledge_restore, name="pledge_restore"),
    # 会議体
    path("districts/<uuid:district_id>/bodies/new/", bodies.body_new, name="body_new"),
    path(_BODY, bodies.body, name="body"),
    path(f"{_BODY}edit/", bodies.body_edit, name="body_edit"),
    path(f"{_BODY}members/", bodies.body_members, name="body_members"),
    path(f"{_MEMBER}remove/", bodies.body_member_remove, name="body_member_remove"),
    path(f"{_MEMBER}restore/", bodies.body_member_restore, name="body_member_restore"),
    # 日程調整
    path(f"{_BODY}dates/new/", dates.dates_new, name="dates_new"),
    path(_POLL, dates.date_poll, name="date_poll"),
    path(f"{_POLL}edit/", dates.date_poll_edit, name="date_poll_edit"),
    path(f"{_POLL}remove/", dates.date_poll_remove, name="date_poll_remove"),
    path(f"{_POLL}restore/", dates.date_poll_restore, name="date_poll_restore"),
    path(f"{_POLL}take-back/", dates.date_poll_take_back, name="date_poll_take_back"),
    path(f"{_POLL}slots/add/", dates.date_slot_add, name="date_slot_add"),
    path(f"{_POLL}people/add/", dates.date_voter_add, name="date_voter_add"),
    path(f"{_POLL}papers/slips.pdf", dates.date_slips, name="date_slips"),
    path(f"{_SLOT}remove/", dates.date_slot_remove, name="date_slot_remove"),
    path(f"{_SLOT}restore/", dates.date_slot_restore, name="date_slot_restore"),
    path(f"{_SLOT}choose/", dates.date_slot_choose, name="date_slot_choose"),
    path(_VOTER, dates.date_voter, name="date_voter"),
    path(f"{_VOTER}remove/", dates.date_voter_remove, name="date_voter_remove"),
    path(f"{_VOTER}restore/", dates.date_voter_restore, name="date_voter_restore"),
    # みなし
    path(f"{_BODY}recognitions/new/", recognition.recognition_new, name="recognition_new"),
    path(f"{_RECOGNITION}end/", recognition.recognition_end, name="recognition_end"),
    path(f"{_RECOGNITION}continue/", recognition.recognition_continue, name="recognition_continue"),
    path(f"{_RECOGNITION}remove/", recognition.recognition_remove, name="recognition_remove"),
    path(f"{_RECOGNITION}restore/", recognition.recognition_restore, name="recognition_restore"),
    # カレンダー
    path(f"{_BODY}calendar/", feeds.body_calendar, name="body_calendar"),
    path(
        "districts/<uuid:district_id>/calendar/", feeds.district_calendar, name="district_calendar"
    ),
    path(
        "register/people/<uuid:person_id>/calendar/", feeds.person_calendar, name="person_calendar"
    ),
    path("feeds/<uuid:feed_id>/renew/", feeds.feed_renew, name="feed_renew"),
    path("feeds/<uuid:feed_id>/withdraw/", feeds.feed_withdraw, name="feed_withdraw"),
    path("feeds/<uuid:feed_id>/restore/", feeds.feed_restore, name="feed_restore"),
]
