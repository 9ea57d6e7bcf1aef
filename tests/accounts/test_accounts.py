"""Logins are given by the system alone, and belong to one person."""

from __future__ import annotations

import pytest

from sasaeai.accounts import actions
from sasaeai.accounts.queries import viewer_for
from sasaeai.kernel.errors import InvalidInput, NotAllowed


def test_a_login_comes_with_a_first_password_that_works(world):
    person = world.posts["minji"].tenures.get().person
    account, password = actions.create_account(person=person, login_id="minji", actor=world.system)
    assert account.check_password(password)
    assert len(password) >= 16
    # Rights follow posts: a 民児協 chair may not use the desk.
    with pytest.raises(NotAllowed):
        viewer_for(account)
    for login_id in ("minji", "arai", " "):
        with pytest.raises(InvalidInput):
            actions.create_account(person=person, login_id=login_id, actor=world.system)


@pytest.mark.parametrize("name", ["arai", "ohashi", "ichikawa"])
def test_nobody_gives_logins_or_changes_those_of_others(world, name):
    actor = world.viewer(name)
    other = world.accounts["shiraishi"]
    with pytest.raises(NotAllowed):
        actions.create_account(
            person=world.posts["minji"].tenures.get().person, login_id="x", actor=actor
        )
    with pytest.raises(NotAllowed):
        actions.set_password(account=other, password="yuki-no-hi-2026", actor=actor)
    with pytest.raises(NotAllowed):
        actions.deactivate_account(account=other, actor=actor)


def test_everybody_changes_the_own_password_to_a_good_one(world):
    account = world.accounts["ohashi"]
    actions.set_password(
        account=account, password="akai-ringo-no-hako", actor=world.viewer("ohashi")
    )
    assert account.check_password("akai-ringo-no-hako")
    with pytest.raises(InvalidInput) as refused:
        actions.set_password(account=account, password="123", actor=world.viewer("ohashi"))
    assert "password" in refused.value.fields


def test_a_closed_login_opens_nothing_until_it_is_opened_again(world):
    account = actions.deactivate_account(account=world.accounts["ohashi"], actor=world.system)
    with pytest.raises(NotAllowed):
        viewer_for(account)
    account = actions.reactivate_account(account=account, actor=world.system)
    assert viewer_for(account).runs
