"""Each benchmark still runs: on a tiny size, with every page answering, without judging a figure."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIGURE = r"\|\s+[\d.]+ "


def bench(name: str, *arguments: str) -> str:
    """Run one as its README says; its output. A benchmark that fails says why on stderr."""
    result = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_pages_are_measured_at_two_sizes_and_each_answers_with_a_page() -> None:
    printed = bench(
        "pages", "--cities", "1,2", "--districts", "2", "--years", "1", "--repeat", "1", "--queries"
    )
    for page in ("today, coordinator", "1 plan", "6 day", "7 record", "city"):
        assert re.search(rf"^\| {page} +{FIGURE}", printed, re.MULTILINE), printed
    assert "## 2 x 2 districts x 1 years" in printed
    assert "x2 ms" in printed
    assert "SELECT" in printed


@pytest.mark.one_database
def test_what_looks_at_all_districts_is_measured_at_two_sizes_of_city() -> None:
    printed = bench("districts", "--districts", "1,2", "--years", "1", "--repeat", "1")
    for page in ("board of stages", "city", "annual report", "annual report, PDF"):
        assert re.search(rf"^\| {page} +{FIGURE}", printed, re.MULTILINE), printed
    assert "x2 ms" in printed


@pytest.mark.one_database
def test_what_became_of_troubles_is_asked_at_two_sizes() -> None:
    printed = bench("outcomes", "--issues", "5,10", "--districts", "2", "--repeat", "1")
    for line in ("5 | all districts", "10 | sheet as PDF"):
        assert re.search(rf"^\| {line} {FIGURE}", printed, re.MULTILINE), printed


@pytest.mark.one_database
def test_letters_are_printed_as_pdf_and_docx_and_labels_for_them() -> None:
    printed = bench("letters", "--letters", "2")
    for pile in ("2 pdf", "2 docx", "2 labels"):
        assert re.search(rf"^\| +{pile} +{FIGURE}", printed, re.MULTILINE), printed


@pytest.mark.one_database
def test_copies_are_sent_by_mail_and_fax() -> None:
    printed = bench("sending", "--copies", "2")
    for run in ("2 email", "2 fax"):
        assert re.search(rf"^\| +{run} +\| +2 +{FIGURE}", printed, re.MULTILINE), printed


@pytest.mark.one_database
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux only")
def test_memory_of_the_served_site_is_read() -> None:
    printed = bench("memory", "--districts", "1", "--years", "1")
    assert re.search(r"^at rest: [1-9]\d* MB in 5 processes", printed, re.MULTILINE), printed


def test_searching_is_measured_at_two_sizes() -> None:
    printed = bench("search", "--sentences", "50", "100", "--repeat", "1")
    for size in (50, 100):
        assert re.search(rf"^\| +{size} {FIGURE}", printed, re.MULTILINE), printed
    assert "one district" in printed
    assert "city" in printed


def test_what_comes_back_from_the_hall_is_measured_and_all_of_it_stands() -> None:
    printed = bench("hall", "--entries", "10,20")
    assert re.search(rf"^\| 20 {FIGURE}", printed, re.MULTILINE), printed
