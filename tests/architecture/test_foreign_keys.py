"""Tables look the same way as imports: no row points at a room above its own."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.architecture.house import rows

pytestmark = pytest.mark.one_database


def looks_up_or_sideways(owner: str, target: str) -> bool:
    """Whether a key from room *owner* to room *target* breaks the rows."""
    return owner != target and rows()[target] >= rows()[owner]


def test_every_key_points_downwards() -> None:
    pairs = [
        (model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field}")
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    ]
    ours = [pair for pair in pairs if pair[0] in rows() and pair[1] in rows()]
    assert ours
    assert [name for owner, target, name in ours if looks_up_or_sideways(owner, target)] == []


@pytest.mark.parametrize(
    ("owner", "target", "bad"),
    [
        ("meetings", "people", False),
        ("minutes", "minutes", False),
        ("people", "meetings", True),
        ("meetings", "issues", True),
        ("minutes", "notices", True),
        ("audit", "people", True),
    ],
)
def test_the_rule(owner: str, target: str, *, bad: bool) -> None:
    assert looks_up_or_sideways(owner, target) is bad
