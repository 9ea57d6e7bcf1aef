"""What was written before there was an index is found once it is filled, as often as one likes."""

from __future__ import annotations

from datetime import date

from sasaeai.cli.main import main
from sasaeai.cli.reindex import fill_empty_index
from sasaeai.directory.models import Service
from sasaeai.issues.models import Action, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.models import Remark
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries import search
from tests.world import TODAY, World


def write_directly(world: World) -> None:
    """Rows as an older version left them: no entry of the index is written."""
    meeting = world.add_meeting(on=date(2026, 11, 7))
    item = world.add_item(meeting, "雪の話", outcome_text="除雪の当番を決める")
    town = {"municipality": world.city}
    place = {**town, "district": world.ono}
    Remark.objects.create(**town, item=item, text="雪かきは朝が早い", position=1)
    Remark.objects.create(
        **town, item=item, text="雪は取り消した", position=2, removed_at=clock.now()
    )
    issue = Issue.objects.create(**place, title="雪捨て場が遠い", opened_on=TODAY)
    Action.objects.create(**place, issue=issue, what="雪置き場の地図", who="白旗野町会")
    Trouble.objects.create(
        **place, text="雪で戸が開かない", raised_by="白旗野町会", raised_on=TODAY, via="phone"
    )
    Service.objects.create(**town, kind="snow", name="雪かき応援隊")


def kinds(world: World) -> dict[str, int]:
    return search("雪", viewer=world.viewer("ichikawa")).counts


def test_everything_of_an_older_version_is_found_after_one_command(world, capsys):
    write_directly(world)
    assert kinds(world) == {}
    everything = dict.fromkeys(
        ("item", "outcome", "remark", "issue", "action", "trouble", "service"), 1
    )
    for _ in range(2):
        assert main(["reindex"]) == 0
        assert kinds(world) == everything
    assert "7 texts can be found" in capsys.readouterr().out


def test_what_is_gone_is_no_longer_found_after_it(world):
    write_directly(world)
    main(["reindex"])
    Issue.objects.update(title="何もない")
    Trouble.objects.update(removed_at=clock.now())
    main(["reindex"])
    assert {"issue", "trouble"} & set(kinds(world)) == set()


def test_an_update_fills_an_empty_index_by_itself_and_leaves_a_full_one(world):
    write_directly(world)
    assert fill_empty_index() == 7
    SearchEntry.objects.filter(kind="remark").delete()
    assert fill_empty_index() == 0
