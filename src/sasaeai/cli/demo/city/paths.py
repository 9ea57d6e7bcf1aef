"""Issues of a made-up district: raised, on the way through meetings, acted on, answered, closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sasaeai.cli.demo.city.meetings import Diary, Gathering, Said, exchange, remarks_of
from sasaeai.cli.demo.city.register import Seat, Town
from sasaeai.cli.demo.city.resources import Services
from sasaeai.cli.demo.city.themes import Theme, theme_for
from sasaeai.cli.demo.city.voices import Voices
from sasaeai.issues.enums import ConsiderationRole, IssueStatus
from sasaeai.issues.models import Action, Consideration, Escalation, Issue, IssueEntry, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.enums import ItemOrigin, Outcome
from sasaeai.meetings.models import AgendaItem

SIDES = ("町会", "民児協", "地区社協", "包括", "市社協")
_MOST_AT_ONCE = 2
_NEW = (Outcome.CARRIED_OVER, Outcome.DECIDED, Outcome.SERVICE, Outcome.CIRCULATE)
_NEW_WEIGHTS = (52, 26, 12, 10)
_SAID = {
    Outcome.CARRIED_OVER: "次の会議で続けて話し合う。",
    Outcome.DECIDED: "{action}ことに決めた。",
    Outcome.SERVICE: "相談先を紹介した。",
    Outcome.CIRCULATE: "回覧で知らせる。",
    Outcome.CLOSED: "{result}",
}
_TURNS = {
    IssueStatus.OPEN: "続けて話し合うことにした。",
    IssueStatus.ACTING: "{action}ことになった。",
    IssueStatus.WAITING: "市の担当に尋ね、返事を待つことにした。",
    IssueStatus.CLOSED: "{result}",
}


@dataclass
class Path:
    """An issue on its way. item: the last agenda item it was on; times: how often it was on one."""

    theme: Theme
    seats: list[Seat]
    issue: Issue | None = None
    item: AgendaItem | None = None
    times: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    action: Action | None = None


class Paths:
    """All issues of one district, in the order of its meetings."""

    def __init__(self, diary: Diary, town: Town, services: Services) -> None:
        self.diary, self.town, self.pile = diary, town, diary.pile
        self.area, self.random, self.services = diary.area, diary.random, services
        self.voices = Voices(diary)
        self.open: list[Path] = []

    def agenda(self, on: date, *, items: int) -> tuple[list[Said], list[Path | None]]:
        """What a meeting on a day talks about: what is open, then news, then 情報交換."""
        carried = self.open[: min(_MOST_AT_ONCE, items - 1)]
        said = [self._again(path) for path in carried]
        paths: list[Path | None] = list(carried)
        while len(said) < items - 1:
            theme = self._another(on, paths)
            said.append(self._first(theme))
            paths.append(Path(theme, [self._raiser()]))
        return [*said, exchange()], [*paths, None]

    def raise_early(self, gathering: Gathering, paths: list[Path | None]) -> None:
        """Troubles on reply slips and by telephone that led to the new items."""
        for path in paths:
            if path is None or path.times or self.random.random() > 0.6:
                continue
            path.troubles.append(self.voices.raised(gathering, path.seats[0], path.theme))

    def follow(self, gathering: Gathering, paths: list[Path | None]) -> None:
        """A held meeting moves its issues on."""
        with self.pile.at(gathering.meeting.ends_at + timedelta(minutes=30)):
            for item, said, path in zip(gathering.items, gathering.said, paths, strict=True):
                if path is not None:
                    self._move(gathering, item, said, path)

    # ── Agenda ───────────────────────────────────────────────────────────────────────────────────

    def _first(self, theme: Theme) -> Said:
        outcome = self.random.choices(_NEW, _NEW_WEIGHTS)[0]
        return Said(
            theme.title,
            topic=self.town.topics.get(theme.topic),
            summary=theme.trouble,
            outcome=outcome,
            outcome_text=_SAID[outcome].format(action=theme.action),
            remarks=remarks_of(theme.opinions, theme.responses[:1], self._sides()),
        )

    def _again(self, path: Path) -> Said:
        theme = path.theme
        ends = path.times >= 3 or self.random.random() < 0.55
        outcome = (
            Outcome.CLOSED if ends else Outcome.DECIDED if path.times > 1 else Outcome.CARRIED_OVER
        )
        return Said(
            theme.title,
            topic=self.town.topics.get(theme.topic),
            origin=ItemOrigin.CARRIED_OVER,
            came_from=path.item,
            outcome=outcome,
            outcome_text=_SAID[outcome].format(action=theme.action, result=theme.result),
            remarks=remarks_of(theme.opinions[-1:], theme.responses[-1:], self._sides()),
        )

    def _another(self, on: date, paths: list[Path | None]) -> Theme:
        """A theme that nobody is talking about yet."""
        busy = {path.theme.title for path in (*self.open, *paths) if path is not None}
        for _try in range(8):
            theme = theme_for(on, self.random)
            if theme.title not in busy:
                break
        return theme

    def _raiser(self) -> Seat:
        return self.random.choice([*self.area.chokai, self.area.commission[0], self.area.center[0]])

    def _sides(self) -> tuple[str, ...]:
        first = self.random.randrange(len(SIDES))
        return SIDES[first:] + SIDES[:first]

    # ── Issues ───────────────────────────────────────────────────────────────────────────────────

    def _move(self, gathering: Gathering, item: AgendaItem, said: Said, path: Path) -> None:
        status = self._status(said.outcome, path)
        is_new = path.issue is None
        if path.issue is None:
            path.issue = self._issue(gathering, path)
            self.open.append(path)
        role = ConsiderationRole.FIRST_HEARING if is_new else ConsiderationRole.OPINION
        if status in {IssueStatus.ACTING, IssueStatus.CLOSED}:
            role = ConsiderationRole.DECISION
        self.pile.add(Consideration, issue=path.issue, item=item, role=role)
        path.item, path.times = item, path.times + 1
        self._turn(gathering, path, status)
        if said.outcome == Outcome.SERVICE and path.theme.service:
            self.services.introduce(path.theme.service, item, path.issue, self.diary.keeper)

    def _status(self, outcome: str, path: Path) -> IssueStatus:
        if outcome in {Outcome.CLOSED, Outcome.SERVICE, Outcome.CIRCULATE}:
            return IssueStatus.CLOSED
        if outcome == Outcome.DECIDED:
            return IssueStatus.ACTING
        return IssueStatus.WAITING if self.random.random() < 0.12 else IssueStatus.OPEN

    def _issue(self, gathering: Gathering, path: Path) -> Issue:
        theme, chokai = path.theme, self._raiser()
        issue = self.pile.add(
            Issue,
            district=self.area.district,
            title=theme.title,
            description=theme.trouble,
            topic=self.town.topics.get(theme.topic),
            area=f"{chokai.organization.name}のあたり",
            troubled=theme.troubled,
            households=self.random.randint(2, 30),
            season=theme.season,
            residents_part=theme.action,
            agencies_part=theme.responses[0],
            owner=path.seats[0].organization,
            opened_on=gathering.on,
        )
        for trouble in path.troubles:
            self.voices.take(trouble, issue)
        return issue

    def _turn(self, gathering: Gathering, path: Path, status: IssueStatus) -> None:
        issue, theme, on = path.issue, path.theme, gathering.on
        text = _TURNS[status].format(action=theme.action, result=theme.result)
        issue.status = status
        if status == IssueStatus.CLOSED:
            issue.closed_on, issue.closed_reason = on, text
            self._finish(path, on)
        elif status == IssueStatus.WAITING:
            self._ask_city(gathering, path)
        if path.action is None and status != IssueStatus.WAITING:
            path.action = self._promise(gathering, path, is_done=status == IssueStatus.CLOSED)
        self.pile.add(
            IssueEntry,
            issue=issue,
            status=status,
            text=text,
            by_name=self.diary.keeper,
            meeting=gathering.meeting,
        )

    def _finish(self, path: Path, on: date) -> None:
        """An issue is closed once everybody who raised it was told."""
        self.open.remove(path)
        if path.action is not None and path.action.done_on is None:
            path.action.done_on, path.action.result = on, path.theme.result
        for trouble in path.troubles:
            self.voices.tell(trouble, path.theme.answer, on)

    def _promise(self, gathering: Gathering, path: Path, *, is_done: bool) -> Action:
        seat, on = path.seats[0], gathering.on
        return self.pile.add(
            Action,
            district=self.area.district,
            item=path.item,
            issue=path.issue,
            what=path.theme.action,
            organization=seat.organization,
            who=seat.organization.name,
            due_on=on + timedelta(days=self.random.choice((30, 45, 60, 75))),
            done_on=on if is_done else None,
            result=path.theme.result if is_done else "",
        )

    def _ask_city(self, gathering: Gathering, path: Path) -> None:
        office, on = self.town.city[0].organization, gathering.on
        answered_on = on + timedelta(days=self.random.randint(10, 40))
        is_answered = answered_on < self.pile.day
        with self.pile.at(clock.at(on, time(17))):
            self.pile.add(
                Escalation,
                issue=path.issue,
                asked=office.name,
                to_organization=office,
                question=f"{path.theme.title}について、市としてできることを教えてください。",
                meeting=gathering.meeting,
                asked_on=on,
                answer_by=on + timedelta(days=30),
                by_name=self.diary.keeper,
                answer="担当から地区に伺い、できることを一緒に考えます。" if is_answered else "",
                answered_on=answered_on if is_answered else None,
                answered_by=self.town.city[0].who if is_answered else "",
            )
