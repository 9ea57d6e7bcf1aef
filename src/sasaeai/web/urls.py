"""Addresses of the shell itself."""

from __future__ import annotations

from django.urls import path

from sasaeai.web import views

app_name = "web"
urlpatterns = [
    path("text-size/", views.set_text_size, name="text_size"),
    path("language/", views.set_language, name="language"),
    path("day-note/", views.day_note, name="day_note"),
]
