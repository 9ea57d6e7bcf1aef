"""Template words that every page may use without loading them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sasaeai.kernel import display
from sasaeai.web import bound

register = template.Library()

ONCE_FIELD = "once"
BUTTON_KINDS = frozenset({"primary", "secondary", "danger", "quiet"})
STATES = {"done": "✓", "now": "▶", "later": "○", "overdue": "!", "cancelled": "×"}
"""States of a step or a thing to do, each with a shape, so that colour is never alone."""


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The hidden key of one submission; a form shown again keeps the key it was sent with."""
    request: HttpRequest | None = context.get("request")
    posted = request.POST.get(ONCE_FIELD, "") if request is not None else ""
    return _once_input(_as_key(posted) or uuid.uuid4())


def _as_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _once_input(key: uuid.UUID) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE_FIELD, key)


@register.inclusion_tag("web/components/field.html")
def field(field: BoundField) -> dict[str, Any]:
    """A field with its label, 必須 or 任意, hint and mistakes, tied together for screen readers.

    The browser's own bubbles are switched off: our sentences say what to do, in our place.
    """
    field.form.use_required_attribute = False
    described = [f"{field.auto_id}_helptext"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    return {"field": field, "kind": bound.kind_of(field), "described_by": " ".join(described)}


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All mistakes above the form as links to their fields; both texts when somebody was faster."""
    bound.keep_mine(form)
    return {
        "lines": bound.error_lines(form) if form.is_bound else [],
        "pairs": bound.conflict_pairs(form),
        "conflict": getattr(form, "conflict", None),
    }


# ── Buttons ──────────────────────────────────────────────────────────────────────────────────────


def _kind(kind: str) -> str:
    if kind not in BUTTON_KINDS:
        message = f"a button is one of {sorted(BUTTON_KINDS)}, not {kind!r}"
        raise template.TemplateSyntaxError(message)
    return kind


@register.inclusion_tag("web/components/button.html")
def button(
    text: str, kind: str = "primary", name: str = "", value: Any = "", form: str = ""
) -> dict[str, Any]:
    """A button that sends its form, or the form whose id is given."""
    return {"text": text, "kind": _kind(kind), "name": name, "value": value, "form": form}


@register.inclusion_tag("web/components/link_button.html")
def link_button(url: str, text: str, kind: str = "primary") -> dict[str, Any]:
    """A link that looks like a button: it leads somewhere and changes nothing."""
    return {"url": url, "text": text, "kind": _kind(kind)}


@register.inclusion_tag("web/components/post_button.html", takes_context=True)
def post_button(
    context: Context, url: str, text: str, kind: str = "secondary", **values: Any
) -> dict[str, Any]:
    """A form of one button with its own key; further keywords become hidden values."""
    return {
        "request": context.get("request"),
        "url": url,
        "text": text,
        "kind": _kind(kind),
        "values": values,
        "once": _once_input(uuid.uuid4()),
    }


@register.simple_tag
def fresh_once() -> SafeString:
    """A key of its own for a small form beside another one."""
    return _once_input(uuid.uuid4())


# ── States, steps, lists ─────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("web/components/state.html")
def state(name: str, text: str) -> dict[str, Any]:
    """A word with a shape and a colour: done, now, later, overdue or cancelled."""
    name = str(name)
    if name not in STATES:
        message = f"a state is one of {sorted(STATES)}, not {name!r}"
        raise template.TemplateSyntaxError(message)
    return {"name": name, "shape": STATES[name], "text": text}


@register.inclusion_tag("web/components/steps.html")
def steps(steps: Iterable[Any]) -> dict[str, Any]:
    """The bar of steps; each has name, state, url, due (a date or None) and is_current."""
    words = {
        "done": _("済み"),
        "now": _("いま"),
        "later": _("これから"),
        "overdue": _("期限切れ"),
        "cancelled": _("中止"),
    }
    return {
        "steps": [
            {"step": step, "word": words[str(step.state)], "shape": STATES[str(step.state)]}
            for step in steps
        ]
    }


@register.inclusion_tag("web/components/empty_state.html")
def empty_state(text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """What a list says when it is empty, with the one thing to do about it."""
    return {"text": text, "url": url, "action": action}


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page_obj: Page) -> dict[str, Any]:
    """Previous and next of a long list; the other words of the query stay."""
    return {"request": context.get("request"), "page": page_obj}


@register.simple_tag
def count_line(number: int, unit: str = "件") -> SafeString:
    """「全部で12件」."""
    if display.in_english():
        return format_html('<p class="count-line">{}</p>', f"{number:,} in total")
    return format_html('<p class="count-line">全部で<strong>{}</strong>{}</p>', f"{number:,}", unit)


@register.inclusion_tag("web/components/nav_link.html", takes_context=True)
def nav_link(context: Context, url_name: str, text: str, *also: str) -> dict[str, Any]:
    """An entry of the navigation, marked when the page or one below it is open.

    also: names of further pages that belong to the entry, though their address does not.

    An address that this site does not have is left out rather than breaking every page.
    """
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return {"url": ""}
    request: HttpRequest | None = context.get("request")
    path = request.path if request is not None else ""
    stems = (url, *(reverse(name) for name in also))
    inside = path.startswith(stems) and url != "/"
    return {"url": url, "text": text, "current": "page" if path == url else inside}


# ── Filters ──────────────────────────────────────────────────────────────────────────────────────


def _or_empty(write: Callable[..., str]) -> Callable[..., str]:
    def filled(value: Any, *argument: Any) -> str:
        return "" if value in (None, "") else write(value, *argument)

    return filled


for _name, _write in {
    "wareki": display.plain_date,
    "long_date": display.long_date,
    "short_date": display.short_date,
    "tokyo_time": display.tokyo_time,
    "fiscal_year_label": display.fiscal_year_label,
}.items():
    register.filter(_name, _or_empty(_write))


@register.filter
def time_range(start: Any, end: Any = None) -> str:
    """「13時30分〜14時30分」: `meeting.start|time_range:meeting.end`."""
    return "" if start in (None, "") else display.time_range(start, end or None)
