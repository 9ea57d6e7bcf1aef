"""One row for many: a line of きょう names the first of its district and how many there are."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, F, Model, QuerySet, Window
from django.db.models.functions import RowNumber

Row = TypeVar("Row", bound=Model)


def first_of_each(rows: QuerySet[Row], *, by: str) -> list[tuple[Row, int]]:
    """The first row of each district in the order of `rows`, with how many there are of it.

    by: the column of the district, such as "trouble__district_id". One query that brings as many
    rows as there are districts, however many wait.
    """
    found = rows.annotate(
        how_many=Window(Count("pk"), partition_by=[F(by)]),
        nth=Window(RowNumber(), partition_by=[F(by)], order_by=[*rows.query.order_by, "pk"]),
    ).filter(nth=1)
    return [(row, row.how_many) for row in found]  # type: ignore[attr-defined]
