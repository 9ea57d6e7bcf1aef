"""The drawing of a district (略図), and the issues that have their coarse place on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from sasaeai.directory.enums import Season
from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import DistrictDrawing, Issue
from sasaeai.issues.queries.efforts import organizations_asked
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District

PAGE_SIZE = 30
BLANK_SIZE = (1000, 700)
"""Dots of a sheet without a drawing."""
_COLUMNS = 4
_TILES_ACROSS = 4
_DEEPEST_ZOOM = 18


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a 町会 on a sheet without a drawing, at the middle of its box."""

    name: str
    x: int
    y: int
    width: int
    height: int

    @property
    def left(self) -> int:
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        return self.y - self.height // 2

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        """The name in at most three lines with the height of each."""
        parts = [self.name[at : at + 9] for at in range(0, min(len(self.name), 27), 9)]
        top = self.y - 15 * (len(parts) - 1)
        return tuple((part, top + 30 * number) for number, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of a map: its address, and where its corner lies on the sheet."""

    address: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Ground:
    """What issues are pointed out on. drawing: None until somebody put one in; size in dots."""

    drawing: DistrictDrawing | None
    width: int
    height: int
    labels: tuple[Label, ...] = ()
    tiles: tuple[Tile, ...] = ()

    @property
    def has_picture(self) -> bool:
        return self.drawing is not None and self.drawing.width > 0

    @property
    def unit(self) -> float:
        """The size of a mark: a fixed part of the longer side, however large the drawing."""
        return max(self.width, self.height) / 36


@dataclass(frozen=True, slots=True)
class Spot:
    """An issue on the drawing: its number in the table beside, and its dots."""

    number: int
    issue: Issue
    x: float
    y: float


def ground_of(district: District, *, viewer: Viewer, tile_url: str = "") -> Ground:
    """The drawing of a district, else tiles between its corners, else the names of its 町会.

    At most two queries; the picture itself is left in the database.
    """
    drawing = drawing_of(district)
    if drawing is not None and drawing.width:
        return Ground(drawing, drawing.width, drawing.height)
    if drawing is not None and tile_url and drawing.north is not None:
        return _tiled(drawing, tile_url)
    return _blank(drawing, [one.name for one in organizations_asked(district, viewer)])


def drawing_of(district: District) -> DistrictDrawing | None:
    """What is kept of a district's drawing, without the picture."""
    return (
        DistrictDrawing.objects.filter(municipality_id=district.municipality_id, district=district)
        .defer("picture")
        .first()
    )


def picture_of(district: District) -> tuple[bytes, str] | None:
    """The picture and its content type; None while there is none."""
    row = (
        DistrictDrawing.objects.filter(
            municipality_id=district.municipality_id, district=district, width__gt=0
        )
        .values_list("picture", "content_type")
        .first()
    )
    return (bytes(row[0]), row[1]) if row else None


def placed_issues(
    viewer: Viewer,
    district: District,
    *,
    topic: Topic | None = None,
    season: str = "",
    closed: bool = False,
) -> QuerySet[Issue]:
    """Issues of a district that have a place, the newest first; `closed` adds those that ended."""
    issues = visible_issues(viewer).filter(district=district, spot_x__isnull=False)
    if topic is not None:
        issues = issues.filter(topic=topic)
    if season in Season.values:
        issues = issues.filter(season=season)
    if not closed:
        issues = issues.exclude(status=IssueStatus.CLOSED)
    return issues.select_related("topic", "district").order_by("-opened_on", "title", "id")


def placed_page(issues: QuerySet[Issue], number: str | int | None) -> Page[Issue]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(issues, PAGE_SIZE).get_page(number)


def spots_of(page: Page[Issue], ground: Ground) -> list[Spot]:
    """The issues of one page where they lie; those of other pages are not on the drawing."""
    return [
        Spot(number, issue, ground.width * issue.spot_x / 1000, ground.height * issue.spot_y / 1000)
        for number, issue in enumerate(page.object_list, start=page.start_index())
    ]


def get_topic(topic_id: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic an address names; anything else narrows nothing."""
    return next((one for one in topics if str(one.id) == topic_id), None)


def _blank(drawing: DistrictDrawing | None, names: Sequence[str]) -> Ground:
    """Boxes with the names of the 町会, four in a row."""
    width, height = BLANK_SIZE
    rows = max(1, math.ceil(len(names) / _COLUMNS))
    box_width, box_height = width // _COLUMNS, max(height // rows, 110)
    labels = tuple(
        Label(
            name,
            box_width * (place % _COLUMNS) + box_width // 2,
            box_height * (place // _COLUMNS) + box_height // 2,
            box_width - 12,
            box_height - 12,
        )
        for place, name in enumerate(names)
    )
    return Ground(drawing, width, max(height, box_height * rows), labels)


def _tiled(drawing: DistrictDrawing, tile_url: str) -> Ground:
    """The tiles that cover the four corners, in the projection of all public map tiles."""
    west, east = float(drawing.west), float(drawing.east)
    north, south = float(drawing.north), float(drawing.south)
    zoom = _DEEPEST_ZOOM
    while zoom > 1 and (east - west) / 360 * 2**zoom > _TILES_ACROSS:
        zoom -= 1
    left, top = _tile_at(west, north, zoom)
    right, bottom = _tile_at(east, south, zoom)
    scale = 1000 / (right - left)
    tiles = tuple(
        Tile(
            tile_url.format(z=zoom, x=x, y=y),
            (x - left) * scale,
            (y - top) * scale,
            scale,
        )
        for x in range(math.floor(left), math.ceil(right))
        for y in range(math.floor(top), min(math.ceil(bottom), math.floor(top) + 4 * _TILES_ACROSS))
    )
    return Ground(drawing, 1000, max(200, round((bottom - top) * scale)), tiles=tiles)


def _tile_at(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """A place in tiles from the upper left corner of the world (web mercator)."""
    x = (longitude + 180) / 360 * 2**zoom
    radians = math.radians(latitude)
    y = (1 - math.asinh(math.tan(radians)) / math.pi) / 2 * 2**zoom
    return x, y
