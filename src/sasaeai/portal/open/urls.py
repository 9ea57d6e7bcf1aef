"""Addresses of the open data. They stand in other people's programmes: none of them changes."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from sasaeai.portal.open import views


class LgCode:
    """全国地方公共団体コード: six digits."""

    regex = "[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class OpenTable(LgCode):
    """The name of a list."""

    regex = "events|minutes|halls"


register_converter(LgCode, "lg_code")
register_converter(OpenTable, "open_table")

_CITY = "open/<lg_code:lg_code>/"
_DISTRICT = f"{_CITY}<uuid:district_id>"
urlpatterns: list[URLPattern] = [
    path("open/", views.front, name="open_front"),
    path(_CITY, views.city_page, name="open_city"),
    path(f"{_CITY}events.ics", views.calendar, name="open_calendar"),
    path(f"{_CITY}<open_table:table>/", views.list_page, name="open_list"),
    path(f"{_CITY}<open_table:table>.csv", views.csv_file, name="open_csv"),
    path(f"{_CITY}<open_table:table>.json", views.json_file, name="open_json"),
    path(f"{_CITY}minutes/<uuid:text_id>/", views.minutes_page, name="open_minutes"),
    path(f"{_CITY}minutes/<uuid:text_id>.json", views.minutes_json, name="open_minutes_json"),
    path(f"{_DISTRICT}.ics", views.calendar, name="open_district_calendar"),
    path(f"{_DISTRICT}/", views.district_page, name="open_district"),
    path(f"{_DISTRICT}/<open_table:table>/", views.list_page, name="open_district_list"),
    path(f"{_DISTRICT}/<open_table:table>.csv", views.csv_file, name="open_district_csv"),
    path(f"{_DISTRICT}/<open_table:table>.json", views.json_file, name="open_district_json"),
    path("open/<path:rest>", views.front, name="open_rest"),
]
