"""Pledges of secrecy: who is bound by law, who pledged, who still has to."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import openpyxl
import pytest

from sasaeai.kernel.errors import InvalidInput, NotAllowed
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.exports.attendance_list import attendance_list_pdf, attendance_list_xlsx
from sasaeai.meetings.exports.pledge import pledge_paper
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.pledges import PledgeState, missing_pledges, pledge_lines
from sasaeai.people.actions.kinds import BOUND, seed_kinds
from sasaeai.people.actions.pledges import record_pledge, remove_pledge, restore_pledge
from sasaeai.people.actions.settings import set_kind_bound
from sasaeai.people.models import OrganizationKind, Tenure
from sasaeai.reports.exports.day import attendance_list_paper
from tests.paper.reading import check_page_boxes, page_texts
from tests.world import TODAY, World


@pytest.fixture
def inner(world: World) -> Meeting:
    """A meeting among its members: 町会 (no law), 民児協 (民生委員法), a vacant post, a guest."""
    OrganizationKind.objects.filter(code__in=BOUND).update(is_bound=True)
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    for key in ("chokai", "minji", "vacant"):
        world.add_expected(meeting, world.posts[key])
    world.add_expected(meeting, organization_name="見本小学校PTA", person_name="架空 花子")
    return meeting


def test_only_who_no_law_binds_is_asked(world: World, inner: Meeting) -> None:
    assert [line.state for line in pledge_lines(inner)] == [
        PledgeState.MISSING,
        PledgeState.BY_LAW,
        PledgeState.VACANT,
        PledgeState.MISSING,
    ]
    assert [line.expected.number for line in missing_pledges(inner)] == [1, 4]
    assert missing_pledges(world.add_meeting(on=date(2026, 12, 1))) == []


def test_a_pledge_counts_for_its_term_alone(world: World, inner: Meeting) -> None:
    term = world.posts["chokai"].tenures.get()
    arai = world.viewer("arai")
    pledge = record_pledge(tenure=term, signed_on=TODAY, actor=arai)
    assert record_pledge(tenure=term, signed_on=TODAY, actor=arai) == pledge
    assert [line.expected.number for line in missing_pledges(inner)] == [4]
    last_day = inner.held_on - timedelta(days=1)
    Tenure.objects.filter(pk=term.pk).update(until=last_day)
    Tenure.objects.create(
        municipality=world.city, person=term.person, post=term.post, since=inner.held_on
    )
    assert [line.expected.number for line in missing_pledges(inner)] == [1, 4]


def test_a_pledge_is_taken_back_and_put_back(world: World, inner: Meeting) -> None:
    arai = world.viewer("arai")
    pledge = record_pledge(tenure=world.posts["chokai"].tenures.get(), signed_on=TODAY, actor=arai)
    remove_pledge(pledge=pledge, actor=arai)
    assert len(missing_pledges(inner)) == 2
    restore_pledge(pledge=pledge, actor=arai)
    assert len(missing_pledges(inner)) == 1


def test_a_pledge_is_recorded_by_who_keeps_the_register(world: World) -> None:
    term = world.posts["chokai"].tenures.get()
    for who in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            record_pledge(tenure=term, signed_on=TODAY, actor=world.viewer(who))
    with pytest.raises(InvalidInput):
        record_pledge(tenure=term, signed_on=TODAY + timedelta(days=1), actor=world.viewer("arai"))


def test_which_kinds_a_law_binds_is_seeded_and_changed_by_the_city(world: World) -> None:
    kinds = seed_kinds(actor=world.system)
    assert kinds["sodan"].is_bound  # new here; kinds that were there keep what the city said
    assert not kinds["bosai"].is_bound
    with pytest.raises(NotAllowed):
        set_kind_bound(kind=kinds["bosai"], is_bound=True, actor=world.viewer("arai"))
    set_kind_bound(kind=kinds["bosai"], is_bound=True, actor=world.viewer("ichikawa"))
    assert OrganizationKind.objects.get(code="bosai").is_bound


def test_the_paper_says_what_for_and_that_it_binds_afterwards(world: World, inner: Meeting) -> None:
    paper = pledge_paper(inner, missing_pledges(inner), ext="pdf", printed_on=TODAY)
    check_page_boxes(paper.content)
    pages = page_texts(paper.content)
    assert len(pages) == 2
    assert "髙﨑見本" in pages[0]
    assert "架空花子" in pages[1]
    for page in pages:
        assert "大野地区社会福祉協議会様" in page
        assert "任期が終わったあとも" in page
        assert "守秘の確認のためだけに使い" in page
        assert "署名" in page
    [blank] = page_texts(pledge_paper(inner, [], ext="pdf", printed_on=TODAY).content)
    assert "髙﨑" not in blank
    word = pledge_paper(inner, missing_pledges(inner), ext="docx", printed_on=TODAY)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "架空 花子" in text


def test_the_list_to_sign_tells_who_pledged_except_where_everybody_may_come(
    world: World, inner: Meeting
) -> None:
    sheet = attendance_list_paper(inner, printed_on=TODAY)
    assert [line.pledge for line in sheet.lines] == ["未", "法定", "", "未"]
    assert "誓約" in "".join(page_texts(attendance_list_pdf(sheet)))
    cells = openpyxl.load_workbook(io.BytesIO(attendance_list_xlsx(sheet))).active
    assert "誓約" in {cell.value for row in cells.iter_rows() for cell in row}
    meeting = world.add_meeting(on=date(2026, 12, 1))
    world.add_expected(meeting, world.posts["chokai"])
    plain = attendance_list_pdf(attendance_list_paper(meeting, printed_on=TODAY))
    assert "誓約" not in "".join(page_texts(plain))
