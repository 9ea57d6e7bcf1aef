"""Serve the site, meant to stand behind a proxy that speaks HTTPS.

サイトを動かします。ふだんは、HTTPSを受け持つ中継サーバーの後ろに置きます。
"""

from __future__ import annotations

import argparse
import os
import socket
import sys

from django.conf import settings

from sasaeai.cli.migrate import missing_migrations
from sasaeai.cli.refusal import Refusal
from sasaeai.cli.statistics import refresh_statistics

NAME = "serve"
HELP = "serve the site (サイトを動かす)"
HOST = "127.0.0.1"
PORT = 8000
# SQLite takes one writer at a time; two processes of four threads answered best in the measurements
# of docs/adr, and more of them only wait for each other.
WORKERS, THREADS = 2, 4


def port_number(text: str) -> int:
    """A port as typed; argparse turns the ValueError into its own sentence."""
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port; 1 to 65535")
    return port


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on ({HOST})")
    parser.add_argument("--port", type=port_number, default=PORT, help=f"port ({PORT})")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes ({WORKERS})")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"threads each ({THREADS})")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    if missing := missing_migrations():
        raise Refusal(
            f"the database lacks {missing} changes of this version. Run: sasaeai migrate\n"
            "データベースがこの版に合っていません。先に sasaeai migrate を実行してください。"
        )
    check_port_is_free(arguments.host, arguments.port)
    refresh_statistics()
    start_server(arguments.host, arguments.port, arguments.workers, arguments.threads)
    return 0


def check_port_is_free(host: str, port: int) -> None:
    """Refuse at once, with a sentence, rather than retrying for a while as the server would."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"port {port} on {host} cannot be used: {error.strerror}.\n"
                f"Stop the other program or choose another port: --port {min(port + 1, 65535)}\n"
                f"ポート{port}は使えません。ほかのプログラムを止めるか、--port で別の番号を選んでください。"
            ) from error


def start_server(host: str, port: int, workers: int = WORKERS, threads: int = THREADS) -> None:
    """Become the server: this process is replaced, so that signals reach it directly.

    The background worker is begun beside it (cli.keeper), unless SASAEAI_WORKER=separate says that
    a service does it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    os.execv(  # noqa: S606  our own interpreter with fixed words
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "sasaeai.config.wsgi:application",
            f"--bind={address}",
            f"--workers={workers}",
            f"--threads={threads}",
            "--preload",  # the workers share what they never write to (config.wsgi)
            *(["--config=python:sasaeai.cli.keeper"] if settings.WORKER_BESIDE else []),
            "--no-control-socket",
            "--log-level=warning",
        ],
    )
