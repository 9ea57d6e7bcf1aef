"""The cast and the places of the tests. All persons are fictional.

新井 (Arai): coordinator assigned to both districts. 大橋 (Ohashi): officer of 大野地区社協.
白石 (Shiraishi): officer of 新城地区社協, the stranger to 大野. 市川 (Ichikawa): city office.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.accounts.queries import viewer_for
from sasaeai.kernel import clock, text
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.meetings.models import (
    AgendaItem,
    Body,
    BodyHost,
    BodyMember,
    Expected,
    Meeting,
    Recognition,
    RecognitionLink,
    Topic,
    TopicCall,
)
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Person,
    Post,
    Tenure,
    Venue,
)

TODAY = date(2026, 11, 23)
PASSWORD = "yuki-kaki-2026"

KINDS = {
    "chiku_shakyo": ("地区社会福祉協議会", "地区社協"),
    "chokai": ("町会", "町会"),
    "minjikyo": ("地区民生委員児童委員協議会", "民児協"),
    "hokatsu": ("地域包括支援センター", "包括"),
    "shi_shakyo": ("市社会福祉協議会", "市社協"),
    "gyosei": ("行政", "市"),
    "iryo": ("医療機関", "医療機関"),
    "pta": ("PTA", "PTA"),
}


@dataclass
class World:
    """One city with two districts; see the module docstring for the cast."""

    city: Municipality
    kinds: dict[str, OrganizationKind]
    ono: District
    shinjo: District
    organizations: dict[str, Organization] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    venue: Venue | None = None

    def viewer(self, name: str, on: date = TODAY) -> Viewer:
        """arai | ohashi | shiraishi | ichikawa as seen on a day."""
        return viewer_for(self.accounts[name], on=on)

    @property
    def system(self) -> Viewer:
        return Viewer.system(municipality_id=self.city.id, on=TODAY)

    def add_post(
        self,
        organization: Organization,
        title: str,
        name: str | None,
        *,
        role: StaffRole = StaffRole.NONE,
        since: date = date(2025, 4, 1),
        until: date | None = None,
        **person: Any,
    ) -> Post:
        post = Post.objects.create(
            municipality=self.city, organization=organization, title=title, role=role
        )
        if name:
            person = {"search_key": text.fold(f"{name} {person.get('kana', '')}")} | person
            holder = Person.objects.create(municipality=self.city, name=name, **person)
            Tenure.objects.create(
                municipality=self.city, person=holder, post=post, since=since, until=until
            )
        return post

    def add_organization(self, kind: str, name: str, *districts: District) -> Organization:
        organization = Organization.objects.create(
            municipality=self.city,
            kind=self.kinds[kind],
            name=name,
            postal_code="038-0000",
            address="青森市（見本）1-2-3",
            tel="017-000-0000",
            fax="017-000-0001",
            search_key=text.fold(name),
        )
        for district in districts:
            OrganizationDistrict.objects.create(
                municipality=self.city, organization=organization, district=district
            )
        self.organizations[name] = organization
        return organization

    def add_account(self, key: str, post: Post) -> Account:
        account = Account.objects.create_user(
            login_id=key, password=PASSWORD, person=post.tenures.get().person
        )
        self.accounts[key] = account
        return account

    def add_meeting(
        self, body: str = "ono", on: date = date(2026, 12, 22), **fields: Any
    ) -> Meeting:
        """A planned meeting, 13:30–14:30 in Tokyo unless told."""
        values: dict[str, Any] = {
            "fiscal_year": on.year if on.month >= 4 else on.year - 1,
            "starts_at": clock.at(on, time(13, 30)),
            "ends_at": clock.at(on, time(14, 30)),
            "venue": self.venue,
            "regime": Regime.OPEN,
        } | fields
        return Meeting.objects.create(municipality=self.city, body=self.bodies[body], **values)

    def add_item(
        self, meeting: Meeting, title: str = "雪かきの助け合い", **fields: Any
    ) -> AgendaItem:
        position = AgendaItem.objects.filter(meeting=meeting).count() + 1
        return AgendaItem.objects.create(
            municipality=self.city, meeting=meeting, title=title, position=position, **fields
        )

    def add_expected(self, meeting: Meeting, post: Post | None = None, **fields: Any) -> Expected:
        number = Expected.objects.filter(meeting=meeting).count() + 1
        values: dict[str, Any] = {"number": number, "reply_code": f"T{meeting.id.hex[:6]}{number}"}
        if post is not None:
            tenure = post.tenures.on(meeting.held_on).first()
            values |= {
                "post": post,
                "organization": post.organization,
                "person": tenure.person if tenure else None,
                "organization_name": post.organization.name,
                "post_title": post.title,
                "person_name": tenure.person.name if tenure else "",
                "group": post.organization.kind.group,
            }
        return Expected.objects.create(municipality=self.city, meeting=meeting, **(values | fields))


def make_world() -> World:
    """Build the city, its people, bodies and topics."""
    city = Municipality.objects.create(lg_code="022012", name="青森市")
    kinds = {
        code: OrganizationKind.objects.create(
            municipality=city, code=code, name=name, group=group, position=position
        )
        for position, (code, (name, group)) in enumerate(KINDS.items())
    }
    ono = District.objects.create(municipality=city, name="大野地区", kana="おおのちく")
    shinjo = District.objects.create(municipality=city, name="新城地区", kana="しんじょうちく")
    world = World(city=city, kinds=kinds, ono=ono, shinjo=shinjo)
    world.venue = Venue.objects.create(
        municipality=city, name="大野市民センター", district=ono, capacity=60
    )
    _add_people(world)
    _add_bodies(world)
    _add_topics(world)
    return world


def _add_people(world: World) -> None:
    ono_council = world.add_organization("chiku_shakyo", "大野地区社会福祉協議会", world.ono)
    shinjo_council = world.add_organization("chiku_shakyo", "新城地区社会福祉協議会", world.shinjo)
    city_council = world.add_organization(
        "shi_shakyo", "社会福祉法人青森市社会福祉協議会", world.ono, world.shinjo
    )
    office = world.add_organization("gyosei", "青森市 福祉部", world.ono, world.shinjo)
    world.posts["ohashi"] = world.add_post(
        ono_council, "会長", "大橋 試一", role=StaffRole.OFFICER, kana="おおはし しいち"
    )
    world.posts["shiraishi"] = world.add_post(
        shinjo_council, "会長", "白石 試二", role=StaffRole.OFFICER, kana="しらいし しじ"
    )
    world.posts["arai"] = world.add_post(
        city_council,
        "地域支え合い推進員",
        "新井 試子",
        role=StaffRole.COORDINATOR,
        kana="あらい ためしこ",
    )
    world.posts["ichikawa"] = world.add_post(
        office, "主査", "市川 試三", role=StaffRole.CITY, kana="いちかわ しぞう"
    )
    for key in ("ohashi", "shiraishi", "arai", "ichikawa"):
        world.add_account(key, world.posts[key])
    for district in (world.ono, world.shinjo):
        DistrictAssignment.objects.create(
            municipality=world.city,
            tenure=world.posts["arai"].tenures.get(),
            district=district,
            since=date(2025, 4, 1),
        )
    chokai = world.add_organization("chokai", "白旗野町会", world.ono)
    world.posts["chokai"] = world.add_post(chokai, "会長", "髙﨑 見本", kana="たかさき みほん")
    minji = world.add_organization("minjikyo", "大野地区民生委員児童委員協議会", world.ono)
    world.posts["minji"] = world.add_post(minji, "会長", "見本 民子", kana="みほん たみこ")
    world.posts["vacant"] = world.add_post(chokai, "副会長", None)


def _add_bodies(world: World) -> None:
    def body(
        key: str, district: District, kind: BodyKind, name: str, host: str, **fields: Any
    ) -> None:
        world.bodies[key] = Body.objects.create(
            municipality=world.city,
            district=district,
            kind=kind,
            name=name,
            usual_start=time(13, 30),
            usual_minutes=60,
            usual_venue=world.venue,
            **fields,
        )
        BodyHost.objects.create(
            municipality=world.city,
            body=world.bodies[key],
            organization=world.organizations[host],
        )

    body(
        "ono",
        world.ono,
        BodyKind.SUPPORT,
        "大野地区地域支え合い会議",
        "大野地区社会福祉協議会",
        yearly_target=4,
    )
    body(
        "steering",
        world.ono,
        BodyKind.STEERING,
        "大野地区地域支え合い会議 幹事会",
        "大野地区社会福祉協議会",
        prepares=world.bodies["ono"],
    )
    body(
        "shinjo",
        world.shinjo,
        BodyKind.SUPPORT,
        "新城地区地域支え合い会議",
        "新城地区社会福祉協議会",
        yearly_target=4,
    )
    hokatsu = world.add_organization("hokatsu", "新城地域包括支援センター（見本）", world.shinjo)
    world.posts["hokatsu"] = world.add_post(
        hokatsu, "センター長", "包括 見本", kana="ほうかつ みほん"
    )
    body(
        "network", world.shinjo, BodyKind.NETWORK, "新城地区地域支援ネットワーク会議", hokatsu.name
    )
    recognition = Recognition.objects.create(
        municipality=world.city,
        body=world.bodies["network"],
        counts_for=world.bodies["shinjo"],
        since=date(2018, 10, 26),
        decided_at="新城地区での説明会",
    )
    RecognitionLink.objects.create(
        municipality=world.city, recognition=recognition, post=world.posts["arai"]
    )
    for position, key in enumerate(("ohashi", "chokai", "minji")):
        BodyMember.objects.create(
            municipality=world.city,
            body=world.bodies["ono"],
            post=world.posts[key],
            position=position,
        )


def _add_topics(world: World) -> None:
    snow = Topic.objects.create(
        municipality=world.city, code="environment", name="環境（ごみ出し・雪処理）", position=1
    )
    TopicCall.objects.create(
        municipality=world.city,
        topic=snow,
        kind=world.kinds["chokai"],
        reason="ごみ集積所と雪の寄せ場は町会が世話をしているため",
    )
    world.topics["snow"] = snow


def with_time(day: date, hour: int, minute: int = 0) -> datetime:
    """A Tokyo wall time as the UTC instant that the database keeps."""
    return clock.at(day, time(hour, minute))
