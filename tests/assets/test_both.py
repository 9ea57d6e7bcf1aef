"""Of two versions both are kept only where they differ in their words alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "assets" / "field"
PAGE = """
globalThis.document = { getElementById: () => null, documentElement: { lang: "ja" } };
globalThis.CSS = { supports: () => true };
const { joined } = await import("./choices.js");
const [kind, bodies] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(joined(kind, bodies)));
"""

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("node") is None:
        pytest.skip("Node.js is missing")
    folder = shutil.copytree(SCRIPTS, tmp_path_factory.mktemp("script") / "field")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "page.js").write_text(PAGE)
    return folder


def joined(scripts: Path, kind: str, *bodies: dict[str, object]) -> dict[str, object] | None:
    asked = json.dumps([kind, bodies])
    said = subprocess.run(
        ["node", "page.js", asked], cwd=scripts, check=True, capture_output=True, timeout=60
    )
    both: dict[str, object] | None = json.loads(said.stdout)
    return both


def test_words_alone_are_joined(scripts: Path) -> None:
    both = joined(
        scripts, "remark", {"group": "町会", "text": "坂"}, {"group": "町会", "text": "雪"}
    )
    assert both == {"group": "町会", "text": "坂\n雪"}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("promise", {"who": "会長", "what": "案"}, {"who": "書記", "what": "案を配る"}),
        ("promise", {"due_on": "2026-12-01", "what": "案"}, {"due_on": None, "what": "表"}),
        ("remark", {"group": "町会", "text": "坂"}, {"group": "民生委員", "text": "雪"}),
        ("trouble", {"raised_by": "町会", "text": "坂"}, {"raised_by": "学校", "text": "雪"}),
        ("outcome", {"outcome": "decided", "text": "坂"}, {"outcome": "carried", "text": "雪"}),
    ],
)
def test_two_persons_days_or_groups_are_a_choice(
    scripts: Path, kind: str, one: dict[str, object], other: dict[str, object]
) -> None:
    assert joined(scripts, kind, one, other) is None
