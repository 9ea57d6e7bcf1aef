"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.city import secrecy, views
from sasaeai.reports.queries.city_lists import Figure

urlpatterns: list[URLPattern] = [
    path("city/", views.city, name="city"),
    path("city/secrecy/", secrecy.city_secrecy, name="city_secrecy"),
    path("city/kinds/<uuid:kind_id>/bound/", secrecy.kind_bound, name="kind_bound"),
    path("city/paper.pdf", views.city_pdf, name="city_pdf"),
    *(
        path(f"city/figures/{one.value}/", views.figure, {"name": one.value}, f"city_{one.value}")
        for one in Figure
    ),
]
