"""Finds the landmarks of a sheet on a page, and from them where the sheet lies.

Landmarks are ArUco marks: each knows its name and which side is up, so three of four suffice, and
a page may be upside down, turned or hold several sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sasaeai.paper.reading.sheet import Area, Sheet

if TYPE_CHECKING:
    import cv2
    import numpy as np

ENOUGH = 3  # of four
_MENDED_BITS = 2  # of 16; two landmarks differ in seven or more
_ASTRAY_MM = 25  # how far a landmark may lie from where one other, 8 mm wide, lets it be expected
_WRONG_MM = 6  # and from where all of its sheet let it be expected: paper is not rubber
_SQUASHED = 1.4


@dataclass(frozen=True, slots=True, eq=False)
class Landmark:
    """A landmark on a page: corners (4, 2) in dots, from its own top left, clockwise."""

    id: int
    corners: np.ndarray

    @property
    def centre(self) -> np.ndarray:
        return self.corners.mean(axis=0)


@dataclass(frozen=True, slots=True)
class Lie:
    """How a sheet lies on a page: `matrix` (3, 3) takes mm of the sheet to dots of the page."""

    matrix: np.ndarray
    found: int

    @property
    def squash(self) -> float:
        """Dots a mm along the page's rows, divided by those along its columns."""
        across, down = self.matrix[0, :2], self.matrix[1, :2]
        return float((across @ across) ** 0.5 / max((down @ down) ** 0.5, 1e-9))

    def holds(self, point: tuple[float, float], sheet: Sheet) -> bool:
        """Whether a point of the page, in dots, lies on the sheet."""
        import numpy as np

        x, y, w = np.linalg.solve(self.matrix, np.array([*point, 1.0]))
        return bool(0 <= x / w <= sheet.width and 0 <= y / w <= sheet.height)


def find_lies(picture: np.ndarray, sheet: Sheet) -> list[Lie]:
    """Every copy of `sheet` on the page, the surest first."""
    lies = []
    left = _landmarks(picture, sheet)
    while group := _best_group(left, sheet):
        lies.append(_lie(group, sheet))
        left = [mark for mark in left if mark not in group]
    return lies


def square_up(picture: np.ndarray, lies: Sequence[Lie]) -> np.ndarray | None:
    """The page with rows pulled apart when its sheet looks squashed; None when it does not."""
    import cv2

    ratio = lies[0].squash if lies else 1.0
    if 1 / _SQUASHED < ratio < _SQUASHED:
        return None
    height, width = picture.shape
    if ratio > 1:
        return cv2.resize(picture, (width, round(height * ratio)))
    return cv2.resize(picture, (round(width / ratio), height))


def cut_out(picture: np.ndarray, lie: Lie, area: Area, dots_per_mm: float) -> np.ndarray:
    """`area` of the sheet, upright, `dots_per_mm` fine; what lies beyond the page is white."""
    import cv2
    import numpy as np

    to_mm = np.array(
        [[1 / dots_per_mm, 0, area.x], [0, 1 / dots_per_mm, area.y], [0, 0, 1]], dtype=float
    )
    size = (round(area.width * dots_per_mm), round(area.height * dots_per_mm))
    return cv2.warpPerspective(
        picture,
        lie.matrix @ to_mm,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderValue=255,
    )


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────


def _landmarks(picture: np.ndarray, sheet: Sheet) -> list[Landmark]:
    """All landmarks on the page; a dirty page is looked at again with its specks wiped off."""
    import cv2

    found: list[Landmark] = []
    for wiped in (lambda p: p, lambda p: cv2.medianBlur(p, 3), lambda p: cv2.blur(p, (5, 5))):
        found = _merged(found, list(_detected(wiped(picture))))
        if len({mark.id for mark in found}) == len(sheet.marks):
            break
    return found


def _merged(known: list[Landmark], more: list[Landmark]) -> list[Landmark]:
    import numpy as np

    def is_new(mark: Landmark) -> bool:
        side = float(np.linalg.norm(mark.corners[0] - mark.corners[1]))
        return all(
            mark.id != other.id or float(np.linalg.norm(mark.centre - other.centre)) > side
            for other in known
        )

    return known + [mark for mark in more if is_new(mark)]


