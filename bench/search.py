"""The search box: how long an answer takes among many sentences, and what the index costs.

    python -m bench.search                         20,000 and 200,000 sentences
    python -m bench.search --sentences 2000
    bin/with-postgres python -m bench.search       the same on PostgreSQL

Sentences are made up from the parts of bench.words and spread over 38 districts and ten years; each
question is asked by somebody of one district and by the city, all of `search.queries.search` in the
time: cutting the words, synonyms, counting by kind, the first 30 with their words marked.
"""

from __future__ import annotations

import argparse
import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.stage import empty_database, is_postgres
from sasaeai.cli.demo.city import words

SIZES = (20_000, 200_000)
REPEAT = 3
PORTION = 10_000
AIM_MS = 50
DISTRICTS = 38
DAYS = 3_650
TOWN = uuid.UUID(int=1)
PLACES = (
    "坂の上",
    "川の向こう",
    "学校の裏",
    "団地",
    "市場の前",
    "踏切のそば",
    "公園の横",
    "神社の下",
)
WHEN = ("朝", "夕方", "冬のあいだ", "月に一度", "雨の日", "連休に", "去年から", "週に二回")
QUERIES = (
    "雪", "除雪", "雪かき", "ごみ", "ゴミ出し", "塵芥", "一人暮らし", "独居", "独居 雪かき",
    "見守り", "みまもり", "⺠生委員", "民児協", "買い物", "バス 病院", "通院", "子ども", "こども食堂",
    "登下校の見守り", "詐欺", "回覧板", "街灯", "包括", "社協", "サロン", "災害", "高齢者",
    "坂の上 ごみ 冬", "1人暮らしの高齢者の雪の寄せ場", "ない言葉", "の", "声",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.search",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sentences", type=int, nargs="+", default=SIZES)
    parser.add_argument("--repeat", type=int, default=REPEAT)
    chosen = parser.parse_args(arguments)
    with empty_database():
        print(
            "| sentences | fill cpu s | MB | who | median | p95 | cpu median | cpu p95 | slowest |"
        )
        print(
            "| --------- | ---------- | -- | --- | ------ | --- | ---------- | ------- | ------- |"
        )
        there = 0
        for size in sorted(chosen.sentences):
            seconds = _fill(there, size)
            there = size
            _print_answers(size, seconds, chosen.repeat)
    print(f"\nAim: p95 of {AIM_MS} ms at 200,000 sentences.")
    return 0


def _fill(first: int, last: int) -> float:
    from django.db import connection, transaction  # noqa: PLC0415

    from sasaeai.search.actions import put_many  # noqa: PLC0415

    start = time.process_time()
    for low in range(first, last, PORTION):
        with transaction.atomic():
            put_many(_sentences(low, min(last, low + PORTION)))
    seconds = time.process_time() - start
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seconds


def _sentences(first: int, last: int) -> Iterator[Any]:
    from sasaeai.search.actions import Entry  # noqa: PLC0415
    from sasaeai.search.enums import Audience  # noqa: PLC0415

    for number in range(first, last):
        random = Random(number)
        # Older ones come first, as they do in a site.
        day = date(2016, 4, 1) + timedelta(days=number * DAYS // max(SIZES) % DAYS)
        yield Entry(
            municipality_id=TOWN,
            kind=random.choice(("remark", "remark", "remark", "remark", "item", "outcome")),
            object_id=uuid.uuid5(TOWN, str(number)),
            district_id=_district(random.randrange(DISTRICTS)),
            audience=Audience.READERS,
            day=day,
            title=random.choice(words.ITEMS),
            is_titled=False,
            text=f"{random.choice(WHEN)}、{random.choice(PLACES)}の{random.choice(words.WHO)}について、"
            f"{random.choice((*words.TROUBLE, *words.ANSWER))}（{number}）。",
        )


def _district(number: int) -> uuid.UUID:
    return uuid.UUID(int=1_000 + number)


def _print_answers(size: int, seconds: float, repeat: int) -> None:
    from sasaeai.kernel.viewer import Viewer  # noqa: PLC0415

    on = date(2026, 3, 31)
    viewers = {
        "one district": Viewer(TOWN, "", on, sees=frozenset({_district(1)})),
        "city": Viewer(TOWN, "", on, sees_city=True),
    }
    for who, viewer in viewers.items():
        asked = [(*_ask(query, viewer), query) for query in QUERIES for _ in range(repeat)]
        wall, cpu = ([each[place] for each in asked] for place in (0, 1))
        slowest, _cpu, question = max(asked)
        print(
            f"| {size:9,} | {seconds:6.1f} | {_megabytes():3.0f} | {who} | {_figures(wall)} "
            f"| {_figures(cpu)} | {slowest:.1f} {question} |",
            flush=True,
        )


def _figures(times: list[float]) -> str:
    each = sorted(times)
    p95 = each[min(len(each) - 1, int(len(each) * 0.95))]
    return f"{statistics.median(each):.1f} | {p95:.1f}"


def _ask(query: str, viewer: Any) -> tuple[float, float]:
    """Milliseconds as the reader waits, and of this process alone."""
    from sasaeai.search.queries import search  # noqa: PLC0415

    start, cpu = time.perf_counter(), time.process_time()
    search(query, viewer=viewer)
    return (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000


def _megabytes() -> float:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("SELECT pg_total_relation_size('search_searchentry')")
            return float(cursor.fetchone()[0]) / 1e6
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return float(pages * cursor.fetchone()[0]) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
