"""The commands of bin/ as a person on a fresh machine meets them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / "bin"

pytestmark = pytest.mark.one_database


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )


@pytest.fixture
def empty_checkout(tmp_path: Path) -> Path:
    """A checkout with the commands and the pinned lists, and no environment."""
    shutil.copytree(BIN, tmp_path / "bin")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


@pytest.mark.parametrize("script", sorted(BIN.iterdir()), ids=lambda path: path.name)
def test_each_command_is_plain_shell_that_parses_and_says_what_it_does(script: Path) -> None:
    text = script.read_text()
    assert text.startswith("#!/bin/sh\n# ")
    assert os.access(script, os.X_OK)
    assert run("sh", "-n", script).returncode == 0


def test_without_an_environment_the_command_line_says_what_to_run(empty_checkout: Path) -> None:
    result = run(empty_checkout / "bin" / "sasaeai", "check")
    assert result.returncode == 1
    assert "bin/demo" in result.stderr


def test_without_python_the_setup_says_which_is_needed(empty_checkout: Path) -> None:
    tools = empty_checkout / "tools"
    tools.mkdir()
    for name in ("sh", "cat", "cksum", "dirname", "id", "mktemp", "rm"):
        (tools / name).symlink_to(shutil.which(name) or pytest.fail(f"{name} is missing"))
    # An interpreter that is too old does not count.
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    result = run(empty_checkout / "bin" / "setup", env={"PATH": str(tools)})
    assert result.returncode == 1
    assert "Python 3.11" in result.stderr
    assert not (empty_checkout / ".venv").exists()


def test_an_unknown_option_is_refused() -> None:
    result = run(BIN / "setup", "--tset")
    assert result.returncode == 2
    assert "--tset" in result.stderr


def test_a_second_setup_does_nothing_and_is_quick() -> None:
    assert run(BIN / "setup").returncode == 0
    began = time.monotonic()
    result = run(BIN / "setup")
    assert result.returncode == 0
    assert result.stdout == ""
    assert time.monotonic() - began < 5  # installing anything takes longer


def test_the_command_line_may_be_called_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "sasaeai"
    link.symlink_to(BIN / "sasaeai")
    result = run(link, "--help", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "demo" in result.stdout


def test_postgres_lives_only_as_long_as_its_command(tmp_path: Path) -> None:
    program = (
        "import os, urllib.parse as u, psycopg\n"
        "address = u.urlsplit(os.environ['SASAEAI_DATABASE_URL'])\n"
        "host = u.unquote(address.netloc.partition('@')[2])\n"
        "with psycopg.connect(host=host, user='sasaeai', dbname='postgres') as c:\n"
        "    print(host, c.execute('SHOW fsync').fetchone()[0],\n"
        "          c.execute('SHOW listen_addresses').fetchone()[0] or 'socket-only')\n"
        "raise SystemExit(7)\n"
    )
    result = run(BIN / "with-postgres", ROOT / ".venv/bin/python", "-c", program)
    assert result.returncode == 7, result.stderr
    folder, fsync, reach = result.stdout.split()
    assert (fsync, reach) == ("off", "socket-only")
    assert not Path(folder).exists()


PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; .+)? \\$")


@pytest.mark.parametrize("name", ["bootstrap", "base", "postgres", "test"])
def test_every_library_is_pinned_with_hashes_and_no_index_is_named(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pinned
    assert [line for line in pinned if not PINNED.match(line)] == []
    assert [line for line in lines if "://" in line or line.startswith("--")] == []
    hashes = [line for line in lines if line.startswith("    --hash=sha256:")]
    assert len(hashes) >= len(pinned)


def names(listing: str) -> set[str]:
    """Return the library names that one .in or .txt file asks for, in one spelling."""
    found = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", listing, flags=re.MULTILINE)
    return {name.lower().replace("_", "-").replace(".", "-") for name in found}


@pytest.mark.parametrize("name", ["bootstrap", "base", "postgres", "test"])
def test_the_pinned_list_covers_what_is_asked_for(name: str) -> None:
    folder = ROOT / "requirements"
    asked = names((folder / f"{name}.in").read_text())
    assert asked <= names((folder / f"{name}.txt").read_text())


def test_a_smaller_list_is_part_of_the_larger() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        return set(re.findall(r"^[A-Za-z0-9._-]+==\S+", text, flags=re.MULTILINE))

    assert pins("base") <= pins("postgres") <= pins("test")


def test_the_package_asks_for_the_same_libraries() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    dynamic = project["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]
    assert dynamic == ["requirements/base.in"]
    extra = set(project["project"]["optional-dependencies"]["postgres"])
    postgres = (ROOT / "requirements" / "postgres.in").read_text().splitlines()
    assert extra == {line for line in postgres if line and not line.startswith(("#", "-r"))}
