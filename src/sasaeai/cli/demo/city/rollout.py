"""How the districts of a made-up city came to their meetings: stages, agreements, patterns, lessons."""

from __future__ import annotations

from datetime import date, time, timedelta

from sasaeai.cli.demo.city import days
from sasaeai.cli.demo.city.district import DEEMED, DistrictYears
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.places import Area
from sasaeai.cli.demo.city.register import Town
from sasaeai.cli.demo.city.themes import THEMES
from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind
from sasaeai.rollout.actions.pattern_rows import PATTERNS, PatternRow
from sasaeai.rollout.actions.stages import SEEDS
from sasaeai.rollout.enums import LessonUseState, PatternPart, SharedState
from sasaeai.rollout.models import (
    AgreedKind,
    Agreement,
    DistrictStage,
    Lesson,
    LessonUse,
    Pattern,
    PatternBody,
    PatternItem,
    PatternKind,
    PatternStep,
    PatternUse,
    PatternUseBody,
    PlannedStep,
    Stage,
    StageOpinion,
)
from sasaeai.rollout.queries.pattern_shape import BODY_COLUMNS, BodyShape

_BEFORE = {"officers": 130, "briefing": 95, "talks": 45}
"""So many days before the first meeting a district was at a stage."""
_WAITING = (
    # stages done with days ago, then the stage that began or is planned: the districts on the way
    ((("officers", 150), ("briefing", 75)), ("talks", 30)),
    ((("officers", 260), ("briefing", 190)), None),
    ((("officers", 50),), ("briefing", -20)),
    ((), ("officers", 12)),
    ((), None),
)
_OPINIONS = (
    (
        "町会",
        "同じような会議が多い。出る人の負担が増えないようにしてほしい。",
        "いまある会議を生かす形を、一緒に考えます。",
    ),
    ("民児協", "困りごとを話す場ができるのはありがたい。", ""),
    ("地区社協", "まずは小さく始めて、続けられる形にしたい。", "年3回から始める案を作ります。"),
)
_LEARNED = "見本の文です。"
_EVERY_LESSON, _USES = 4, 3


