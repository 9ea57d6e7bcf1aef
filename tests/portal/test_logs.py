"""Logs are read by others than those a letter is for: no code and no token stands in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from sasaeai.portal.logs import HideCodes


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """What the site's own handler would write."""
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    hide = HideCodes()
    caplog.handler.addFilter(hide)
    yield caplog
    caplog.handler.removeFilter(hide)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/r/K7M4QX9PA/",
        "/r/K7M4QX9PA/calendar.ics",
        "/d/K7M4QX9PA/",
        "/s/K7M4QX9PA/",
        "/trouble/K7M4QX9PA/",
        "/calendar/K7M4.ics",
    ],
)
def test_a_refused_address_is_logged_without_its_code(logged, address: str) -> None:
    assert Client().get(address).status_code == 404
    assert "Not Found" in logged.text
    assert "K7M4" not in logged.text


@pytest.mark.django_db
def test_a_form_without_its_key_is_logged_without_the_code(logged, call) -> None:
    code = call.reply_code.replace("-", "")
    assert Client(enforce_csrf_checks=True).post(f"/r/{code}/").status_code == 403
    assert "Forbidden" in logged.text
    assert code not in logged.text


@pytest.mark.one_database
def test_the_site_writes_its_log_through_it() -> None:
    console = settings.LOGGING["handlers"]["console"]
    assert settings.LOGGING["filters"][console["filters"][0]]["()"].endswith("HideCodes")


@pytest.mark.one_database
def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord(
        "django", logging.WARNING, "", 1, "Not Found: %s", ("/today/",), None
    )
    assert HideCodes().filter(record)
    assert record.getMessage() == "Not Found: /today/"
