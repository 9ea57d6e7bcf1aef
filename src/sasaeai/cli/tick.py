"""Look once after what is due: sending that waits, scans, mails that came back, then do the work.

For sites that start it by a timer instead of keeping `sasaeai work` running.
時刻がきたもの（送信待ち・届いたFAX・戻ってきたメールなど）を1回だけ片づけます。
"""

from __future__ import annotations

import argparse
from importlib import import_module

from sasaeai.cli.refusal import Refusal
from sasaeai.cli.work import check_database, do_one
from sasaeai.kernel import clock

NAME = "tick"
HELP = "see once to what is due (時刻がきたものを片づける)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """See to every duty and do what waits; 1 when something failed, with its name."""
    check_database()
    jobs = import_module("sasaeai.jobs.actions")
    lock = jobs.WorkerLock()
    if not lock.take():
        raise Refusal(
            "a worker is running and does this by itself.\n"
            "裏の仕事をするプログラムが動いているので、この命令はいりません。"
        )
    try:
        jobs.take_up_abandoned()
        failed = import_module("sasaeai.cli.ticking").Ticker().tick(clock.now())
        while do_one():
            pass
    finally:
        lock.release()
    for name in failed:
        print(f"FAILED  {name} (see the log)")
    return 1 if failed else 0
