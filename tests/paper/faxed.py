"""Slips as they come back: filled in by hand, sent by FAX, read by a machine. All of it made up.

Each slip is drawn from its seed alone, so that a fault can be looked at again.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sasaeai.paper.pdf import FONT_DIR
from sasaeai.paper.reading.sheet import Area, Box, Sheet
from tests.paper.pens import CUT_AT, DRAWN, MARKS, Pen, scribble_over, strike

FINE = (204 / 25.4, 196 / 25.4)
STANDARD = (204 / 25.4, 98 / 25.4)
ANSWERS = ("attend", "absent", "substitute")
NEEDS = ("wheelchair", "writing", "ride")


@dataclass(frozen=True)
class Filled:
    """What a made-up person meant. answer None: no single answer is on the paper."""

    answer: str | None
    needs: frozenset[str] = frozenset()
    story: str = "plain"  # plain | corrected | both | none | struck
    marks: tuple[str, ...] = ()
    written: frozenset[str] = field(default_factory=frozenset)


# ── The hand ─────────────────────────────────────────────────────────────────────────────────────

STORIES = ("plain",) * 90 + ("corrected",) * 4 + ("both",) * 2 + ("none",) * 2 + ("struck",) * 2


def fill_in(page: np.ndarray, sheet: Sheet, random: Random, story: str = "") -> Filled:
    """Draw an answer, needs and some writing onto `page`; say what was meant."""
    pen = Pen(page, random)
    boxes = {box.name: box for box in sheet.boxes}
    story = story or random.choice(STORIES)
    marks: list[str] = []

    def mark(name: str) -> None:
        marks.append(random.choice(list(MARKS)))
        MARKS[marks[-1]](pen, boxes[name])

    answer, other = random.sample(ANSWERS, 2)
    meant = _answer(story, mark, pen, boxes, (answer, other))
    needs = frozenset(name for name in NEEDS if random.random() < 0.15)
    for name in sorted(needs):
        mark(name)
    written = frozenset(name for name in sheet.fields if random.random() < 0.35)
    for name in sorted(written):
        write(pen, sheet.fields[name])
    return Filled(meant, needs, story, tuple(marks), written)


def _answer(
    story: str,
    mark: Callable[[str], None],
    pen: Pen,
    boxes: dict[str, Box],
    names: tuple[str, str],
) -> str | None:
    answer, other = names
    if story == "none":
        return None
    if story == "struck":
        return _struck(mark, pen, boxes, answer)
    if story == "corrected":
        mark(other)
        scribble_over(pen, boxes[other])
    if story == "both":
        mark(other)
        mark(answer)
        return None
    mark(answer)
    return answer


def _struck(
    mark: Callable[[str], None], pen: Pen, boxes: dict[str, Box], answer: str
) -> str | None:
    """What does not hold is struck out; half of the people mark nothing besides."""
    others = [name for name in ANSWERS if name != answer]
    for name in others[: pen.random.randrange(1, 3)]:
        strike(pen, boxes[name])
    if pen.random.random() < 0.5:
        mark(answer)
        return answer
    return None


def write(pen: Pen, area: Area) -> None:
    """Something like handwriting: strokes that now and then leave the field."""
    r = pen.random
    size = min(area.height * 0.7, r.uniform(4.5, 7))
    x = area.x + r.uniform(0, 2)
    end = area.x + area.width * r.uniform(0.3, 1.05)
    while x + size < end:
        y = area.y + area.height - size - r.uniform(0.2, 1.2)
        for _ in range(r.randrange(2, 6)):
            pen.line(
                [
                    (x + size * r.uniform(0, 0.9), y + size * r.uniform(0, 1.0))
                    for _ in range(r.randrange(2, 4))
                ]
            )
        x += size * r.uniform(0.95, 1.2)


# ── The line ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Faxed:
    """A page as a machine stores it, black on white; standard has half as many rows."""

    picture: np.ndarray
    standard: bool


def sent(page: np.ndarray, random: Random, *, hard: bool = False, cut: bool = False) -> Faxed:
    """`page` (grey, DRAWN dots a mm) as it comes out of the FAX; cut: only the slip was laid in."""
    standard = random.random() < 0.5
    per_mm = STANDARD if standard else FINE
    if cut:
        page = page[round((CUT_AT + random.uniform(-1.5, 1.5)) * DRAWN) :]
    size = _size(page, per_mm, random, cut=cut)
    picture = _warped(page, size, per_mm, random, hard=hard)
    picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.4, 1.5 if hard else 0.9))
    grey = picture.astype(np.float32)
    noise = np.random.default_rng(random.randrange(2**32))
    spread = np.float32(random.uniform(5, 40 if hard else 20))
    grey += noise.standard_normal(grey.shape, dtype=np.float32) * spread
    if random.random() < (0.6 if hard else 0.2):
        grey = _smudged(grey, per_mm, random, count=random.randrange(1, 6 if hard else 3))
    black = grey < random.uniform(105, 175)
    _peppered(black, noise, random, hard=hard)
    _streaked(black, random, hard=hard)
    black = _lost_lines(black, random, hard=hard)
    out = np.where(black, 0, 255).astype(np.uint8)
    if random.random() < 0.5:
        out = _headed(out, random, standard=standard)
    return Faxed(out[::-1, ::-1] if random.random() < 0.1 else out, standard)


def _size(
    page: np.ndarray, per_mm: tuple[float, float], random: Random, *, cut: bool
) -> tuple[int, int]:
    """FAX pages are 1,728 dots wide; a cut slip may come on a page of its own length."""
    height = page.shape[0] / DRAWN + (random.uniform(3, 20) if cut else random.uniform(-2, 4))
    return 1728, round(height * per_mm[1])


def _warped(
    page: np.ndarray,
    size: tuple[int, int],
    per_mm: tuple[float, float],
    random: Random,
    *,
    hard: bool,
) -> np.ndarray:
    turn = math.radians(random.uniform(-3, 3))
    shear, scale = random.uniform(-0.012, 0.012), random.uniform(0.94, 1.01)
    cos, sin = math.cos(turn) * scale / DRAWN, math.sin(turn) * scale / DRAWN
    # mm of the page, turned round its middle, then dots of the machine.
    matrix = np.array([[cos, -sin + shear * cos, 0], [sin, cos, 0]])
    middle = np.array([page.shape[1] / 2, page.shape[0] / 2])
    # 1,728 dots are 215 mm.
    target = np.array(
        [107.5 + random.uniform(-2, 2), size[1] / per_mm[1] / 2 + random.uniform(-1.5, 1.5)]
    )
    matrix[:, 2] = target - matrix[:, :2] @ middle
    matrix[0] *= per_mm[0]
    matrix[1] *= per_mm[1]
    if not hard:
        return cv2.warpAffine(page, matrix, size, flags=cv2.INTER_AREA, borderValue=255)
    back = cv2.invertAffineTransform(matrix)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    curl, length = random.uniform(0.3, 1.8) * per_mm[1], random.uniform(120, 260) * per_mm[0]
    pull, waves = random.uniform(0.2, 1.0) * per_mm[0], random.uniform(80, 200) * per_mm[1]
    phase = random.uniform(0, 6)
    bent_y = y + curl * np.sin(2 * np.pi * x / length + phase)
    bent_x = x + pull * np.sin(2 * np.pi * y / waves + phase)
    return cv2.remap(
        page,
        (back[0, 0] * bent_x + back[0, 1] * bent_y + back[0, 2]).astype(np.float32),
        (back[1, 0] * bent_x + back[1, 1] * bent_y + back[1, 2]).astype(np.float32),
        cv2.INTER_LINEAR,
        borderValue=255,
    )


def _smudged(
    grey: np.ndarray, per_mm: tuple[float, float], random: Random, *, count: int
) -> np.ndarray:
    height, width = grey.shape
    for _ in range(count):
        spot = np.zeros_like(grey)
        at = (random.randrange(width), random.randrange(height))
        axes = (
            max(1, round(random.uniform(0.7, 4) * per_mm[0])),
            max(1, round(random.uniform(0.5, 3) * per_mm[1])),
        )
        cv2.ellipse(spot, at, axes, random.uniform(0, 180), 0, 360, random.uniform(60, 220), -1)
        grey = grey - cv2.GaussianBlur(spot, (0, 0), random.uniform(1, 4))
    return grey


def _peppered(black: np.ndarray, noise: np.random.Generator, random: Random, *, hard: bool) -> None:
    share = random.uniform(0, 0.01 if hard else 0.002)
    count = int(black.size * share)
    rows, columns = (
        noise.integers(0, black.shape[0], count),
        noise.integers(0, black.shape[1], count),
    )
    black[rows, columns] = noise.random(count) < 0.5


def _streaked(black: np.ndarray, random: Random, *, hard: bool) -> None:
    if random.random() < (0.3 if hard else 0.12):
        for _ in range(random.randrange(1, 4 if hard else 3)):
            at, width = random.randrange(black.shape[1]), random.randrange(1, 4)
            black[:, at : at + width] = True


def _lost_lines(black: np.ndarray, random: Random, *, hard: bool) -> np.ndarray:
    """Rows that did not arrive: the row before is shown again, or the page closes up."""
    if random.random() > (0.35 if hard else 0.15):
        return black
    out = black
    for _ in range(random.randrange(1, 4)):
        at, rows = random.randrange(10, out.shape[0] - 10), random.randrange(1, 5 if hard else 3)
        if random.random() < 0.5:
            out[at : at + rows] = out[at - 1]
        else:
            out = np.delete(out, slice(at, at + rows), axis=0)
    return out


def _headed(out: np.ndarray, random: Random, *, standard: bool) -> np.ndarray:
    """The sender's line that machines print on top: day, hour, number, page."""
    height = 16 if standard else 32
    line = Image.new("L", (out.shape[1], 32), 255)
    words = f"2026-12-{random.randrange(1, 28):02} 10:{random.randrange(60):02}  FAX 017-000-0000   P.1/1"
    face = ImageFont.truetype(FONT_DIR / "BIZUDGothic-Regular.ttf", 24)
    ImageDraw.Draw(line).text((120, 3), words, font=face, fill=0)
    drawn = np.where(np.asarray(line.resize((out.shape[1], height))) < 128, 0, 255)
    return np.vstack([drawn.astype(np.uint8), out])


def fax_file(faxed: Sequence[Faxed], *, tagged: bool = True) -> bytes:
    """FAX pages as one TIFF (G4); tagged: it says how fine its dots are, as it should."""
    pages = [Image.fromarray(one.picture).convert("1", dither=Image.Dither.NONE) for one in faxed]
    dpi = {"dpi": (204, 98 if faxed[0].standard else 196)} if tagged else {}
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", **dpi)
    return out.getvalue()
