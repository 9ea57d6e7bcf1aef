"""One made-up district through the years: its bodies, its meetings, its issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sasaeai.cli.demo.city import days
from sasaeai.cli.demo.city.meetings import SNOW_MONTHS, Diary, Gathering, Said, exchange, remarks_of
from sasaeai.cli.demo.city.paths import Path, Paths
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.places import Area
from sasaeai.cli.demo.city.records import Archive
from sasaeai.cli.demo.city.register import Seat, Town
from sasaeai.cli.demo.city.resources import Services
from sasaeai.cli.demo.city.themes import theme_for
from sasaeai.issues.enums import PassedOnState
from sasaeai.issues.models import PassedOn
from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind, ItemOrigin, Outcome
from sasaeai.meetings.models import (
    AgendaItem,
    Body,
    BodyHost,
    BodyMember,
    Recognition,
    RecognitionLink,
)

PUBLISHED_AFTER, RECORDED_AFTER = timedelta(days=16), timedelta(days=6)
STEERING_BEFORE = timedelta(days=21)
NETWORK_MONTHS = (7, 12)
DEEMED, STEERING, SINGLE = "deemed", "steering", "single"
WAYS = (DEEMED, STEERING, SINGLE)
CALLED_TO_STEERING, CALLED_TO_NETWORK = 10, 20


@dataclass(frozen=True, slots=True)
class Convened:
    """A body with who hosts it and who is usually called."""

    body: Body
    host: Seat
    members: tuple[Seat, ...]


class DistrictYears:
    """Writes the bodies and meetings of one district, in the order of days."""

    def __init__(self, pile: Pile, town: Town, area: Area, services: Services) -> None:
        self.pile, self.town, self.area, self.random = pile, town, area, pile.random
        self.diary = Diary(pile, area)
        self.archive = Archive(self.diary)
        self.paths = Paths(self.diary, town, services)
        self.first_on = town.scale.first_on(area.number, pile.day)
        self.way = WAYS[area.number % len(WAYS)]
        self.bodies: dict[str, Convened] = {}
        self.recognition: Recognition | None = None
        self._news: list[PassedOn] = []

    def fill(self) -> None:
        """All years until today, and most often the next meeting."""
        if self.first_on is None:
            return
        self._add_bodies(self.first_on)
        for on, name in sorted(self._schedule(self.first_on)):
            self._meet(self.bodies[name], on)
        self._add_strays(self.first_on)

    def everybody(self) -> tuple[Seat, ...]:
        """Who is called to the 地域支え合い会議: some thirty posts."""
        area, town = self.area, self.town
        codes = ("kosodate", "sodan", "shafuku", "iryo", "pta", "bohan", "shogai", "bosai")
        return (
            area.chair, area.vice, area.clerk, *area.chokai[:10], *area.commission[:3],
            *area.center[:2], *(area.others[code] for code in codes),
            area.coordinator, town.council[0], town.city[0], area.others["volunteer"],
            *(area.others[code] for code in ("kinyu", "yubin", "koban")), *town.city[1:],
        )  # fmt: skip

    # ── Bodies ───────────────────────────────────────────────────────────────────────────────────

    def _add_bodies(self, first_on: date) -> None:
        area = self.area
        months = self._months
        # A month before the first meeting it was agreed who meets; that is when they came to be.
        with self.pile.at(clock.at(first_on - timedelta(days=50), time(15))):
            members = self.everybody()[: 22 + area.number % 8]
            self._add_body(BodyKind.SUPPORT, area.chair, members, target=len(months))
            if self.way == STEERING:
                core = (area.chair, area.clerk, area.chokai[0], area.commission[0], area.center[0])
                more = ("shogai", "bohan", "pta", "iryo", "volunteer")
                core = (*core, *(area.others[code] for code in more))[:CALLED_TO_STEERING]
                self._add_body(BodyKind.STEERING, area.chair, core, target=len(months))
            elif self.way == DEEMED:
                linked = ("kinyu", "yubin", "koban", "iryo", "shafuku")
                seats = (*area.center, area.coordinator, area.chair, *area.chokai, *area.commission)
                seats = (*(area.others[code] for code in linked), *dict.fromkeys(seats))
                self._add_body(BodyKind.NETWORK, area.center[0], seats[:CALLED_TO_NETWORK])
                self._recognize(first_on)

    def _add_body(
        self, kind: BodyKind, host: Seat, members: Sequence[Seat], *, target: int = 2
    ) -> None:
        name = "幹事会" if kind == BodyKind.STEERING else str(BodyKind(kind).label)
        starts = {BodyKind.NETWORK: time(18, 0), BodyKind.STEERING: time(10, 0)}
        support = self.bodies.get(BodyKind.SUPPORT)
        body = self.pile.add(
            Body,
            district=self.area.district,
            kind=kind,
            name=f"{self.area.district.name}{name}",
            purpose="地域の困りごとと知らせ合うことを持ち寄る。",
            yearly_target=target,
            usual_start=starts.get(kind, time(13, 30)),
            usual_minutes=60,
            usual_venue=self.area.hall,
            prepares=support.body if support and kind == BodyKind.STEERING else None,
            position=len(self.bodies) + 1,
        )
        self.pile.add(BodyHost, body=body, organization=host.organization)
        for position, seat in enumerate(members, start=1):
            self.pile.add(BodyMember, body=body, post=seat.post, position=position)
        self.bodies[kind] = Convened(body, host, tuple(members))

    def _recognize(self, first_on: date) -> None:
        decided_on = days.open_day(first_on - timedelta(days=40))
        self.recognition = self.pile.add(
            Recognition,
            body=self.bodies[BodyKind.NETWORK].body,
            counts_for=self.bodies[BodyKind.SUPPORT].body,
            since=decided_on,
            decided_at=f"{self.area.district.name}での説明会",
            decided_on=decided_on,
            condition="推進員が両方の会議に出て、情報を共有する。",
        )
        self.pile.add(
            RecognitionLink, recognition=self.recognition, post=self.area.coordinator.post
        )

    # ── Meetings ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _months(self) -> tuple[int, ...]:
        rhythm = days.rhythm_of(self.area.number)
        return rhythm[:3] if self.way == DEEMED else rhythm

    def _schedule(self, first_on: date) -> list[tuple[date, str]]:
        """Days and bodies. Some districts have not met for half a year: they fell behind."""
        until = self.pile.day + days.AHEAD
        if self.area.number % 11 == 7:
            until = self.pile.day - timedelta(days=170)
        support = days.regular_days(self._months, first_on, until, self.random)
        planned = [day for day in support if day > self.pile.day]
        for day in planned[1:]:  # nobody prepares more than the next one
            support.remove(day)
        found = [(day, str(BodyKind.SUPPORT)) for day in support]
        if self.way == STEERING:
            earlier = (days.open_day(day - STEERING_BEFORE) for day in support)
            found += [(day, str(BodyKind.STEERING)) for day in earlier]
        elif self.way == DEEMED:
            later = days.regular_days(
                NETWORK_MONTHS, first_on + timedelta(days=20), until, self.random
            )
            found += [(day, str(BodyKind.NETWORK)) for day in later if day not in support]
        return found

    def _meet(self, convened: Convened, on: date) -> None:
        if self._snows_on(on):
            self._snowed_off(convened, on)
            on = days.open_day(on + timedelta(days=7))
        if on > self.pile.day:
            self._prepare(convened, on)
            return
        said, paths = self._agenda(convened, on)
        gathering = self.diary.prepare(convened.body, on, convened.members, said)
        self.archive.invite(gathering, convened.host)
        self.diary.hear(gathering)
        self.paths.raise_early(gathering, paths)
        self._note_news(gathering)
        if on == self.pile.day:
            return
        self.diary.meet(gathering)
        self.diary.close(gathering)
        self.paths.follow(gathering, paths)
        self._keep_record(convened, gathering)
        if convened.body.kind == BodyKind.NETWORK:
            self._pass_on(gathering)

    def _prepare(self, convened: Convened, on: date) -> None:
        """The next meeting. Its letters go out 30 days before; half of the replies are in."""
        said, _paths = self._agenda(convened, on)
        gathering = self.diary.prepare(convened.body, on, convened.members, said)
        self._note_news(gathering)
        if on - self.pile.day < timedelta(days=29):
            self.archive.invite(gathering, convened.host)
            self.diary.hear(gathering, gathering.calls[::2])

    def _snows_on(self, on: date) -> bool:
        is_winter = on.month in SNOW_MONTHS and on < self.pile.day
        return is_winter and self.random.random() < days.SNOW_CHANCE

    def _snowed_off(self, convened: Convened, on: date) -> None:
        """Called off on the day; the same is on the agenda a week later."""
        said = [Said(theme_for(on, self.random).title), exchange()]
        gathering = self.diary.prepare(convened.body, on, convened.members, said)
        self.archive.invite(gathering, convened.host)
        self.diary.cancel(gathering, days.SNOW_REASON)

    def _agenda(self, convened: Convened, on: date) -> tuple[list[Said], list[Path | None]]:
        kind, news = convened.body.kind, self._news[-1:]
        if kind == BodyKind.STEERING:
            theme = theme_for(on + STEERING_BEFORE, self.random)
            first = Said(
                "次の会議で話し合うこと",
                summary=theme.trouble,
                outcome=Outcome.DECIDED,
                outcome_text=f"次の会議では「{theme.title}」を話し合う。",
                remarks=remarks_of(theme.opinions[:1], theme.responses[:1], ("町会", "地区社協")),
            )
            return [first, exchange()], [None, None]
        said, paths = self.paths.agenda(on, items=3 + self.random.randrange(2))
        if kind == BodyKind.SUPPORT and news and news[0].state == PassedOnState.PROPOSED:
            item = news[0].item
            passed = Said(
                item.title,
                topic=item.topic,
                origin=ItemOrigin.PASSED_ON,
                came_from=item,
                outcome_text="両方の会議で、引き続き伝え合う。",
            )
            return [passed, *said], [None, *paths]
        return said, paths

    def _note_news(self, gathering: Gathering) -> None:
        """News from the sister body that stands on the agenda was taken."""
        for item in gathering.items:
            if item.origin == ItemOrigin.PASSED_ON:
                self._news[-1].state, self._news[-1].taken_as = PassedOnState.TAKEN, item

    def _pass_on(self, gathering: Gathering) -> None:
        item: AgendaItem = gathering.items[0]
        with self.pile.at(gathering.meeting.ends_at + timedelta(hours=1)):
            self._news.append(
                self.pile.add(
                    PassedOn,
                    item=item,
                    to_body=self.bodies[BodyKind.SUPPORT].body,
                    note="支え合い会議でも意見を聞きたい。",
                )
            )

    def _keep_record(self, convened: Convened, gathering: Gathering) -> None:
        """Minutes after some days; two weeks later what may leave the room has left it."""
        age = self.pile.day - gathering.on
        if age < RECORDED_AFTER:
            return
        minutes = self.archive.compose(gathering)
        if age >= PUBLISHED_AFTER:
            self.archive.publish(gathering, minutes, convened.host)

    def _add_strays(self, first_on: date) -> None:
        """Three troubles a year that became no issue, the last ones this week."""
        seats = [*self.area.chokai, *self.area.commission[:4]]
        on = self.pile.day - timedelta(days=self.random.randint(1, 9))
        while on > first_on:
            self.paths.voices.stray(self.random.choice(seats), on)
            on -= timedelta(days=self.random.randint(90, 150))
