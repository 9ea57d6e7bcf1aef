"""What each 町会 does of itself against disasters (自主防災の取組), side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.issues.enums import EffortLevel
from sasaeai.issues.models import DisasterEffort
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_districts, visible_organizations
from sasaeai.people.models import District, Organization, OrganizationDistrict

KINDS = ("chokai", "jishubo")
"""Kinds of organisations that are asked: 町会 and voluntary disaster-prevention organisations."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to compare. short: the head of its column, text: what a 町会 is asked."""

    code: str
    short: str | Promise
    text: str | Promise


QUESTIONS = (
    Question(
        "contacts",
        gettext_lazy("名簿・連絡網"),
        gettext_lazy("名簿や連絡網があり、この1年に見直しましたか"),
    ),
    Question(
        "roles", gettext_lazy("役割"), gettext_lazy("災害のときの係や班の役割を決めていますか")
    ),
    Question(
        "refuge",
        gettext_lazy("避難場所"),
        gettext_lazy("避難場所と、そこまでの道を住民と確かめましたか"),
    ),
    Question(
        "dangers",
        gettext_lazy("危ない所"),
        gettext_lazy("ハザードマップなどで、地域の危ない所を話し合いましたか"),
    ),
    Question(
        "drill",
        gettext_lazy("訓練"),
        gettext_lazy("この1年に、防災の訓練をするか、地区の訓練に出ましたか"),
    ),
    Question(
        "stock",
        gettext_lazy("備蓄"),
        gettext_lazy("水・食料・簡易トイレ・毛布などを備えていますか"),
    ),
    Question(
        "tools",
        gettext_lazy("道具"),
        gettext_lazy("消火器・発電機・担架などがあり、使えることを確かめましたか"),
    ),
    Question(
        "safety", gettext_lazy("安否"), gettext_lazy("無事かどうかの確かめ方を決めていますか")
    ),
    Question(
        "watch",
        gettext_lazy("手助け"),
        gettext_lazy("手助けのいる方に、だれが声をかけるかを決めていますか"),
    ),
    Question(
        "snow",
        gettext_lazy("除雪"),
        gettext_lazy("雪の寄せ場・消火栓のまわり・玄関先の除雪の段取りを決めていますか"),
    ),
)
SIGNS = {EffortLevel.YES: "○", EffortLevel.PARTLY: "△", EffortLevel.NO: "×"}
NOT_ANSWERED = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer beside last year's: "yes", "partly", "no" or "" each."""

    question: Question
    level: str
    before: str

    @property
    def sign(self) -> str:
        return sign_of(self.level)

    @property
    def sign_before(self) -> str:
        return sign_of(self.before)

    @property
    def words(self) -> str:
        """「している（昨年度：一部している）」, for those who hear the page."""
        now = EffortLevel(self.level).label if self.level else _("答えなし")
        if not self.before:
            return str(now)
        return _("%(now)s（昨年度：%(before)s）") % {
            "now": now,
            "before": EffortLevel(self.before).label,
        }


@dataclass(frozen=True, slots=True)
class EffortRow:
    """One 町会: its answers, None where nothing was written this 年度."""

    organization: Organization
    effort: DisasterEffort | None
    cells: tuple[Cell, ...]

    @property
    def keys(self) -> str:
        """The answers as they are keyed, a sign each."""
        return "".join(cell.sign for cell in self.cells)


@dataclass(frozen=True, slots=True)
class EffortSheet:
    """The 町会 of a district side by side. totals: how many say している, by question."""

    district: District
    fiscal_year: FiscalYear
    rows: tuple[EffortRow, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(
            sum(row.cells[place].level == EffortLevel.YES for row in self.rows)
            for place in range(len(QUESTIONS))
        )

    @property
    def answered(self) -> int:
        return sum(row.effort is not None for row in self.rows)


def sign_of(level: str) -> str:
    """○, △, ×, or — where nothing was answered."""
    return SIGNS[EffortLevel(level)] if level in SIGNS else NOT_ANSWERED


def effort_sheet(district: District, fiscal_year: FiscalYear, *, viewer: Viewer) -> EffortSheet:
    """Every 町会 of a district with this year's answers and the last one's. Two queries.

    One that has ended since stays where it answered that 年度, below the others.
    """
    asked = organizations_asked(district, viewer)
    rows = DisasterEffort.objects.filter(
        Q(organization__in=asked) | Q(district=district),
        municipality_id=district.municipality_id,
        fiscal_year__in=(fiscal_year.year, fiscal_year.year - 1),
    ).select_related("organization")
    found = {(row.organization_id, row.fiscal_year): row for row in rows}
    left = {row.organization for row in found.values() if row.fiscal_year == fiscal_year.year}
    organizations = [*asked, *sorted(left - set(asked), key=lambda one: (one.kana, one.name))]
    return EffortSheet(
        district,
        fiscal_year,
        tuple(_row(one, fiscal_year, found) for one in organizations),
    )


def get_visible_district(district_id: UUID, *, viewer: Viewer) -> District:
    """A district the viewer may read; NotFound for strangers."""
    district = visible_districts(viewer).filter(pk=district_id).first()
    if district is None:
        raise NotFound(_("この地区は見つかりません。"))
    return district


def serves(organization: Organization, district: District) -> bool:
    """Whether an organisation is, or was once, one of a district's 町会."""
    return OrganizationDistrict.objects.filter(
        municipality_id=district.municipality_id,
        organization=organization,
        organization__kind__code__in=KINDS,
        district=district,
    ).exists()


def organizations_asked(district: District, viewer: Viewer) -> Sequence[Organization]:
    """The 町会 and 自主防災組織 that serve a district today, by reading. One query."""
    serving = OrganizationDistrict.objects.filter(
        Q(since__isnull=True) | Q(since__lte=viewer.on),
        Q(until__isnull=True) | Q(until__gte=viewer.on),
        municipality_id=district.municipality_id,
        district=district,
        organization=OuterRef("pk"),
    )
    organizations = visible_organizations(viewer).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on), Exists(serving), kind__code__in=KINDS
    )
    return list(organizations.order_by(F("kana").asc(), "name"))


def _row(
    organization: Organization,
    year: FiscalYear,
    found: Mapping[tuple[UUID, int], DisasterEffort],
) -> EffortRow:
    now = found.get((organization.id, year.year))
    before = found.get((organization.id, year.year - 1))
    cells = tuple(
        Cell(
            question,
            now.points.get(question.code, "") if now else "",
            before.points.get(question.code, "") if before else "",
        )
        for question in QUESTIONS
    )
    return EffortRow(organization, now, cells)
