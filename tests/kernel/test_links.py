"""Links between rows: a join stays within one municipality, and so can use its indexes."""

from __future__ import annotations

from sasaeai.meetings.models import AgendaItem, Remark
from sasaeai.minutes.models import Minutes
from sasaeai.people.models import Municipality
from tests.world import World


def test_a_join_leads_to_no_row_of_another_municipality(world: World) -> None:
    item = world.add_item(world.add_meeting())
    elsewhere = Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    Remark.objects.create(municipality=elsewhere, item=item, text="よその市の行", position=1)
    here = Remark.objects.create(municipality=world.city, item=item, text="雪が深い", position=2)
    assert list(Remark.objects.filter(item__meeting=item.meeting)) == [here]
    assert list(AgendaItem.objects.filter(remarks__text="よその市の行")) == []


def test_migrations_know_links_as_plain_foreign_keys() -> None:
    for model, name, plain in (
        (Remark, "item", "ForeignKey"),
        (Minutes, "meeting", "OneToOneField"),
    ):
        assert model._meta.get_field(name).deconstruct()[1] == f"django.db.models.{plain}"
