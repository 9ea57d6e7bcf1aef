"""What every page must keep, checked on each page that any test fetches."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse

NAMED_BY_ITSELF = {"hidden", "submit", "button", "image", "reset"}


def complaints(html: str) -> list[str]:
    """What is wrong with a page, one sentence each; empty when it may be shown."""
    page = BeautifulSoup(html, "html.parser")
    return [
        *_frame(page),
        *_ids(page),
        *_forms(page),
        *_inputs(page),
        *_policy(page),
        *_words(page),
    ]


def lint(response: HttpResponse) -> None:
    """Fail on a whole page that breaks a rule; parts for htmx and papers are left alone."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming or b"<html" not in response.content:
        return
    found = complaints(response.content.decode())
    assert not found, f"{response.request['PATH_INFO']}: " + "; ".join(found)  # type: ignore[attr-defined]


def _frame(page: BeautifulSoup) -> list[str]:
    found = []
    if len(page.find_all("h1")) != 1:
        found.append(f"{len(page.find_all('h1'))} h1 in place of one")
    if not page.title or not page.title.get_text(strip=True):
        found.append("no title")
    if not page.html or not page.html.get("lang"):
        found.append("no language")
    if len(page.find_all("main")) != 1:
        found.append("not one main")
    return found


def _ids(page: BeautifulSoup) -> list[str]:
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    doubled = [f"id {name} stands {n} times" for name, n in ids.items() if n > 1]
    pointers = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
    lost = [
        f"{name}={tag[name]} points at nothing"
        for name in pointers
        for tag in page.find_all(attrs={name: True})
        for target in str(tag[name]).split()
        if target not in ids
    ]
    return doubled + lost


def _forms(page: BeautifulSoup) -> list[str]:
    found = []
    for form in page.find_all("form"):
        names = {field.get("name") for field in form.find_all(["input", "select", "textarea"])}
        where = form.get("action") or "its own page"
        if str(form.get("method", "get")).lower() == "post":
            if "csrfmiddlewaretoken" not in names:
                found.append(f"form to {where} without a csrf token")
            if "once" not in names and not str(where).startswith(("/accounts/", "/text", "/lang")):
                found.append(f"form to {where} without a submission key")
        if not any(_sends(tag, form) for tag in page.find_all(["button", "input"])):
            found.append(f"form to {where} without a button")
    return found


def _sends(tag: Tag, form: Tag) -> bool:
    kind = tag.get("type", "submit" if tag.name == "button" else "text")
    sends = kind in {"submit", "image"}
    return sends and (
        form in tag.parents or (bool(form.get("id")) and tag.get("form") == form["id"])
    )


def _inputs(page: BeautifulSoup) -> list[str]:
    labelled = {label.get("for") for label in page.find_all("label")}
    return [
        f"{field.name} {field.get('name')} without a label"
        for field in page.find_all(["input", "select", "textarea"])
        if field.get("type") not in NAMED_BY_ITSELF and not _is_named(field, labelled)
    ]


def _is_named(field: Tag, labelled: set[object]) -> bool:
    return bool(
        field.get("aria-label")
        or field.get("aria-labelledby")
        or (field.get("id") and field.get("id") in labelled)
        or field.find_parent("label")
    )


def _policy(page: BeautifulSoup) -> list[str]:
    found = [f"inline style on {tag.name}" for tag in page.find_all(style=True)] + [
        f"style element in {tag.parent.name}" for tag in page.find_all("style") if tag.parent
    ]
    found += [
        "inline script"
        for script in page.find_all("script", src=False)
        if script.get("type") != "application/json"
    ]
    found += [
        f"{name} on {tag.name}"
        for tag in page.find_all(True)
        for name in tag.attrs
        if name.startswith("on")
    ]
    for tag in page.find_all(["script", "link", "img", "iframe"]):
        address = str(tag.get("src") or tag.get("href") or "")
        if address.startswith(("http:", "https:", "//")):
            found.append(f"outside call to {address}")
    return found


def _words(page: BeautifulSoup) -> list[str]:
    found = [
        f"link without an address: {a.get_text(strip=True)}" for a in page.find_all("a", href=False)
    ]
    return found + [
        f"{tag.name} without words"
        for tag in page.find_all(["a", "button"])
        if not tag.get_text(strip=True) and not tag.get("aria-label")
    ]
