"""Writes of the register."""

from sasaeai.people.actions.carrying import GoesOn
from sasaeai.people.actions.districts import (
    NewDistrict,
    check_nothing_kept,
    create_district,
    join_district,
    merge_districts,
    rename_district,
    split_district,
    undo_change,
)
from sasaeai.people.actions.kinds import seed_kinds
from sasaeai.people.actions.organizations import (
    OrganizationDetails,
    add_organization,
    edit_organization,
)
from sasaeai.people.actions.persons import (
    PersonDetails,
    add_person,
    edit_person,
    enter_channel,
)
from sasaeai.people.actions.places import add_district, found_municipality
from sasaeai.people.actions.posts import PostDetails, add_post, edit_post
from sasaeai.people.actions.terms import (
    Appointment,
    appoint,
    end_tenure,
    reopen_tenure,
    undo_appointment,
)
from sasaeai.people.actions.venues import (
    VenueDetails,
    add_venue,
    edit_venue,
    is_swapped,
    remove_venue,
    restore_venue,
)

__all__ = [
    "Appointment",
    "GoesOn",
    "NewDistrict",
    "OrganizationDetails",
    "PersonDetails",
    "PostDetails",
    "VenueDetails",
    "add_district",
    "add_organization",
    "add_person",
    "add_post",
    "add_venue",
    "appoint",
    "check_nothing_kept",
    "create_district",
    "edit_organization",
    "edit_person",
    "edit_post",
    "edit_venue",
    "end_tenure",
    "enter_channel",
    "found_municipality",
    "is_swapped",
    "join_district",
    "merge_districts",
    "remove_venue",
    "rename_district",
    "reopen_tenure",
    "restore_venue",
    "seed_kinds",
    "split_district",
    "undo_appointment",
    "undo_change",
]
