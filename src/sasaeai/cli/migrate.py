"""Bring the database up to date with this version. Safe to repeat.

データベースをこの版に合わせます。何度実行しても安全です。
"""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from sasaeai.cli.refusal import Refusal
from sasaeai.cli.reindex import fill_empty_index
from sasaeai.cli.statistics import refresh_statistics

NAME = "migrate"
HELP = "bring the database up to date (データベースを新しい版に合わせる)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing and say how much that was."""
    done = bring_up_to_date()
    print(f"Database: {done} changes applied." if done else "Database: already up to date.")
    return 0


def bring_up_to_date() -> int:
    """Apply the missing migrations; returns how many there were."""
    missing = missing_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        fill_empty_index()
        refresh_statistics()
    return missing


def missing_migrations() -> int:
    """How many migrations the database lacks. Refusal when it cannot be opened."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Refusal(
            f"the database cannot be opened: {error}\n"
            "Look at SASAEAI_DATABASE_URL and SASAEAI_VAR and at the rights of that folder.\n"
            "データベースを開けません。上の設定とフォルダーの権限を確かめてください。"
        ) from error
