"""Addresses of what is looked at by place: efforts of each 町会, the drawing of a district."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.issues import efforts, places

_MAP = "issues/map/<uuid:district_id>/"
_SPOT = "issues/<uuid:issue_id>/spot/"
_EFFORTS = "issues/efforts/<uuid:district_id>/"

urlpatterns: list[URLPattern] = [
    path("issues/efforts/", efforts.efforts, name="efforts"),
    path(_EFFORTS, efforts.district_efforts, name="district_efforts"),
    path(f"{_EFFORTS}table.<str:ext>", efforts.efforts_sheet, name="efforts_sheet"),
    path(f"{_EFFORTS}blank.pdf", efforts.efforts_blank, name="efforts_blank"),
    path(f"{_EFFORTS}<uuid:organization_id>/", efforts.effort, name="effort"),
    path("issues/map/", places.district_maps, name="district_maps"),
    path(_MAP, places.district_map, name="district_map"),
    path(f"{_MAP}picture/", places.drawing_picture, name="drawing_picture"),
    path(f"{_MAP}edit/", places.drawing_edit, name="drawing_edit"),
    path(_SPOT, places.issue_spot, name="issue_spot"),
    path(f"{_SPOT}clear/", places.issue_spot_clear, name="issue_spot_clear"),
]
