"""Addresses of the day of a meeting and of its papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.day import items, papers, people, sheet, views

_MEETING = "meetings/<uuid:meeting_id>"
_PERSON = "meetings/people/<uuid:expected_id>"
_PRESENCE = "meetings/presences/<uuid:presence_id>"
_ITEM = "meetings/items/<uuid:item_id>/day"
_REMARK = "meetings/remarks/<uuid:remark_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_MEETING}/day/", views.meeting_day, name="meeting_day"),
    path(f"{_MEETING}/day/rest/", people.rest, name="day_rest"),
    path(f"{_MEETING}/day/unmark/", people.unmark, name="day_unmark"),
    path(f"{_MEETING}/day/walk-in/", people.walk_in, name="day_walk_in"),
    path(f"{_MEETING}/day/note/", views.note, name="day_note"),
    path(f"{_MEETING}/day/item/", views.add_item, name="day_add_item"),
    path(f"{_MEETING}/day/close/", views.close, name="day_close"),
    path(f"{_MEETING}/day/reopen/", views.reopen, name="day_reopen"),
    path(f"{_PERSON}/mark/", people.mark, name="day_mark"),
    path(f"{_PERSON}/substitute/", people.substitute, name="day_substitute"),
    path(f"{_PRESENCE}/", people.presence, name="day_presence"),
    path(f"{_PRESENCE}/remove/", people.remove_presence, name="day_presence_remove"),
    path(f"{_PRESENCE}/restore/", people.restore_presence, name="day_presence_restore"),
    path(f"{_ITEM}/write/", items.write_item, name="day_write"),
    path(f"{_ITEM}/remove/", views.remove_item, name="day_item_remove"),
    path(f"{_ITEM}/restore/", views.restore_item, name="day_item_restore"),
    path(f"{_REMARK}/", items.remark, name="day_remark"),
    path(f"{_REMARK}/remove/", items.remove_remark, name="day_remark_remove"),
    path(f"{_REMARK}/restore/", items.restore_remark, name="day_remark_restore"),
    path(f"{_REMARK}/move/", items.move_remark, name="day_remark_move"),
    path(f"{_MEETING}/papers/agenda.<str:ext>", papers.agenda_sheet, name="agenda_sheet"),
    path(f"{_MEETING}/papers/day-sheet.pdf", sheet.day_sheet, name="day_sheet"),
    path(f"{_MEETING}/papers/memo.<str:ext>", papers.memo, name="meeting_memo"),
    path(f"{_MEETING}/papers/attendance.<str:ext>", papers.attendance_list, name="attendance_list"),
]
