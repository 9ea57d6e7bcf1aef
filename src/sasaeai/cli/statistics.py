"""What the embedded database knows about its tables, so that it chooses good ways to search them.

Without figures SQLite takes every index for equally good. All of ours begin with the municipality,
so that it may read all rows of a town to find the few of a meeting: seconds in place of
milliseconds after some years. PostgreSQL keeps its figures up to date by itself.
"""

from __future__ import annotations

from django.db import connection
from django.db.utils import OperationalError


def refresh_statistics() -> bool:
    """Count anew: a tenth of a second for ten years of a city. Whether there was something to do.

    Left for the next time when somebody is writing for long: figures of yesterday do as well.
    """
    if connection.vendor != "sqlite":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    except OperationalError:
        return False
    return True
