"""Offices, areas and districts of a made-up city, with who holds their posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.register import (
    CITY,
    COORDINATOR,
    COUNCIL,
    OFFICER,
    Registrar,
    Seat,
    Town,
)
from sasaeai.cli.demo.city.scale import AREA_SHIFT, CENTER_SHIFT, Scale, part_of
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Venue

PLACES = (
    ("東", "ひがし"), ("西", "にし"), ("南", "みなみ"), ("北", "きた"), ("中央", "ちゅうおう"),
    ("川端", "かわばた"), ("山手", "やまて"), ("浜辺", "はまべ"), ("野原", "のはら"),
    ("坂上", "さかうえ"), ("坂下", "さかした"), ("橋詰", "はしづめ"), ("池端", "いけはた"),
    ("松林", "まつばやし"), ("杉並木", "すぎなみき"), ("竹林", "たけばやし"), ("梅園", "うめぞの"),
    ("桜通", "さくらどおり"), ("柳町", "やなぎまち"), ("栗林", "くりばやし"), ("朝日", "あさひ"),
    ("夕日", "ゆうひ"), ("青空", "あおぞら"), ("若葉", "わかば"), ("紅葉", "もみじ"),
    ("雪見", "ゆきみ"), ("月見", "つきみ"), ("花見", "はなみ"), ("風待", "かぜまち"),
    ("星空", "ほしぞら"), ("上町", "うわまち"), ("下町", "したまち"), ("新町", "しんまち"),
    ("本町", "ほんちょう"), ("駅前", "えきまえ"), ("港町", "みなとまち"), ("市場", "いちば"),
    ("学園", "がくえん"), ("高台", "たかだい"), ("水辺", "みずべ"),
)  # fmt: skip
NEIGHBOURHOODS = (
    ("さくら", "さくら"), ("けやき", "けやき"), ("ひばり", "ひばり"), ("みどり", "みどり"),
    ("りんご", "りんご"), ("すみれ", "すみれ"), ("あやめ", "あやめ"), ("つつじ", "つつじ"),
    ("かえで", "かえで"), ("くるみ", "くるみ"), ("ほたる", "ほたる"), ("つばめ", "つばめ"),
)  # fmt: skip
OTHERS = (
    # kind, name, how it is read, title
    ("kosodate", "子育て支援センター", "こそだてしえんせんたー", "センター長"),
    ("sodan", "相談支援事業所", "そうだんしえんじぎょうしょ", "相談支援専門員"),
    ("shafuku", "社会福祉法人の里", "しゃかいふくしほうじんのさと", "施設長"),
    ("iryo", "内科クリニック", "ないかくりにっく", "院長"),
    ("pta", "小学校PTA", "しょうがっこうぴーてぃーえー", "会長"),
    ("bohan", "防犯協力会", "ぼうはんきょうりょくかい", "会長"),
    ("shogai", "障がい者の会", "しょうがいしゃのかい", "会長"),
    ("bosai", "自主防災会", "じしゅぼうさいかい", "会長"),
    ("volunteer", "雪かき応援隊", "ゆきかきおうえんたい", "代表"),
    ("kinyu", "銀行出張所", "ぎんこうしゅっちょうじょ", "所長"),
    ("yubin", "郵便局", "ゆうびんきょく", "局長"),
    ("koban", "交番", "こうばん", "所長"),
)
AreaOf = Callable[[int, Scale], int]
_RENEWALS = (2022, 12, 1)
"""A day on which all 民生委員・児童委員 began a term of three years (民生委員法10条)."""


@dataclass(frozen=True, slots=True)
class Area:
    """One district with its hall and its seats. commission, center: the 民児協 and the 包括 that
    look after the most of it.
    """

    number: int
    district: District
    hall: Venue
    chair: Seat
    vice: Seat
    clerk: Seat
    chokai: tuple[Seat, ...]
    commission: tuple[Seat, ...]
    center: tuple[Seat, ...]
    others: dict[str, Seat]
    coordinator: Seat


def add_city(pile: Pile, scale: Scale) -> tuple[Town, list[Area]]:
    """The whole register of a city, down to the last 町会."""
    registrar = Registrar(pile, scale)
    town = registrar.town
    town.districts = [_district(pile, number) for number in range(scale.districts)]
    _add_offices(registrar)
    _add_areas(registrar)
    areas = [_Neighbours(registrar, number).area() for number in range(scale.districts)]
    registrar.account(areas[0].chair, OFFICER)
    registrar.close()
    return town, areas


def district_of(chokai: int, scale: Scale) -> int:
    """The number of the district in which a 町会 lies."""
    return part_of(chokai, whole=scale.chokai, parts=scale.districts)


def commission_of(chokai: int, scale: Scale) -> int:
    """The number of the 民児協 whose area a 町会 belongs to."""
    return part_of(chokai, whole=scale.chokai, parts=scale.areas, shift=AREA_SHIFT)


def center_of(chokai: int, scale: Scale) -> int:
    """The number of the 包括 whose area a 町会 belongs to."""
    return part_of(chokai, whole=scale.chokai, parts=scale.centers, shift=CENTER_SHIFT)


def _district(pile: Pile, number: int) -> District:
    name, kana = _place(number)
    return pile.add(District, name=f"見本{name}地区", kana=f"みほん{kana}ちく", position=number + 1)


def _place(number: int) -> tuple[str, str]:
    """「東」, and beyond the fortieth district 「東第2」."""
    name, kana = PLACES[number % len(PLACES)]
    again = number // len(PLACES) + 1
    return (name, kana) if again == 1 else (f"{name}第{again}", f"{kana}だい{again}")


def _add_offices(registrar: Registrar) -> None:
    town, everywhere = registrar.town, registrar.town.districts
    name = town.municipality.name
    city = registrar.organization("gyosei", name, "みほんし", everywhere)
    council = registrar.organization(
        "shi_shakyo", f"{name}社会福祉協議会", "みほんししゃかいふくしきょうぎかい", everywhere
    )
    town.city = [
        registrar.seat(city, "地域支え合い担当", role=StaffRole.CITY),
        registrar.seat(city, "雪対策担当", position=1),
        registrar.seat(city, "ごみ担当", position=2),
        registrar.seat(city, "防災担当", position=3),
    ]
    town.council = [registrar.seat(council, "地域福祉担当", role=StaffRole.CITY_COUNCIL)]
    for number in range(town.scale.coordinators):
        title = f"地域支え合い推進員（{number + 1}）"
        seat = registrar.seat(council, title, role=StaffRole.COORDINATOR, position=number + 1)
        town.coordinators.append(seat)
    registrar.account(town.city[0], CITY)
    registrar.account(town.council[0], COUNCIL)
    registrar.account(town.coordinators[0], COORDINATOR)


def _add_areas(registrar: Registrar) -> None:
    """民児協 with their commissioners, and 包括: each serves all districts that its area touches."""
    town, scale = registrar.town, registrar.town.scale
    renewed = last_renewal(registrar.pile.day)
    for number in range(scale.areas):
        served = _served(town, number, commission_of)
        organization = registrar.organization(
            "minjikyo", f"第{number + 1}見本地区民児協（見本）", f"みほん{number + 1:03d}", served
        )
        first = number * scale.commissioners // scale.areas
        count = (number + 1) * scale.commissioners // scale.areas - first
        town.commissions.append(
            [
                registrar.seat(organization, title, position=place, turn=(renewed, 0.35))
                for place, title in enumerate(_commissioners(count))
            ]
        )
    for number in range(scale.centers):
        served = _served(town, number, center_of)
        organization = registrar.organization(
            "hokatsu",
            f"第{number + 1}見本地域包括支援センター（見本）",
            f"みほんほうかつ{number + 1:03d}",
            served,
        )
        titles = ("センター長", "保健師", "社会福祉士")
        town.centers.append(
            [registrar.seat(organization, title, position=n) for n, title in enumerate(titles)]
        )


def _served(town: Town, number: int, area_of: AreaOf) -> list[District]:
    scale = town.scale
    return [
        town.districts[place]
        for place in sorted(
            {
                district_of(chokai, scale)
                for chokai in range(scale.chokai)
                if area_of(chokai, scale) == number
            }
        )
    ]


def _commissioners(count: int) -> list[str]:
    heads = ["会長", "副会長", "主任児童委員", "主任児童委員（2）"][:count]
    return [*heads, *(f"民生委員・児童委員（{n + 1}区）" for n in range(count - len(heads)))]


def last_renewal(day: date) -> date:
    """The last day up to `day` on which commissioners all over the country began a new term."""
    year, month, first = _RENEWALS
    renewed = date(day.year - (day.year - year) % 3, month, first)
    return renewed if renewed <= day else date(renewed.year - 3, month, first)


class _Neighbours:
    """The organisations of one district."""

    def __init__(self, registrar: Registrar, number: int) -> None:
        self.registrar, self.number, self.town = registrar, number, registrar.town
        self.district = self.town.districts[number]
        self.name, self.kana = _place(number)
        self.elected = FiscalYear.of(registrar.pile.day).previous.start

    def area(self) -> Area:
        """Write them down, with the coordinator who looks after the district."""
        scale = self.town.scale
        own = [n for n in range(scale.chokai) if district_of(n, scale) == self.number]
        chokai = tuple(self._chokai(place) for place in range(len(own)))
        shakyo = self.registrar.organization(
            "chiku_shakyo",
            f"見本{self.name}地区社会福祉協議会",
            f"みほん{self.kana}ちくしゃかいふくしきょうぎかい",
            [self.district],
        )
        # As in many places: the vice chair heads a 町会 too, and is called to meetings twice.
        vice = chokai[0].holder(self.registrar.pile.day) if chokai else None
        seat = self.registrar.seat
        others = {row[0]: self._other(*row) for row in OTHERS}
        return Area(
            number=self.number,
            district=self.district,
            hall=self._hall(),
            chair=seat(shakyo, "会長", role=StaffRole.OFFICER),
            vice=seat(shakyo, "副会長", position=1, person=vice),
            clerk=seat(shakyo, "事務局長", role=StaffRole.OFFICER, position=2),
            chokai=chokai,
            commission=tuple(self._most(own, commission_of, self.town.commissions)),
            center=tuple(self._most(own, center_of, self.town.centers)),
            others=others,
            coordinator=self._coordinator(),
        )

    def _hall(self) -> Venue:
        return self.registrar.pile.add(
            Venue,
            name=f"見本{self.name}市民センター",
            kana=f"みほん{self.kana}しみんせんたー",
            district=self.district,
            address=f"{self.town.municipality.name}架空町{self.number + 1}丁目1番（見本）",
            tel=f"017-000-{5000 + self.number:04d}",
            capacity=60,
            access="1階 会議室。駐車場20台。上履きは要りません。",
            closed_days="月曜日",
            is_public=True,
        )

    def _chokai(self, place: int) -> Seat:
        name, kana = NEIGHBOURHOODS[place % len(NEIGHBOURHOODS)]
        more = "" if place < len(NEIGHBOURHOODS) else f"第{place // len(NEIGHBOURHOODS) + 1}"
        organization = self.registrar.organization(
            "chokai",
            f"見本{self.name}{name}{more}町会",
            f"みほん{self.kana}{kana}ちょうかい",
            [self.district],
        )
        return self.registrar.seat(organization, "会長", turn=(self.elected, 0.3))

    def _other(self, code: str, name: str, kana: str, title: str) -> Seat:
        organization = self.registrar.organization(
            code, f"見本{self.name}{name}", f"みほん{self.kana}{kana}", [self.district]
        )
        return self.registrar.seat(organization, title, turn=(self.elected, 0.2))

    def _most(self, own: list[int], area_of: AreaOf, seats: list[list[Seat]]) -> list[Seat]:
        """The seats of the area in which most 町会 of the district lie."""
        scale = self.town.scale
        areas = Counter(area_of(chokai, scale) for chokai in own)
        return seats[areas.most_common(1)[0][0] if areas else 0]

    def _coordinator(self) -> Seat:
        scale = self.town.scale
        seat = self.town.coordinators[self.number * scale.coordinators // scale.districts]
        term = seat.terms[-1]
        self.registrar.pile.add(
            DistrictAssignment, tenure=term, district=self.district, since=term.since
        )
        return seat
