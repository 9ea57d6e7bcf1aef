"""Addresses of the reply page; the QR on a slip leads to the second one."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.reply import views

urlpatterns: list[URLPattern] = [
    path("r/", views.front, name="reply_front"),
    path("r/<str:code>/", views.reply, name="reply"),
]
