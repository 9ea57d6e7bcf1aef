"""What the architecture tests share: the tracked files, and the rows as the contract has them."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sasaeai"


@cache
def contracts() -> dict[str, dict[str, list[str]]]:
    """Return the import contracts of pyproject.toml by their id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


@cache
def rows() -> dict[str, int]:
    """Return the height of each room, 0 for the lowest row (kernel)."""
    layers = reversed(contracts()["rows"]["layers"])
    return {
        room.strip(" ()"): height for height, row in enumerate(layers) for room in row.split("|")
    }


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that is, or with the next commit could be, part of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return tuple(file for file in files if file.is_file())
