"""Services of a made-up city that people can be led to."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.places import Area
from sasaeai.directory.enums import Season, ServiceKind
from sasaeai.directory.models import Service, ServiceCoverage
from sasaeai.issues.models import Introduction, Issue
from sasaeai.meetings.models import AgendaItem

_AREAS_EACH = 4
_YEAR = timedelta(days=365)
_KINDS = {
    # kind: name, for whom, what, hours
    ServiceKind.CONSULTATION: ("くらしの相談", "どなたでも", "困りごとを聞き、窓口につなぎます。"),
    ServiceKind.WATCHING: ("見守り訪問", "1人暮らしの方", "週1回、声をかけに伺います。"),
    ServiceKind.SNOW: ("雪かき応援隊", "65歳以上だけの世帯", "玄関先の雪かきをします。"),
    ServiceKind.RUBBISH: ("ごみ出し手伝い", "足の悪い方", "集積所まで運びます。"),
    ServiceKind.TRANSPORT: ("買い物の送迎", "車のない方", "週1回、店まで乗り合いで行きます。"),
    ServiceKind.GATHERING: ("ふれあいの集い", "どなたでも", "体操とお茶の集まりです。"),
    ServiceKind.DISASTER: ("防災の出前講座", "町会・団体", "避難の道を一緒に歩きます。"),
    ServiceKind.VOLUNTEER: ("町会の手伝い登録", "手伝いたい方", "短い時間の手伝いを紹介します。"),
}


class Services:
    """The directory of a city, and what of it was named to somebody."""

    def __init__(self, pile: Pile, areas: list[Area]) -> None:
        self.pile = pile
        self._of_kind: dict[str, list[Service]] = {}
        for kind, row in _KINDS.items():
            self._of_kind[kind] = [
                self._service(kind, row, areas[first : first + _AREAS_EACH])
                for first in range(0, len(areas), _AREAS_EACH)
            ]

    def introduce(self, kind: str, item: AgendaItem, issue: Issue, by_name: str) -> None:
        """A service of that kind was named at an item, for an issue."""
        self.pile.add(
            Introduction,
            service=self.pile.random.choice(self._of_kind[kind]),
            issue=issue,
            item=item,
            introduced_on=issue.opened_on,
            by_name=by_name,
        )

    def _service(self, kind: str, row: tuple[str, str, str], areas: list[Area]) -> Service:
        name, for_whom, description = row
        area, random = areas[0], self.pile.random
        verified_on = self.pile.day - timedelta(days=random.randint(20, 500))
        place = area.district.name.removeprefix("見本").removesuffix("地区")
        service = self.pile.add(
            Service,
            kind=kind,
            name=f"見本{place} {name}",
            kana=area.district.kana,
            organization=area.others["volunteer"].organization,
            operator_name=area.others["volunteer"].organization.name,
            for_whom=for_whom,
            description=description,
            how_to_apply="電話で申し込みます。",
            fee="無料",
            hours="平日 9時から16時まで",
            tel=area.others["volunteer"].organization.tel,
            season=Season.WINTER if kind == ServiceKind.SNOW else Season.ALL_YEAR,
            verified_on=verified_on,
            verified_by_name="見本",
            verify_by=verified_on + _YEAR,
        )
        for each in areas:
            self.pile.add(ServiceCoverage, service=service, district=each.district)
        return service
