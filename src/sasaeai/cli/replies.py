"""Read scanned reply slips (PDF, TIFF, JPEG, PNG) and say what is on them.

スキャンやFAXで届いた出欠返信票を読み取ります。
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sasaeai.cli.migrate import missing_migrations
from sasaeai.cli.refusal import Refusal
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError
from sasaeai.kernel.viewer import Viewer

if TYPE_CHECKING:
    from sasaeai.notices.channels.slips import SlipReading

logger = logging.getLogger(__name__)

NAME = "replies"
HELP = "read scanned reply slips (スキャンした返信票を読み取る)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`replies scan FILE…`, what to print and whether to enter it."""
    deeds = parser.add_subparsers(metavar="DEED", required=True)
    scan = deeds.add_parser("scan", help=HELP, description=__doc__)
    scan.add_argument("files", nargs="+", metavar="FILE", help="PDF, TIFF, JPEG or PNG")
    scan.add_argument("--json", action="store_true", help="one JSON object a page (1ページ1行)")
    scan.add_argument(
        "--apply", action="store_true", help="enter what is sure, keep the rest for a person"
    )
    scan.add_argument("--lg-code", default="", help="whose slips, where several municipalities are")


def run(arguments: argparse.Namespace) -> int:
    """Go through all files; 1 when any of them could not be read."""
    actor = _actor(arguments.lg_code) if arguments.apply else None
    unreadable = 0
    for name in arguments.files:
        try:
            _scan(name, actor, as_json=arguments.json)
        except (DomainError, OSError) as error:
            unreadable += 1
            print(f"sasaeai: {name}: {_sentence(error)}", file=sys.stderr)
        except Exception:
            # The libraries for pictures stumble over files that nobody thought of.
            unreadable += 1
            logger.exception("%s could not be read", name)
            print(
                f"sasaeai: {name}: 途中から読めませんでした。もう一度スキャンしてください。"
                " (could not be read to its end)",
                file=sys.stderr,
            )
    return 1 if unreadable else 0


def _scan(name: str, actor: Viewer | None, *, as_json: bool) -> None:
    content = Path(name).read_bytes()
    found = []
    for reading in _readings(content, Path(name).name):
        print(_as_json(name, reading) if as_json else _in_words(name, reading), flush=True)
        if actor is not None:
            found.append(reading)
    if actor is not None:
        _apply(content, name, found, actor)


def _readings(content: bytes, name: str) -> Iterator[SlipReading]:
    # Read here and below: settings have to be ready first, and asking for help must not wait.
    readings: Iterator[SlipReading] = import_module("sasaeai.notices.channels.slips").read_slips(
        content, name
    )
    return readings


def _apply(content: bytes, name: str, found: Sequence[SlipReading], actor: Viewer) -> None:
    actions = import_module("sasaeai.notices.actions")
    enums = import_module("sasaeai.notices.enums")
    intake = actions.take_in_scans(
        content=content,
        file_name=Path(name).name,
        source=enums.ScanSource.COMMAND,
        actor=actor,
        readings=found,
    )
    print(
        f"{name}: 入力 {intake.entered}枚、確かめ待ち {intake.waiting}枚、"
        f"前に読んだ紙 {intake.repeated}枚"
        f" (entered {intake.entered}, waiting {intake.waiting}, repeated {intake.repeated})",
        file=sys.stderr,
    )


def _actor(lg_code: str) -> Viewer:
    if missing_migrations():
        raise Refusal(
            "the database is not ready. Run: sasaeai migrate\n"
            "データベースの準備ができていません。先に sasaeai migrate を実行してください。"
        )
    towns = import_module("sasaeai.people.models").Municipality.objects.order_by("lg_code")
    found = [town for town in towns if lg_code in ("", town.lg_code)]
    if len(found) != 1:
        codes = ", ".join(town.lg_code for town in towns) or "-"
        raise Refusal(
            f"say whose slips these are with --lg-code, one of: {codes}\n"
            f"どの市町村の返信票か、--lg-code で指定してください（{codes}）。"
        )
    return Viewer.system(municipality_id=found[0].id, on=clock.today(), name="コマンド")


def _as_json(name: str, reading: SlipReading) -> str:
    return json.dumps(
        {
            "file": name,
            "page": reading.page,
            "code": reading.code,
            "reply": reading.answer,
            "confidence": reading.confidence,
            "needs_review": reading.needs_review,
            "reason": reading.reason,
        },
        ensure_ascii=False,
    )


def _in_words(name: str, reading: SlipReading) -> str:
    answer = import_module("sasaeai.notices.enums").Answer
    words = str(answer(reading.answer).label) if reading.answer else "返事は不明"
    sure = f"要確認: {reading.reason}" if reading.needs_review else "確か"
    return f"{name} {reading.page}ページ: {reading.code or '返信コード不明'} {words}（{sure}）"


def _sentence(error: DomainError | OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "このファイルはありません。名前を確かめてください。"
    if isinstance(error, OSError):
        return "このファイルを開けませんでした。権限を確かめてください。"
    return error.message
