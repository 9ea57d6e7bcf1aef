"""Addresses of 会場の端末."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.hall import views

_HALL = "meetings/<uuid:meeting_id>/hall"
_CARD = "meetings/cards/<uuid:card_id>"
_CARRY = "meetings/carries/<uuid:carry_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_HALL}/", views.meeting_hall, name="meeting_hall"),
    path(f"{_HALL}/again/", views.again, name="hall_again"),
    path(f"{_HALL}/file/", views.hand_in, name="hall_file"),
    path(f"{_CARD}/", views.card, name="hall_card"),
    path(f"{_CARD}/choose/", views.choose, name="hall_choose"),
    path(f"{_CARD}/back/", views.put_back, name="hall_back"),
    path(f"{_CARRY}/wipe/", views.wipe, name="hall_wipe"),
    path(f"{_CARRY}/keep/", views.keep, name="hall_keep"),
]
