"""One made-up slip from its seed to its reading: shared by the tests and by bench/slips.py."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import numpy as np

from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.notices.channels.slips import SlipReading, read_slips, slip_sheet
from sasaeai.notices.exports.letter import letters_pdf
from tests.paper.faxed import ANSWERS, Faxed, Filled, fax_file, fill_in, sent
from tests.paper.pens import DRAWN
from tests.paper.reading import page_images
from tests.paper.samples import BARE_LETTER, LETTER, LONG_LETTER

LETTERS = tuple(
    replace(letter, reply=replace(letter.reply, code=new_reply_code(Random(number))))  # noqa: S311
    for number, letter in enumerate((LETTER, LONG_LETTER, BARE_LETTER) * 2)
    if letter.reply
)


@dataclass(frozen=True)
class Trial:
    """What was meant, what was sent, and the code that was printed."""

    filled: Filled
    code: str
    faxed: Faxed
    file: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of one slip. silent: something wrong was said to be sure."""

    seed: int
    filled: Filled
    reading: SlipReading
    silent: bool
    entered: bool
    wrong_needs: int
    ms: float

    @property
    def is_plain(self) -> bool:
        """One mark, nothing corrected or struck out: what a machine ought to manage."""
        return self.filled.story == "plain"


@lru_cache(maxsize=1)
def drawn_pages() -> tuple[np.ndarray, ...]:
    """The letters as a printer draws them."""
    pictures = page_images(letters_pdf(LETTERS), dpi=round(DRAWN * 25.4))
    return tuple(np.asarray(picture.convert("L")) for picture in pictures)


def trial(seed: int, *, hard: bool = False, story: str = "") -> Trial:
    """One slip filled in and sent. Half of the files that machines write say how fine they are."""
    random = Random(f"{seed} {hard}")  # noqa: S311
    number = random.randrange(len(LETTERS))
    page = drawn_pages()[number].copy()
    filled = fill_in(page, slip_sheet(), random, story)
    faxed = sent(page, random, hard=hard, cut=random.random() < 0.3)
    reply = LETTERS[number].reply
    assert reply
    return Trial(filled, reply.code, faxed, fax_file([faxed], tagged=random.random() < 0.5))


def outcome(seed: int, *, hard: bool = False, story: str = "") -> Outcome:
    """One slip read and compared with what was meant."""
    made = trial(seed, hard=hard, story=story)
    began = time.process_time()
    [reading] = read_slips(made.file, "fax.tif")
    took = (time.process_time() - began) * 1000
    right = reading.answer == made.filled.answer and reading.code == made.code
    said = {name: mark for name, mark in reading.checks.items() if name not in ANSWERS}
    return Outcome(
        seed=seed,
        filled=made.filled,
        reading=reading,
        silent=(not reading.needs_review and not right) or reading.code not in (None, made.code),
        entered=not reading.needs_review and right,
        wrong_needs=sum(
            mark is not None and mark != (name in made.filled.needs) for name, mark in said.items()
        ),
        ms=took,
    )
