"""A database of its own for a benchmark, on SQLite or on the server of SASAEAI_DATABASE_URL."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django


@contextmanager
def empty_database() -> Iterator[Path]:
    """Set Django up on a new, migrated database and take it away afterwards. Yields a scratch folder.

    Nothing that exists is touched: SQLite is a file in the scratch folder (below TMPDIR), on
    PostgreSQL a database named after this process is made and dropped. Call once a process.
    """
    with tempfile.TemporaryDirectory(prefix="sasaeai-bench-") as folder:
        scratch = Path(folder)
        _prepare_django(scratch)
        # Models and connections exist only after that.
        from django.db import connection  # noqa: PLC0415

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            os.environ["SASAEAI_DATABASE_URL"] = _url_of(connection.settings_dict["NAME"])
            yield scratch
        finally:
            connection.creation.destroy_test_db(_own_name(scratch), verbosity=0)


@contextmanager
def without_database() -> Iterator[None]:
    """Set Django up for what needs no database."""
    with tempfile.TemporaryDirectory(prefix="sasaeai-bench-") as folder:
        _prepare_django(Path(folder))
        yield


def is_postgres() -> bool:
    """Whether the benchmark runs on PostgreSQL."""
    from django.db import connection  # noqa: PLC0415

    return connection.vendor == "postgresql"


def _prepare_django(scratch: Path) -> None:
    os.environ["SASAEAI_VAR"] = str(scratch)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sasaeai.config.settings"
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["TEST"] = {"NAME": _own_name(scratch)}
    django.setup()


def _own_name(scratch: Path) -> str:
    url = os.environ.get("SASAEAI_DATABASE_URL", "")
    if url.startswith("postgres"):
        return f"sasaeai_bench_{os.getpid()}"
    return str(scratch / "bench.sqlite3")


def _url_of(name: str) -> str:
    """The address under which another process reaches the benchmark's database."""
    url = os.environ.get("SASAEAI_DATABASE_URL", "")
    if url.startswith("postgres"):
        scheme, host, _database, options, _fragment = urlsplit(url)
        return urlunsplit((scheme, host, f"/{name}", options, ""))
    return f"sqlite:///{name}"
