"""Addresses of the hall: the page for a device, and what the device talks to."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.field import views, views_page

app_name = "field"
urlpatterns: list[URLPattern] = [
    path("", views_page.page, name="page"),
    path("shell", views_page.shell, name="shell"),
    path("sw.js", views_page.worker, name="worker"),
    path("manifest.webmanifest", views_page.manifest, name="manifest"),
    path("carry", views.carry, name="carry"),
    path("<uuid:carry_id>/key", views.key, name="key"),
    path("<uuid:carry_id>/package", views.package, name="package"),
    path("<uuid:carry_id>/sync", views.sync, name="sync"),
    path("<uuid:carry_id>/returned", views.returned, name="returned"),
]
