"""What was taken back, beside every page that shows a record."""

from __future__ import annotations

from django import template

from sasaeai.minutes.queries.circulars import WithdrawnTrace, withdrawn_traces
from sasaeai.minutes.queries.records import Record

register = template.Library()


@register.simple_tag
def traces_of_withdrawn(record: Record) -> list[WithdrawnTrace]:
    """The trace of each version that was taken back, newest first."""
    return withdrawn_traces(record.withdrawn, record.public)