def _detected(picture: np.ndarray) -> Iterator[Landmark]:
    corners, ids, _refused = _detector().detectMarkers(picture)
    for four, name in zip(corners, [] if ids is None else ids.ravel(), strict=True):
        yield Landmark(int(name), four.reshape(4, 2))


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    import cv2

    whole = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    four = cv2.aruco.Dictionary(whole.bytesList[:4], whole.markerSize, _MENDED_BITS)
    how = cv2.aruco.DetectorParameters()
    how.errorCorrectionRate = 1.0
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    how.cornerRefinementWinSize = 3
    how.adaptiveThreshWinSizeMin = 23
    how.adaptiveThreshWinSizeMax = 43
    how.adaptiveThreshWinSizeStep = 20
    how.minMarkerPerimeterRate = 0.02
    how.maxMarkerPerimeterRate = 1.0
    how.polygonalApproxAccuracyRate = 0.06
    how.maxErroneousBitsInBorderRate = 0.5
    return cv2.aruco.ArucoDetector(four, how)


# ── Grouping ─────────────────────────────────────────────────────────────────────────────────────


def _best_group(marks: Sequence[Landmark], sheet: Sheet) -> list[Landmark]:
    """The landmarks of one sheet; empty when no three of them agree."""
    groups = [_group_around(seed, marks, sheet) for seed in marks]
    able = [(len(group), -error, group) for error, group in groups if len(group) >= ENOUGH]
    return max(able, key=lambda one: one[:2])[2] if able else []


def _group_around(
    seed: Landmark, marks: Sequence[Landmark], sheet: Sheet
) -> tuple[float, list[Landmark]]:
    """`seed` with the landmarks that lie where it lets them be expected, and how far astray."""
    import numpy as np

    lie = _lie([seed], sheet)
    dots = float(np.linalg.norm(seed.corners[0] - seed.corners[2])) / (
        sheet.marks[seed.id].width * 2**0.5
    )
    group, error = [seed], 0.0
    for name, area in sheet.marks.items():
        rivals = [mark for mark in marks if mark.id == name]
        if name == seed.id or not rivals:
            continue
        expected = _on_page(lie, np.mean(area.corners, axis=0))
        astray, nearest = min(
            ((float(np.linalg.norm(mark.centre - expected)) / dots, mark) for mark in rivals),
            key=lambda one: one[0],
        )
        if astray <= _ASTRAY_MM:
            group.append(nearest)
            error += astray
    return error, group if _agree(group, sheet, dots) else []


def _agree(group: list[Landmark], sheet: Sheet, dots: float) -> bool:
    """All landmarks of the group together let each be where it is."""
    import numpy as np

    if len(group) < ENOUGH:
        return False
    lie = _lie(group, sheet, straight=True)
    return all(
        float(np.linalg.norm(mark.centre - _on_page(lie, np.mean(sheet.marks[mark.id].corners, 0))))
        <= _WRONG_MM * dots
        for mark in group
    )


def _on_page(lie: Lie, point: np.ndarray) -> np.ndarray:
    import numpy as np

    x, y, w = lie.matrix @ np.array([point[0], point[1], 1.0])
    return np.array([x / w, y / w])


def _lie(group: Sequence[Landmark], sheet: Sheet, *, straight: bool = False) -> Lie:
    """From the corners of all landmarks; without perspective unless all four speak."""
    import cv2
    import numpy as np

    mm = np.array([sheet.marks[mark.id].corners for mark in group], dtype=float).reshape(-1, 2)
    dots = np.array([mark.corners for mark in group], dtype=float).reshape(-1, 2)
    if len(group) == len(sheet.marks) and not straight:
        matrix, _used = cv2.findHomography(mm, dots)
        return Lie(matrix, len(group))
    known = np.hstack([mm, np.ones((len(mm), 1))])
    solved, *_rest = np.linalg.lstsq(known, dots, rcond=None)
    return Lie(np.vstack([solved.T, [0, 0, 1]]), len(group))
