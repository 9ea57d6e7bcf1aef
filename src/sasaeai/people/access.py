"""Who may see and change the register."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import (
    District,
    Organization,
    OrganizationDistrict,
    Person,
    Post,
    Tenure,
    TenureQuerySet,
    Venue,
)


def visible_districts(viewer: Viewer) -> QuerySet[District]:
    """Districts the viewer may read: assigned or own ones, for the city all."""
    districts = District.objects.filter(municipality_id=viewer.municipality_id)
    return districts if viewer.sees_city else districts.filter(id__in=viewer.sees)


def current_districts(viewer: Viewer, on: date) -> QuerySet[District]:
    """Districts the viewer may read that are there on a day: what new things are chosen from.

    A district that was split or merged away stays in `visible_districts`: its history is read.
    """
    return visible_districts(viewer).filter(there_on(on))


def there_on(day: date) -> Q:
    """Of a district: begun, and not yet ended by a split or merger."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & not_ended_on(day)


def not_ended_on(day: date) -> Q:
    """Of a district: not ended on a day; one that begins later is prepared before."""
    return Q(until__isnull=True) | Q(until__gte=day)


def visible_organizations(viewer: Viewer) -> QuerySet[Organization]:
    """Organisations that serve a district the viewer may read, or no district at all (city-wide)."""
    organizations = Organization.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return organizations
    served = organizations.filter(served__district_id__in=viewer.sees)
    citywide = organizations.filter(served__isnull=True)
    return (served | citywide).distinct()


def visible_posts(viewer: Viewer) -> QuerySet[Post]:
    """Posts of the organisations the viewer may read."""
    posts = Post.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return posts
    return posts.filter(organization__in=visible_organizations(viewer).values("pk"))


def visible_terms(viewer: Viewer) -> TenureQuerySet:
    """Terms of the posts that the viewer may read.

    Asked of each term: as a list of posts, a database begins with all of them to find a person's.
    """
    terms = Tenure.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return terms
    return terms.filter(Exists(visible_posts(viewer).filter(pk=OuterRef("post_id"))))


def visible_persons(viewer: Viewer) -> QuerySet[Person]:
    """Persons who hold or held a post that the viewer may read.

    Somebody without any post yet is seen by all who keep a register, so that a post can be given.
    """
    persons = Person.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return persons
    terms = Tenure.objects.filter(municipality_id=viewer.municipality_id, person=OuterRef("pk"))
    seen = Exists(terms.filter(post__in=visible_posts(viewer).values("pk")))
    return persons.filter(seen | ~Exists(terms)) if viewer.runs else persons.filter(seen)


def visible_venues(viewer: Viewer) -> QuerySet[Venue]:
    """Halls of the municipality: a district also meets in its neighbour's."""
    return Venue.objects.filter(municipality_id=viewer.municipality_id)


def check_can_run_district(viewer: Viewer, district: District) -> None:
    """Raise unless the viewer runs the meetings and keeps the register of `district`."""
    if viewer.municipality_id != district.municipality_id or not viewer.may_run(district.id):
        raise NotAllowed(
            _(
                "%(district)sの会議は、その地区の地区社協の役員か、"
                "担当の地域支え合い推進員が進めます。"
            )
            % {"district": district.name}
        )


def can_run_district(viewer: Viewer, district: District) -> bool:
    """Whether `check_can_run_district` would let the viewer pass."""
    try:
        check_can_run_district(viewer, district)
    except NotAllowed:
        return False
    return True


# ── Keeping the register ─────────────────────────────────────────────────────────────────────────


def kept_organizations(viewer: Viewer) -> QuerySet[Organization]:
    """Organisations whose register the viewer keeps: those that serve a district the viewer runs
    today, and the city-wide ones that serve no district in particular.
    """
    organizations = Organization.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.is_system:
        return organizations
    if not viewer.runs:
        return organizations.none()
    serving = _serving_on(viewer).filter(organization=OuterRef("pk"))
    any_served = OrganizationDistrict.objects.filter(
        municipality_id=viewer.municipality_id, organization=OuterRef("pk")
    )
    return organizations.filter(
        Exists(serving.filter(district_id__in=viewer.runs)) | ~Exists(any_served)
    )


def check_can_add_organization(viewer: Viewer) -> None:
    """Raise unless the viewer keeps the register of at least one district."""
    if not (viewer.is_system or viewer.runs):
        raise NotAllowed(_keepers())


def check_can_keep_organization(viewer: Viewer, organization: Organization) -> None:
    """Raise unless the viewer keeps the register of a district that the organisation serves."""
    if not can_keep_organization(viewer, organization):
        raise NotAllowed(_keepers())


