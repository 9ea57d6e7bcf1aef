"""From grey pictures to ink: where a pen or printer has been, free of streaks and specks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_PLAIN = 0.92  # share of dots that are black or white on a page of two colours
_STREAK = 0.55  # share of black dots in a column that dirt on the glass has drawn
_FEW = 0.03  # more columns than this are no streak
_LIGHT = 0.72  # of the paper's own brightness around it: darker is ink


def plain_page(grey: np.ndarray) -> np.ndarray:
    """`grey` with even paper and without the upright streaks of a dirty glass: 8 bits, 255 paper."""
    import numpy as np

    plain = grey if _is_two_coloured(grey) else _evened(grey)
    columns = (plain < 128).mean(axis=0)
    streaks = np.flatnonzero(columns > _STREAK)
    if not len(streaks) or len(streaks) > _FEW * len(columns):
        return plain
    return _without(plain, streaks)


def ink_of(grey: np.ndarray) -> np.ndarray:
    """True where there is ink."""
    return grey < 128


def without_specks(ink: np.ndarray, smallest: int) -> np.ndarray:
    """`ink` without spots of fewer than `smallest` dots: FAX lines make many."""
    import cv2
    import numpy as np

    count, labels, stats, _centres = cv2.connectedComponentsWithStats(
        ink.astype(np.uint8), connectivity=8
    )
    keep = stats[:, cv2.CC_STAT_AREA] >= smallest
    keep[0] = False
    return keep[labels] if count > 1 else np.zeros_like(ink)


def thickened(ink: np.ndarray, by: int) -> np.ndarray:
    """`ink` grown by `by` dots on every side."""
    import cv2
    import numpy as np

    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return cv2.dilate(ink.astype(np.uint8), brush).astype(bool)


def thinned(ink: np.ndarray, by: int) -> np.ndarray:
    """`ink` eaten away by `by` dots on every side: what stays is thicker than a pen."""
    import cv2
    import numpy as np

    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return cv2.erode(ink.astype(np.uint8), brush).astype(bool)


def png(picture: np.ndarray) -> bytes:
    """`picture` as PNG."""
    import cv2

    _done, content = cv2.imencode(".png", picture)
    return content.tobytes()


def _is_two_coloured(grey: np.ndarray) -> bool:
    import numpy as np

    some = grey[::4, ::4]
    return float(np.mean((some < 48) | (some > 208))) >= _PLAIN


def _evened(grey: np.ndarray) -> np.ndarray:
    """A photograph with its shadows taken out: each dot against the paper around it."""
    import cv2
    import numpy as np

    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (15, 15))
    around = cv2.resize(paper, (grey.shape[1], grey.shape[0])).astype(np.float32)
    share = grey.astype(np.float32) / np.maximum(around, 1)
    # Half grey at the border between ink and paper, so that a threshold at 128 finds it.
    return np.clip((share - _LIGHT) * 400 + 128, 0, 255).astype(np.uint8)


def _without(plain: np.ndarray, streaks: np.ndarray) -> np.ndarray:
    """Each streak takes the colour of its two sides; ink stays where both have ink."""
    import numpy as np

    mended = plain.copy()
    for run in np.split(streaks, np.flatnonzero(np.diff(streaks) > 1) + 1):
        left, right = max(run[0] - 1, 0), min(run[-1] + 1, plain.shape[1] - 1)
        mended[:, run] = np.maximum(plain[:, left], plain[:, right])[:, None]
    return mended
