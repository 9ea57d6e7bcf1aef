"""Addresses of meetings up to the call, of bodies and districts."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.meetings import agenda, bodies, call, lists, plan, recognition

_MEETING = "meetings/<uuid:meeting_id>/"
_ITEM = "agenda-items/<uuid:item_id>/"
_CALL = "calls/<uuid:expected_id>/"
_BODY = "bodies/<uuid:body_id>/"
_MEMBER = "members/<uuid:member_id>/"
_RECOGNITION = "recognitions/<uuid:recognition_id>/"

urlpatterns: list[URLPattern] = [
    path("meetings/", lists.meetings, name="meetings"),
    path("districts/<uuid:district_id>/", lists.district, name="district"),
    path(_MEETING, lists.meeting, name="meeting"),
    # 計画
    path(f"{_BODY}prepare/", plan.meeting_prepare, name="meeting_prepare"),
    path(f"{_MEETING}plan/", plan.meeting_plan, name="meeting_plan"),
    path(f"{_MEETING}cancel/", plan.meeting_cancel, name="meeting_cancel"),
    path(f"{_MEETING}restore/", plan.meeting_restore, name="meeting_restore"),
    path(f"{_MEETING}to-snow-date/", plan.meeting_to_snow_date, name="meeting_to_snow_date"),
    path(f"{_MEETING}from-snow-date/", plan.meeting_from_snow_date, name="meeting_from_snow_date"),
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
    # 会議体
    path("districts/<uuid:district_id>/bodies/new/", bodies.body_new, name="body_new"),
    path(_BODY, bodies.body, name="body"),
    path(f"{_BODY}edit/", bodies.body_edit, name="body_edit"),
    path(f"{_BODY}members/", bodies.body_members, name="body_members"),
    path(f"{_MEMBER}remove/", bodies.body_member_remove, name="body_member_remove"),
    path(f"{_MEMBER}restore/", bodies.body_member_restore, name="body_member_restore"),
    # みなし
    path(f"{_BODY}recognitions/new/", recognition.recognition_new, name="recognition_new"),
    path(f"{_RECOGNITION}end/", recognition.recognition_end, name="recognition_end"),
    path(f"{_RECOGNITION}continue/", recognition.recognition_continue, name="recognition_continue"),
    path(f"{_RECOGNITION}remove/", recognition.recognition_remove, name="recognition_remove"),
    path(f"{_RECOGNITION}restore/", recognition.recognition_restore, name="recognition_restore"),
]
