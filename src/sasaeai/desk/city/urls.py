"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.city import views
from sasaeai.reports.queries.city_lists import Figure

urlpatterns: list[URLPattern] = [
    path("city/", views.city, name="city"),
    path("city/paper.pdf", views.city_pdf, name="city_pdf"),
    *(
        path(f"city/figures/{one.value}/", views.figure, {"name": one.value}, f"city_{one.value}")
        for one in Figure
    ),
]
