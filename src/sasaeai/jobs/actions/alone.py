"""One worker at a time, whatever happens: a lock that the database or the kernel lets go of.

Nothing else makes it safe to say of work found running that its worker died. A second worker
waits, and takes over when the first is gone.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

_NUMBER = 0x5A5AEA1
"""Of the advisory lock in PostgreSQL."""


class WorkerLock:
    """The right to work. Held until `release` or until this process ends, however it ends."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._session: BaseDatabaseWrapper | None = None

    def take(self) -> bool:
        """Try to get it; False while another worker has it."""
        if connection.vendor == "postgresql":
            return self._take_in_database()
        return self._take_beside(Path(f"{connection.settings_dict['NAME']}.worker"))

    def is_held(self) -> bool:
        """Whether it is still ours: a database that restarted forgot about it."""
        if self._session is None:
            return self._file is not None
        try:
            with self._session.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True

    def release(self) -> None:
        """Let the next one work."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._session is not None:
            self._session.close()
            self._session = None

    def _take_beside(self, path: Path) -> bool:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def _take_in_database(self) -> bool:
        # A session of its own: the others are closed and opened again as they get old.
        session = connection.copy()
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
            taken = bool(cursor.fetchone()[0])
        if taken:
            self._session = session
        else:
            session.close()
        return taken
