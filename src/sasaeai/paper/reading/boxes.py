"""Judges whether a box was ticked: by what is on the paper beyond what was printed.

People tick, cross, fill, and ring the box, its word or both. So the sheet is laid on its blank and
what is left is looked at: marked, blank, or not sure. Measured on made-up FAXes (bench/slips.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sasaeai.paper.reading.ink import thickened, thinned, without_specks
from sasaeai.paper.reading.sheet import DOTS_PER_MM, Area, Box

if TYPE_CHECKING:
    import numpy as np

_REACH = 4.0  # mm round a box and its words in which its marks are looked for
_SLACK = 24  # dots (3 mm) by which a curled sheet may lie off its blank
_MOST_BEND = 0.13  # by which a box and its word may be turned or stretched besides
_MOST_MOVE = 12  # dots by which that may move it further
_CORNERS = 8  # that must agree how
_BACK = 16  # cv2.WARP_INVERSE_MAP
_SPREAD = 3  # dots by which ink of the printer runs on its way through two machines
_SPECK = 10  # dots; smaller spots are dirt
_RIM = 0.8  # mm of the box's own line and of its ink
_PRINT_SEEN = 0.9  # of the printed lines must be there, or the sheet is another one
_PRINT_GONE = 0.1  # the box was never printed
_TICKED = 0.08  # of the inside
_TOUCHED = 0.02
_STRAY = 64 * 1.0  # dots outside (1 mm²) that make a box doubtful
_ROUND = 0.7  # of the directions seen from its middle: a ring
_SECTORS = 24
_PEN = 9  # dots: what is still there after so much is eaten away on each side is no pen
_LINE = 8 * 8  # dots (8 mm)
_DRAWN = 64 * 0.6  # dots (0.6 mm²) of it beyond what was printed
_NEAR = 2.2  # mm: what is farther off belongs to something else


@dataclass(frozen=True, slots=True)
class Judgement:
    """marked is None when nobody should be sure; strength 0–1 says how clear it is."""

    marked: bool | None
    strength: float


UNSURE = Judgement(None, 0.0)


def judge_box(ink: np.ndarray, blank: np.ndarray, box: Box) -> Judgement:
    """One box of a sheet. `ink` and `blank`: the whole sheet, upright, DOTS_PER_MM."""
    around = box.reach.grown(_REACH)
    printed = _part(blank, around)
    itself = _inner(box.reach, around, 1.0)
    there = _aligned(ink, printed, itself, around)
    seen = _share((printed & thickened(there, 2))[itself], printed[itself])
    if seen < _PRINT_SEEN:
        is_left_out = box.optional and seen < _PRINT_GONE
        return Judgement(False, 1.0) if is_left_out else UNSURE  # noqa: FBT003
    return _judge_traces(there, printed, box, around)


def _judge_traces(there: np.ndarray, printed: np.ndarray, box: Box, around: Area) -> Judgement:
    traces = without_specks(there & ~thickened(printed, _SPREAD), _SPECK)
    inside = _inner(box.area, around, -_RIM)
    ticked = float(without_specks(there, _SPECK)[inside].mean())
    outside = traces.copy()
    outside[inside] = False
    rung = _roundness(outside, box, around)
    if _is_smudge(traces, box, around) or _is_struck(there, traces, box, around):
        return UNSURE
    if ticked >= _TICKED or rung >= _ROUND:
        return Judgement(marked=True, strength=min(1.0, max(ticked / 0.2, rung)))
    stray = float(outside[_inner(box.reach, around, _NEAR)].sum())
    if ticked >= _TOUCHED or stray > _STRAY:
        return UNSURE
    return Judgement(marked=False, strength=1 - 0.5 * max(ticked / _TOUCHED, stray / _STRAY))


def _part(picture: np.ndarray, area: Area) -> np.ndarray:
    top, left, bottom, right = _dots(area)
    return picture[top:bottom, left:right]


def _dots(area: Area) -> tuple[int, int, int, int]:
    """Top, left, bottom, right in dots."""
    return (
        round(area.y * DOTS_PER_MM),
        round(area.x * DOTS_PER_MM),
        round((area.y + area.height) * DOTS_PER_MM),
        round((area.x + area.width) * DOTS_PER_MM),
    )


def _inner(area: Area, within: Area, grown: float) -> tuple[slice, slice]:
    """Where `area`, grown by so many mm, lies in the cut-out of `within`."""
    wide = area.grown(grown)
    top, left, bottom, right = _dots(
        Area(wide.x - within.x, wide.y - within.y, wide.width, wide.height)
    )
    return slice(max(top, 0), bottom), slice(max(left, 0), right)


def _aligned(
    ink: np.ndarray, printed: np.ndarray, itself: tuple[slice, slice], around: Area
) -> np.ndarray:
    """The cut-out of `ink` that fits `printed` best: curled paper is off by a millimetre."""
    import cv2
    import numpy as np

    top, left, bottom, right = _dots(around)
    wide = np.pad(ink, _SLACK)[top : bottom + 2 * _SLACK, left : right + 2 * _SLACK]
    rows, columns = itself
    sought = wide[
        rows.start : rows.stop + 2 * _SLACK, columns.start : columns.stop + 2 * _SLACK
    ].astype(np.float32)
    fit = cv2.matchTemplate(sought, printed[itself].astype(np.float32), cv2.TM_CCOEFF_NORMED)
    y, x = np.unravel_index(int(fit.argmax()), fit.shape)
    height, width = printed.shape
    moved = np.array([[1, 0, x], [0, 1, y]], dtype=float)
    bent = _bend(printed, wide[y : y + height, x : x + width])
    if bent is None:
        return wide[y : y + height, x : x + width]
    whole = moved @ np.vstack([bent, [0, 0, 1]])
    drawn = cv2.warpAffine(
        wide.astype(np.uint8) * 255, whole, (width, height), flags=_BACK | cv2.INTER_LINEAR
    )
    return drawn > 127


def _bend(printed: np.ndarray, there: np.ndarray) -> np.ndarray | None:
    """How `printed` must be turned and stretched to lie on `there` (2, 3); None when unclear.

    Corners of box and word are followed from one to the other; what hands drew drops out.
    """
    import cv2
    import numpy as np

    was, now = (
        cv2.GaussianBlur(one.astype(np.uint8) * 255, (0, 0), 1.5) for one in (printed, there)
    )
    corners = cv2.goodFeaturesToTrack(was, maxCorners=60, qualityLevel=0.05, minDistance=5)
    if corners is None:
        return None
    moved, found, _error = cv2.calcOpticalFlowPyrLK(was, now, corners, None, winSize=(21, 21))
    kept = found.ravel() == 1
    if kept.sum() < _CORNERS:
        return None
    bent, agreeing = cv2.estimateAffine2D(
        corners[kept], moved[kept], ransacReprojThreshold=1.5, maxIters=300
    )
    if bent is None or agreeing.sum() < _CORNERS:
        return None
    off = np.abs(bent - np.eye(2, 3))
    return bent if off[:, :2].max() <= _MOST_BEND and off[:, 2].max() <= _MOST_MOVE else None


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    return float(part.sum()) / max(float(whole.sum()), 1.0)


def _roundness(outside: np.ndarray, box: Box, around: Area) -> float:
    """Share of directions in which there is ink, seen from the box, from its word, from both."""
    return max(_covered(outside, middle, around) for middle in (box.area, _word(box), box.reach))


def _covered(traces: np.ndarray, middle: Area, around: Area) -> float:
    """Ink round `middle`: near its edge, within the reach of a hand, in how many directions?"""
    import numpy as np

    rows, columns = np.nonzero(traces)
    x = columns / DOTS_PER_MM + around.x - (middle.x + middle.width / 2)
    y = rows / DOTS_PER_MM + around.y - (middle.y + middle.height / 2)
    half_width, half_height = middle.width / 2, middle.height / 2
    edge = np.maximum(np.abs(x) / half_width, np.abs(y) / half_height) > 0.6
    near = (np.abs(x) < half_width + _REACH) & (np.abs(y) < half_height + _REACH)
    angle = np.arctan2(y / (half_height + 1), x / (half_width + 1))[edge & near]
    sector = ((angle + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
    return len(np.unique(sector)) / _SECTORS


def _word(box: Box) -> Area:
    right = box.reach.x + box.reach.width
    left = box.area.x + box.area.width + 1.0
    return Area(left, box.reach.y, right - left, box.reach.height)


def _is_smudge(traces: np.ndarray, box: Box, around: Area) -> bool:
    """A blob thicker than any pen that does not keep to the box."""
    import numpy as np

    thick = thinned(np.pad(traces, 1), _PEN)[1:-1, 1:-1]
    thick[_inner(box.area, around, 0.5)] = False
    return bool(thick.any())


def _is_struck(there: np.ndarray, traces: np.ndarray, box: Box, around: Area) -> bool:
    """A line through the word, or through box and word: 欠席 struck out says that somebody comes."""
    import cv2
    import numpy as np

    reach = box.reach
    middle = Area(reach.x, reach.y + reach.height * 0.2, reach.width, reach.height * 0.6)
    band = _inner(middle, around, 0)
    closed = thickened(there, 1).astype(np.uint8)
    for line in _lines():
        found = np.zeros_like(closed)
        found[band] = cv2.erode(closed, line)[band]
        # Strokes of neighbouring characters may join to a line; one by hand goes on between them.
        if found.any() and (cv2.dilate(found, line).astype(bool) & traces).sum() > _DRAWN:
            return True
    return False


@cache
def _lines() -> tuple[np.ndarray, ...]:
    """Straight lines longer than any stroke of a character, nearly level."""
    import cv2
    import numpy as np

    lines = []
    for tilt in range(-10, 11, 2):
        rise = round(math.tan(math.radians(tilt)) * _LINE / 2)
        line = np.zeros((2 * abs(rise) + 1, _LINE), np.uint8)
        middle = abs(rise)
        cv2.line(line, (0, middle + rise), (_LINE - 1, middle - rise), 1)
        lines.append(line)
    return tuple(lines)
