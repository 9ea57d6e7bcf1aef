"""How long an item was to take, and how long it took."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.meetings.models import AgendaItem


def time_words(item: AgendaItem) -> str:
    """「予定15分・実際22分」, as far as known; what was begun counts as a minute."""
    took = max(1, round(item.took_seconds / 60)) if item.took_seconds else 0
    parts = (
        _("予定%(n)s分") % {"n": item.minutes} if item.minutes else "",
        _("実際%(n)s分") % {"n": took} if took else "",
    )
    return _("・").join(part for part in parts if part)
