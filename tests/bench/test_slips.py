"""The benchmark of scanned slips still runs, and counts every sheet."""

from __future__ import annotations

import pytest

from tests.bench.test_benches import bench

pytestmark = pytest.mark.one_database


def test_slips_are_counted_by_kind() -> None:
    printed = bench("slips", "--sheets", "2", "--seed", "8000", "--processes", "1")
    assert "| normal, 2 |" in printed
    assert "| hard, 2 |" in printed
    assert printed.count("silently wrong: none") == 2
