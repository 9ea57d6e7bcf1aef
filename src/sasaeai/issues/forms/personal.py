"""Words about troubles and issues stand open: what kinds of traces belong where."""

from __future__ import annotations

from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.kernel.personal import PersonalKind

__all__ = ["WHOM_TO_CALL", "OpenWordsForm"]

WHOM_TO_CALL = frozenset({PersonalKind.PHONE, PersonalKind.MAIL})
"""An answer says where one asks; everything else may tell a resident from all others."""
