"""Services named to somebody (相談先の紹介): once each, taken back and put back."""

from __future__ import annotations

import pytest

from sasaeai.directory import actions as directory
from sasaeai.directory.models import Service
from sasaeai.issues import actions as issues
from sasaeai.issues.actions import introductions as actions
from sasaeai.issues.models import Introduction
from sasaeai.issues.queries.introductions import introductions_for
from sasaeai.kernel.errors import NotAllowed, NotNow
from tests.world import TODAY


@pytest.fixture
def service(world) -> Service:
    return directory.add_service(
        details=directory.ServiceDetails(kind="snow", name="雪かき隊", operator_name="見本の会"),
        districts=[world.ono],
        actor=world.viewer("arai"),
    )


@pytest.fixture
def issue(world):
    return issues.open_issue(district=world.ono, title="玄関先の雪", actor=world.viewer("ohashi"))


def test_one_that_was_introduced_anew_is_not_put_back_beside_it(world, service, issue):
    actor = world.viewer("ohashi")
    first = actions.introduce_service(service=service, issue=issue, actor=actor)
    assert actions.introduce_service(service=service, issue=issue, actor=actor) == first
    actions.take_back_introduction(introduction=first, actor=actor)
    anew = actions.introduce_service(service=service, issue=issue, actor=actor)
    assert actions.restore_introduction(introduction=first, actor=actor) == anew
    assert introductions_for(issue=issue) == [anew]
    actions.take_back_introduction(introduction=anew, actor=actor)
    actions.restore_introduction(introduction=anew, actor=actor)
    assert introductions_for(issue=issue) == [anew]


def test_neither_a_stranger_nor_an_ended_service_introduces(world, service, issue):
    with pytest.raises(NotAllowed):
        actions.introduce_service(service=service, issue=issue, actor=world.viewer("shiraishi"))
    Service.objects.update(ended_on=TODAY)
    with pytest.raises(NotNow, match="やめています"):
        actions.introduce_service(service=service, issue=issue, actor=world.viewer("ohashi"))
    assert not Introduction.objects.exists()
