"""An issue that goes on in another one (duplicate_of), followed to it."""

from __future__ import annotations

from typing import overload

from sasaeai.issues.models import Issue


@overload
def goes_on_in(issue: Issue) -> Issue: ...
@overload
def goes_on_in(issue: None) -> None: ...


def goes_on_in(issue: Issue | None) -> Issue | None:
    """The issue in which it goes on, itself where it was not merged. No query where they came along."""
    while issue is not None and issue.duplicate_of is not None:
        issue = issue.duplicate_of
    return issue