class Rollout:
    """Writes the roll-out of one city. The stages and patterns are those of the product."""

    def __init__(self, pile: Pile, town: Town) -> None:
        self.pile, self.town, self.random = pile, town, pile.random
        with pile.at(clock.at(town.since - timedelta(days=200), time(9))):
            self.stages = {
                code: pile.add(
                    Stage,
                    code=code,
                    position=position,
                    name=values.name,
                    next_step=values.next_step,
                    milestone=values.milestone,
                    stuck_days=values.stuck_days,
                    papers=[str(paper) for paper in values.papers],
                )
                for position, (code, values) in enumerate(SEEDS.items(), start=1)
            }
            self.patterns = {row.code: self._pattern(n, row) for n, row in enumerate(PATTERNS, 1)}
        self._lessons: list[Lesson] = []

    def tell(self, years: DistrictYears) -> None:
        """How one district came to meet, or how far it is."""
        if years.first_on is None:
            self._on_the_way(years.area)
            return
        first_on = days.open_day(years.first_on)
        for code, before in _BEFORE.items():
            on = days.open_day(first_on - timedelta(days=before))
            record = self._at_stage(years.area, code, done_on=on)
            if code == "briefing":
                self._opinions(record, on)
        self._agree(years, first_on)
        self._use(years, first_on)
        self._learn(years, first_on)

    # ── Stages ───────────────────────────────────────────────────────────────────────────────────

    def _on_the_way(self, area: Area) -> None:
        done, then = _WAITING[(area.number - self.town.scale.meeting) % len(_WAITING)]
        today = self.pile.day
        for code, ago in done:
            self._at_stage(area, code, done_on=days.open_day(today - timedelta(days=ago)))
        if then is not None:
            code, ago = then
            on = today - timedelta(days=ago)
            if ago > 0:
                self._at_stage(area, code, started_on=on)
            else:
                self._at_stage(area, code, planned_on=days.open_day(on))

    def _at_stage(
        self,
        area: Area,
        code: str,
        *,
        started_on: date | None = None,
        done_on: date | None = None,
        planned_on: date | None = None,
    ) -> DistrictStage:
        with self.pile.at(clock.at(started_on or done_on or self.pile.day, time(16))):
            return self.pile.add(
                DistrictStage,
                district=area.district,
                stage=self.stages[code],
                planned_on=planned_on,
                started_on=started_on or done_on,
                done_on=done_on,
                venue=area.hall,
                people="地区社協、町会、民児協、包括、市社協、市",
                head_count=self.random.randint(18, 30) if code == "briefing" and done_on else None,
                note="（見本の記録です）",
            )

    def _opinions(self, record: DistrictStage, on: date) -> None:
        with self.pile.at(clock.at(on, time(17))):
            for position, (said_by, text, response) in enumerate(_OPINIONS, start=1):
                self.pile.add(
                    StageOpinion,
                    record=record,
                    said_by=said_by,
                    text=text,
                    response=response,
                    position=position,
                )

    def _agree(self, years: DistrictYears, first_on: date) -> None:
        area, body = years.area, years.bodies[BodyKind.SUPPORT].body
        agreed_on = days.open_day(first_on - timedelta(days=_BEFORE["talks"]))
        months = days.rhythm_of(area.number)[: body.yearly_target]
        with self.pile.at(clock.at(agreed_on, time(17))):
            agreement = self.pile.add(
                Agreement,
                district=area.district,
                range_note="困りごとにより、声をかける団体を変える。",
                yearly_target=body.yearly_target,
                months="・".join(f"{month}月" for month in months),
                usual_start=body.usual_start,
                venue=area.hall,
                runs=area.chair.organization,
                runs_note="案内と記録は推進員が手伝う。",
                way=self.patterns[years.way].name,
                agreed_at=f"{area.district.name}での話し合い",
                agreed_on=agreed_on,
            )
            for code in ("chiku_shakyo", "chokai", "minjikyo", "hokatsu", "pta", "iryo"):
                self.pile.add(AgreedKind, agreement=agreement, kind=self.town.kinds[code])

    # ── Patterns ─────────────────────────────────────────────────────────────────────────────────

    def _pattern(self, position: int, row: PatternRow) -> Pattern:
        shape = row.shape
        pattern = self.pile.add(
            Pattern,
            code=row.code,
            source_note=row.source_note,
            state=SharedState.APPROVED,
            position=position,
            name=shape.name,
            summary=shape.summary,
            suits=shape.suits,
            notice_lead=shape.notice_lead,
        )
        for place, each in enumerate(shape.bodies):
            self._pattern_body(pattern, place, each)
        for step in shape.steps:
            self.pile.add(
                PatternStep,
                pattern=pattern,
                days_before=step.days_before,
                what=step.what,
                who=step.who,
            )
        return pattern

    def _pattern_body(self, pattern: Pattern, position: int, shape: BodyShape) -> None:
        columns = {name: getattr(shape, name) for name in BODY_COLUMNS}
        body = self.pile.add(PatternBody, pattern=pattern, position=position, **columns)
        parts = {
            PatternPart.HOST: shape.hosts,
            PatternPart.MEMBER: shape.members,
            PatternPart.LINK: shape.links,
        }
        for part, codes in parts.items():
            for place, code in enumerate(codes):
                self.pile.add(
                    PatternKind,
                    body=body,
                    kind=self.town.kinds[code],
                    part=part,
                    titles=dict(shape.titles).get(code, "") if part == PatternPart.MEMBER else "",
                    position=place,
                )
        for place, item in enumerate(shape.items):
            self.pile.add(
                PatternItem,
                body=body,
                title=item.title,
                kind=item.kind,
                minutes=item.minutes,
                position=place,
            )

    def _use(self, years: DistrictYears, first_on: date) -> None:
        """The pattern by which the district formed its meetings, with its time plan."""
        area, row = years.area, next(row for row in PATTERNS if row.code == years.way)
        with self.pile.at(clock.at(first_on - timedelta(days=60), time(10))):
            use = self.pile.add(
                PatternUse,
                district=area.district,
                pattern=self.patterns[years.way],
                first_on=first_on,
                used_by_name=years.diary.keeper,
            )
            for key, convened in years.bodies.items():
                is_network = key == BodyKind.NETWORK
                self.pile.add(
                    PatternUseBody,
                    use=use,
                    key=str(key),
                    body=convened.body,
                    recognition=years.recognition if is_network else None,
                    made=not is_network,
                )
            for step in row.shape.steps:
                due_on = first_on - timedelta(days=step.days_before)
                self.pile.add(
                    PlannedStep,
                    use=use,
                    what=step.what,
                    who=step.who,
                    due_on=due_on,
                    done_on=due_on if due_on < self.pile.day else None,
                )

    # ── Know-how ─────────────────────────────────────────────────────────────────────────────────

    def _learn(self, years: DistrictYears, first_on: date) -> None:
        """Every fourth district writes down what it learned; the others take it up."""
        area, later = years.area, min(first_on + timedelta(days=240), self.pile.day)
        if area.number % _EVERY_LESSON == 0:
            self._lessons.append(self._lesson(years, later))
        elif area.number % _USES == 0 and self._lessons:
            lesson = self.random.choice(self._lessons)
            worked = self.random.random() < 0.6
            self.pile.add(
                LessonUse,
                lesson=lesson,
                district=area.district,
                state=LessonUseState.WORKED if worked else LessonUseState.TRYING,
                became="こちらの地区でも続いている。" if worked else "",
                used_on=later,
                used_by_name=years.diary.keeper,
                told_on=later if worked else None,
            )

    def _lesson(self, years: DistrictYears, on: date) -> Lesson:
        area = years.area
        theme = THEMES[area.number // _EVERY_LESSON % len(THEMES)]
        writer, reader = area.chair.holder(on), self.town.council[0].holder(on)
        with self.pile.at(clock.at(on, time(10))):
            return self.pile.add(
                Lesson,
                district=area.district,
                title=f"{theme.title}：{theme.action}",
                topic=self.town.topics.get(theme.topic),
                season=theme.season,
                situation=_LEARNED + theme.trouble,
                tried=f"・{theme.action}\n・{theme.responses[0]}",
                took="役員4人、準備に1か月",
                became=theme.result,
                ask=area.clerk.who,
                pattern=self.patterns[DEEMED] if years.way == DEEMED else None,
                state=SharedState.APPROVED,
                written_by_id=writer.id,
                written_by_name=f"{writer.name}（{area.chair.organization.name}）",
                writers=[str(writer.id)],
                approved_by_id=reader.id,
                approved_by_name=f"{reader.name}（{self.town.council[0].organization.name}）",
                approved_at=self.pile.moment,
                is_sample=True,
            )
