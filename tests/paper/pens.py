"""A pen and the ways in which people mark a box with it. Places in mm of the slip."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

import cv2
import numpy as np

from sasaeai.paper.reading.sheet import Area, Box

DRAWN = 10  # dots a mm of the paper before it is sent
CUT_AT = 198.0  # mm: the slip begins here on its page


class Pen:
    """Draws on a page in mm of the slip."""

    def __init__(self, page: np.ndarray, random: Random, origin: float = CUT_AT) -> None:
        self.page, self.random, self.origin = page, random, origin
        self.width = random.uniform(0.4, 0.8)
        self.shade = random.randrange(0, 60)

    def line(self, points: Sequence[tuple[float, float]]) -> None:
        dots = [(round(x * DRAWN * 8), round((y + self.origin) * DRAWN * 8)) for x, y in points]
        cv2.polylines(
            self.page,
            [np.array(dots, np.int32)],
            isClosed=False,
            color=self.shade,
            thickness=max(2, round(self.width * DRAWN)),
            lineType=cv2.LINE_AA,
            shift=3,
        )

    def ring(self, area: Area, *, grown: float) -> None:
        """Round an area, not quite closed or a little more than closed, never a true ellipse."""
        r = self.random
        wide = area.grown(grown)
        cx, cy = (
            wide.x + wide.width / 2 + r.gauss(0, 0.3),
            wide.y + wide.height / 2 + r.gauss(0, 0.3),
        )
        # An ellipse through the corners of a long word would be too high: hands draw it flatter.
        a, b = wide.width / 2 * r.uniform(1.0, 1.12), wide.height / 2 * r.uniform(1.0, 1.2)
        start, turn = r.uniform(0, 2 * math.pi), 2 * math.pi * r.uniform(0.93, 1.1)
        wave, phase = r.uniform(0, 0.06), r.uniform(0, 6)
        steps = [start + turn * i / 40 for i in range(41)]
        self.line(
            [
                (
                    cx + a * (1 + wave * math.sin(2 * t + phase)) * math.cos(t),
                    cy + b * (1 + wave * math.sin(3 * t + phase)) * math.sin(t),
                )
                for t in steps
            ]
        )

    def scribble(self, area: Area, *, rows: int) -> None:
        r = self.random
        points = []
        for i in range(rows + 1):
            x = area.x if i % 2 else area.x + area.width
            points.append((x + r.gauss(0, 0.3), area.y + area.height * i / rows + r.gauss(0, 0.2)))
        self.line(points)


def check(pen: Pen, box: Box) -> None:
    r, a = pen.random, box.area
    x, y = a.x + a.width * r.uniform(0.1, 0.3), a.y + a.height * r.uniform(0.35, 0.6)
    low = (a.x + a.width * r.uniform(0.35, 0.55), a.y + a.height * r.uniform(0.7, 1.0))
    tail = (a.x + a.width * r.uniform(0.8, 1.5), a.y - a.height * r.uniform(-0.2, 0.35))
    pen.line([(x, y), low, tail])


def cross(pen: Pen, box: Box) -> None:
    r, a = pen.random, box.area.grown(pen.random.uniform(-1.2, 0.5))

    def off() -> float:
        return r.gauss(0, 0.3)

    pen.line([(a.x + off(), a.y + off()), (a.x + a.width + off(), a.y + a.height + off())])
    pen.line([(a.x + a.width + off(), a.y + off()), (a.x + off(), a.y + a.height + off())])


def fill(pen: Pen, box: Box) -> None:
    pen.scribble(box.area.grown(-0.6), rows=pen.random.randrange(7, 12))


def ring_inside(pen: Pen, box: Box) -> None:
    pen.ring(box.area, grown=-pen.random.uniform(0.8, 1.6))


def ring_box(pen: Pen, box: Box) -> None:
    pen.ring(box.area, grown=pen.random.uniform(0.8, 1.8))


def ring_word(pen: Pen, box: Box) -> None:
    pen.ring(word_of(box), grown=pen.random.uniform(0.5, 1.4))


def ring_all(pen: Pen, box: Box) -> None:
    pen.ring(box.reach, grown=pen.random.uniform(1.0, 2.2))


def tiny_tick(pen: Pen, box: Box) -> None:
    r, a = pen.random, box.area
    x, y = a.x + a.width * r.uniform(0.3, 0.5), a.y + a.height * r.uniform(0.35, 0.55)
    size = r.uniform(1.2, 2.0)
    pen.line([(x, y), (x + size * 0.4, y + size * 0.5), (x + size, y - size * 0.6)])


def strike(pen: Pen, box: Box) -> None:
    """二重線: the word that does not hold is struck out, sometimes with its box."""
    r = pen.random
    area = box.reach if r.random() < 0.4 else word_of(box)
    tilt = r.gauss(0, 0.5)
    for y in (0.4, 0.6) if r.random() < 0.7 else (0.5,):
        at = area.y + area.height * y
        pen.line(
            [
                (area.x - 0.8, at - tilt),
                (area.x + area.width / 2, at + r.gauss(0, 0.2)),
                (area.x + area.width + 0.8, at + tilt),
            ]
        )


def scribble_over(pen: Pen, box: Box) -> None:
    r = pen.random
    area = box.area if r.random() < 0.5 else box.reach
    pen.scribble(area.grown(r.uniform(0, 1)), rows=r.randrange(5, 12))


MARKS: dict[str, Callable[[Pen, Box], None]] = {
    "check": check,
    "cross": cross,
    "fill": fill,
    "ring-inside": ring_inside,
    "ring-box": ring_box,
    "ring-word": ring_word,
    "ring-all": ring_all,
    "tiny": tiny_tick,
}


def word_of(box: Box) -> Area:
    left = box.area.x + box.area.width + 2
    return Area(left, box.reach.y, box.reach.x + box.reach.width - left, box.reach.height)
