"""Nothing in the repository names a machine or a registry, and one idea has one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, tracked_files

pytestmark = pytest.mark.one_database

# Written in parts, so that this file does not hold what it forbids.
MACHINE_PATHS = re.compile(
    r"(?<![\w.~-])/(?:{})/".format("|".join(["root", "work", r"home/[a-z]\w*", "tmp"]))
)
HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("deb.debian", "org"),
    ("yarnpkg", "com"),
]
REGISTRIES = re.compile("|".join(re.escape(".".join(host)) for host in HOSTS), re.IGNORECASE)
WORDS = {
    re.compile(r"\brsvps?\b", re.IGNORECASE): "say reply (返信)",
    re.compile(r"\battendees?\b", re.IGNORECASE): "say expected or presence",
    re.compile(r"\binvitees?\b", re.IGNORECASE): "say expected (声かけ先)",
}
NAMES = {
    "utils.py": "name the module after what it knows",
    "helpers.py": "name the module after what it knows",
    "services.py": "writes live in actions, reads in queries",
    "signals.py": "emit an event, see config/wiring.py",
}
TEXT = {".py", ".md", ".html", ".txt", ".in", ".toml", ".json", ".css", ".js", ".typ", ".po", ".sh",
        ".svg", ".service", ".timer", ""}  # fmt: skip
VENDORED = ("web/static/vendor/", "paper/fonts/", "web/static/fonts/")


def machine_faults(text: str) -> Iterator[str]:
    """Yield what in *text* belongs to one machine or one site's registry."""
    for number, line in enumerate(text.splitlines(), start=1):
        for found in (*MACHINE_PATHS.finditer(line), *REGISTRIES.finditer(line)):
            yield f"{number}: {found.group()}"


def word_faults(text: str) -> Iterator[str]:
    """Yield the words of *text* for which the house has another one."""
    for pattern, advice in WORDS.items():
        for found in pattern.finditer(text):
            yield f"{found.group()}: {advice}"


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each tracked text file below *folder* that is our own."""
    for file in tracked_files():
        name = file.relative_to(ROOT).as_posix()
        vendored = any(part in name for part in VENDORED)
        if file.is_relative_to(folder) and file.suffix in TEXT and not vendored:
            yield name, file.read_text(encoding="utf-8")


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = [f"{name}:{fault}" for name, text in texts(ROOT) for fault in machine_faults(text)]
    assert found == []


def test_one_idea_has_one_word() -> None:
    found = [
        f"{name} {fault}"
        for name, text in texts(ROOT / "src")
        if not name.endswith(".po")  # what an English reader is told, not what the code calls it
        for fault in word_faults(text)
    ]
    assert found == []


def test_no_module_is_a_drawer() -> None:
    sources = [file for file in tracked_files() if file.is_relative_to(ROOT / "src")]
    assert sources
    found = [f"{file.relative_to(ROOT)}: {NAMES[file.name]}" for file in sources
             if file.name in NAMES]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("cd " + "/".join(["", "root", "x"]), True),
        ("path = '" + "/".join(["", "home", "taro", "a'"]), True),
        ("index = https://" + ".".join(HOSTS[0]) + "/simple", True),
        ("see docs/root/page and homework/", False),
        ("/usr/lib/postgresql and /var/lib/sasaeai", False),
        ("tests/work/home.py", False),
    ],
)
def test_machine_names_are_seen(line: str, *, bad: bool) -> None:
    assert bool(list(machine_faults(line))) is bad


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("the RSVP came", True),
        ("each attendee", True),
        ("each attendance", False),
        ("the reply came", False),
    ],
)
def test_banned_words_are_seen(line: str, *, bad: bool) -> None:
    assert bool(list(word_faults(line))) is bad
