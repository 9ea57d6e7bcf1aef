"""Writes by which pattern the two model districts formed their meetings, as the source tells it."""

from __future__ import annotations

from sasaeai.cli.demo.register import Register
from sasaeai.rollout.actions.earlier_use import note_pattern
from sasaeai.rollout.actions.patterns import ensure_patterns

USED = {"shinjo": "deemed", "ono": "steering"}
"""新城地区: みなし型. 大野地区: 幹事会型."""


def write_patterns(register: Register) -> None:
    """The three patterns, and who of the two districts used which."""
    actor = register.system(register.today)
    patterns = {pattern.code: pattern for pattern in ensure_patterns(actor=actor)}
    for district, code in USED.items():
        note_pattern(district=register.districts[district], pattern=patterns[code], actor=actor)