def can_keep_organization(viewer: Viewer, organization: Organization) -> bool:
    """Whether `check_can_keep_organization` would let the viewer pass. One query."""
    return kept_organizations(viewer).filter(pk=organization.pk).exists()


def check_can_keep_person(viewer: Viewer, person: Person) -> None:
    """Raise unless the viewer keeps the register of an organisation the person has a term in.

    Who may keep it also reads addresses, telephone numbers and needs; others read names and posts.
    """
    if not can_keep_person(viewer, person):
        raise NotAllowed(_keepers())


def can_keep_person(viewer: Viewer, person: Person) -> bool:
    """Whether `check_can_keep_person` would let the viewer pass. At most two queries."""
    if person.municipality_id != viewer.municipality_id:
        return False
    if viewer.is_system or not viewer.runs:
        return viewer.is_system
    terms = Tenure.objects.filter(municipality_id=viewer.municipality_id, person=person)
    kept = terms.filter(post__organization__in=kept_organizations(viewer).values("pk"))
    return kept.exists() or not terms.exists()


def check_can_give_role(viewer: Viewer, organization: Organization, role: str) -> None:
    """Raise unless the viewer may give, move or end the rights of a post with `role`.

    Rights follow posts, so nobody gives more than they have: an officer's post only where the
    viewer runs every district served, the city's and the coordinators' posts by the system alone.
    """
    if viewer.is_system or role == StaffRole.NONE:
        return
    if role == StaffRole.OFFICER:
        served = _serving_on(viewer).filter(organization=organization)
        districts = set(served.values_list("district_id", flat=True))
        if districts and districts <= viewer.runs:
            return
        raise NotAllowed(
            _(
                "この役職に就くと地区の会議を進められるようになります。"
                "担当するすべての地区の役員か推進員だけが変えられます。"
            )
        )
    check_is_system(viewer)


def check_is_system(viewer: Viewer) -> None:
    """Raise unless the programme itself acts: what only the one who keeps the system may do."""
    if not viewer.is_system:
        raise NotAllowed(
            _(
                "推進員や市・市社協の役職など、このシステムの権限に関わるところは、"
                "名簿のページでは変えられません。システムの管理者に頼んでください。"
            )
        )


def check_can_change_districts(viewer: Viewer) -> None:
    """Raise unless the viewer may make, rename, split and merge districts (地区の分割・統合)."""
    if not (viewer.is_system or viewer.sees_city):
        raise NotAllowed(_("地区を作る・分ける・合わせることは、市と市社協の担当者ができます。"))


def check_can_assign_coordinators(viewer: Viewer) -> None:
    """Raise unless the viewer may say which coordinator covers which district (担当地区)."""
    if not (viewer.is_system or viewer.sees_city):
        raise NotAllowed(_("推進員の担当地区は、市と市社協の担当者が決めます。"))


def check_goes_on(district: District, on: date) -> None:
    """Raise when a district ended by a split or merger: nothing new is begun in it."""
    if district.until is not None and district.until < on:
        raise NotNow(
            _("%(district)sは%(day)sまでの地区です。新しい地区で始めてください。")
            % {"district": district.name, "day": long_date(district.until)}
        )


def can_give_role(viewer: Viewer, organization: Organization, role: str) -> bool:
    """Whether `check_can_give_role` would let the viewer pass."""
    try:
        check_can_give_role(viewer, organization, role)
    except NotAllowed:
        return False
    return True


def check_can_keep_venue(viewer: Viewer, district: District | None) -> None:
    """Raise unless the viewer runs the district of a hall; a hall of no district is everybody's
    who keeps a register.
    """
    if district is None:
        check_can_add_organization(viewer)
    elif district.municipality_id != viewer.municipality_id or not viewer.may_run(district.id):
        raise NotAllowed(
            _("%(district)sの会場は、その地区の地区社協の役員か、担当の推進員が直します。")
            % {"district": district.name}
        )


def can_keep_venue(viewer: Viewer, venue: Venue) -> bool:
    """Whether `check_can_keep_venue` would let the viewer pass."""
    try:
        check_can_keep_venue(viewer, venue.district)
    except NotAllowed:
        return False
    return venue.municipality_id == viewer.municipality_id


def _serving_on(viewer: Viewer) -> QuerySet[OrganizationDistrict]:
    return OrganizationDistrict.objects.filter(
        Q(since__isnull=True) | Q(since__lte=viewer.on),
        Q(until__isnull=True) | Q(until__gte=viewer.on),
        municipality_id=viewer.municipality_id,
    )


def _keepers() -> str:
    return _(
        "名簿は、担当地区の地区社協の役員か、担当の地域支え合い推進員が直します。"
        "直したいところは、その方に伝えてください。"
    )
