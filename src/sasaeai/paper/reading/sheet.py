"""A sheet that comes back: where its landmarks, boxes and fields stand, as its template tells.

Measures are mm from the top left corner of the sheet, which may be the lower part of a page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sasaeai.paper.pdf import ask_template

DOTS_PER_MM = 8  # near what a FAX has (8.04 × 7.7)
_DPI = DOTS_PER_MM * 25.4


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the sheet, mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Top left, top right, bottom right, bottom left."""
        right, bottom = self.x + self.width, self.y + self.height
        return ((self.x, self.y), (right, self.y), (right, bottom), (self.x, bottom))

    def grown(self, by: float) -> Area:
        """The same with `by` mm more on every side."""
        return Area(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick: `area` is the square itself, `reach` the square with its words.

    optional: some sheets are printed without it.
    """

    name: str
    group: str
    area: Area
    reach: Area
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with landmarks by id, boxes, fields to write in, the place of its code, and a blank.

    blank: PNG of the sheet as nobody has touched it, DOTS_PER_MM.
    """

    width: float
    height: float
    marks: dict[int, Area]
    boxes: tuple[Box, ...]
    fields: dict[str, Area]
    code: Area
    blank: bytes


@lru_cache(maxsize=8)
def sheet_of(template: Path, *, width: float, height: float) -> Sheet:
    """The sheet that `template` draws: one page of `width` × `height` mm built on sheet.typ."""
    told = ask_template(template, "<place>", inputs={"data": "{}", "places": "told"}, dpi=_DPI)
    facts: dict[str, list[dict[str, Any]]] = {}
    for fact in json.loads(told.answer):
        facts.setdefault(fact["kind"], []).append(fact)
    return Sheet(
        width=width,
        height=height,
        marks={fact["id"]: _area(fact) for fact in facts["mark"]},
        boxes=tuple(
            Box(
                name=fact["name"],
                group=fact["group"],
                area=_area(fact),
                reach=Area(fact["x"], fact["y"], fact["reach"], fact["height"]),
                optional=fact["optional"],
            )
            for fact in facts.get("box", ())
        ),
        fields={fact["name"]: _area(fact) for fact in facts.get("field", ())},
        code=_area(facts["code"][0]),
        blank=told.picture,
    )


def _area(fact: dict[str, Any]) -> Area:
    return Area(fact["x"], fact["y"], fact["width"], fact["height"])
