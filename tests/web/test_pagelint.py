"""The page reader itself: each rule has a page that keeps it and one that breaks it."""

from __future__ import annotations

import pytest

from tests.pagelint import complaints

GOOD = """<!doctype html><html lang="ja"><head><title>きょう</title></head><body><main>
<h1>きょう</h1>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken"><input type="hidden" name="once">
<label for="a">名前</label><input id="a" name="name"><button type="submit">登録する</button></form>
<a href="/">もどる</a></main></body></html>"""


def test_a_good_page_passes() -> None:
    assert complaints(GOOD) == []


@pytest.mark.parametrize(
    ("cut", "put", "word"),
    [
        ("<h1>きょう</h1>", "", "h1"),
        ("<title>きょう</title>", "", "title"),
        (' lang="ja"', "", "language"),
        ("<label", '<p id="a"></p><label', "stands 2 times"),
        ('for="a"', 'for="b"', "points at nothing"),
        ('<input type="hidden" name="once">', "", "submission key"),
        ('<input type="hidden" name="csrfmiddlewaretoken">', "", "csrf"),
        ('<label for="a">名前</label>', "", "without a label"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("<h1>", "<script>alert(1)</script><h1>", "inline script"),
        ("<h1>", '<h1 onclick="x()">', "onclick"),
        ("<h1>", '<img alt="" src="https://example.com/a.png"><h1>', "outside call"),
        ('<a href="/">', "<a>", "without an address"),
        ("もどる", "", "without words"),
        ('<button type="submit">', '<button type="button">', "without a button"),
    ],
)
def test_a_page_that_breaks_a_rule_is_named(cut: str, put: str, word: str) -> None:
    assert word in "; ".join(complaints(GOOD.replace(cut, put)))
