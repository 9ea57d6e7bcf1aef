"""Who is looking. A frozen value, so that access is a pure function and testable without requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person with the rights that their posts give on one day.

    runs: districts whose meetings the person runs (officer of the district council, coordinator).
    sees: districts the person may read; always contains `runs`.
    sees_city: city and municipal council of social welfare: reads every district.
    is_coordinator: holds a coordinator's post (推進員), and so keeps a diary.
    is_system: the programme itself (demo data, import); it may do everything in its municipality.
    town: the municipality's name; place: what stands above every page, the one district the person
    reads, else the municipality. Both are empty for the programme itself.
    """

    municipality_id: UUID
    name: str
    on: date
    account_id: UUID | None = None
    person_id: UUID | None = None
    runs: frozenset[UUID] = field(default_factory=frozenset)
    sees: frozenset[UUID] = field(default_factory=frozenset)
    sees_city: bool = False
    is_coordinator: bool = False
    is_system: bool = False
    town: str = ""
    place: str = ""

    @classmethod
    def system(cls, *, municipality_id: UUID, on: date, name: str = "システム") -> Viewer:
        """The programme itself as actor; never made from a request."""
        return cls(
            municipality_id=municipality_id, name=name, on=on, sees_city=True, is_system=True
        )

    def may_see(self, district_id: UUID) -> bool:
        return self.sees_city or district_id in self.sees

    def may_run(self, district_id: UUID) -> bool:
        return self.is_system or district_id in self.runs
