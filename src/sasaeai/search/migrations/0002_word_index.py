"""The index of words: full-text search 5 on SQLite, a tsvector with GIN on PostgreSQL.

Both hold `terms` as Python cut them; neither database cuts words itself, so both answer alike.
"""

from __future__ import annotations

from django.db import migrations

SQLITE = (
    # ascii: every letter beyond ASCII belongs to its term, new kanji too. No places, no columns.
    """CREATE VIRTUAL TABLE search_words USING fts5(
        terms, content='search_searchentry', content_rowid='id', tokenize='ascii', detail='none')""",
    """CREATE TRIGGER search_words_added AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_words(rowid, terms) VALUES (new.id, new.terms); END""",
    """CREATE TRIGGER search_words_removed AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, terms)
        VALUES ('delete', old.id, old.terms); END""",
    """CREATE TRIGGER search_words_changed AFTER UPDATE OF terms ON search_searchentry BEGIN
        INSERT INTO search_words(search_words, rowid, terms)
        VALUES ('delete', old.id, old.terms);
        INSERT INTO search_words(rowid, terms) VALUES (new.id, new.terms); END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER search_words_changed",
    "DROP TRIGGER search_words_removed",
    "DROP TRIGGER search_words_added",
    "DROP TABLE search_words",
)
POSTGRESQL = (
    """ALTER TABLE search_searchentry ADD COLUMN words tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED""",
    "CREATE INDEX search_words ON search_searchentry USING gin (words) WITH (fastupdate = off)",
)
POSTGRESQL_BACK = ("ALTER TABLE search_searchentry DROP COLUMN words",)


def _carry_out(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def make(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    _carry_out(schema_editor, SQLITE if sqlite else POSTGRESQL)


def unmake(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    _carry_out(schema_editor, SQLITE_BACK if sqlite else POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]
    operations = [migrations.RunPython(make, unmake)]
