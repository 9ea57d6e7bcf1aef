"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.register import (
    coordinators,
    districts,
    line,
    organizations,
    persons,
    phrases,
    posts,
    venues,
)

urlpatterns: list[URLPattern] = [
    path("register/", organizations.register, name="register"),
    path("register/organizations/new/", organizations.organization_new, name="organization_new"),
    path(
        "register/organizations/<uuid:organization_id>/",
        organizations.organization,
        name="organization",
    ),
    path(
        "register/organizations/<uuid:organization_id>/edit/",
        organizations.organization_edit,
        name="organization_edit",
    ),
    path(
        "register/organizations/<uuid:organization_id>/posts/new/",
        posts.post_new,
        name="post_new",
    ),
    path("register/posts/<uuid:post_id>/edit/", posts.post_edit, name="post_edit"),
    path("register/posts/<uuid:post_id>/appoint/", posts.appoint, name="appoint"),
    path("register/terms/<uuid:tenure_id>/end/", posts.term_end, name="term_end"),
    path("register/terms/<uuid:tenure_id>/reopen/", posts.term_reopen, name="term_reopen"),
    path("register/terms/<uuid:tenure_id>/undo/", posts.appointment_undo, name="appointment_undo"),
    path("register/people/<uuid:person_id>/", persons.person, name="person"),
    path("register/people/<uuid:person_id>/edit/", persons.person_edit, name="person_edit"),
    path("register/line/<uuid:friend_id>/unlink/", line.line_unlink, name="line_unlink"),
    path("register/line/<uuid:friend_id>/restore/", line.line_restore, name="line_restore"),
    path("register/venues/", venues.venues, name="venues"),
    path("register/venues/new/", venues.venue_new, name="venue_new"),
    path("register/venues/<uuid:venue_id>/edit/", venues.venue_edit, name="venue_edit"),
    path("register/venues/<uuid:venue_id>/remove/", venues.venue_remove, name="venue_remove"),
    path("register/venues/<uuid:venue_id>/restore/", venues.venue_restore, name="venue_restore"),
    path("register/phrases/", phrases.phrases, name="phrases"),
    path("register/phrases/seed/", phrases.phrase_seed, name="phrase_seed"),
    path("register/phrases/<uuid:phrase_id>/move/", phrases.phrase_move, name="phrase_move"),
    path("register/phrases/<uuid:phrase_id>/remove/", phrases.phrase_remove, name="phrase_remove"),
    path(
        "register/phrases/<uuid:phrase_id>/restore/", phrases.phrase_restore, name="phrase_restore"
    ),
    path("register/districts/", districts.districts, name="districts_list"),
    path("register/districts/new/", districts.district_new, name="districts_new"),
    path("register/districts/merge/", districts.districts_merge, name="districts_merge"),
    path(
        "register/districts/<uuid:district_id>/rename/",
        districts.district_rename,
        name="districts_rename",
    ),
    path(
        "register/districts/<uuid:district_id>/split/",
        districts.district_split,
        name="districts_split",
    ),
    path(
        "register/districts/<uuid:district_id>/undo/",
        districts.district_undo,
        name="districts_undo",
    ),
    path(
        "register/districts/<uuid:district_id>/coordinators/",
        coordinators.coordinators,
        name="districts_coordinators",
    ),
    path(
        "register/districts/assignments/<uuid:assignment_id>/end/",
        coordinators.assignment_end,
        name="districts_assignment_end",
    ),
    path(
        "register/districts/assignments/<uuid:assignment_id>/continue/",
        coordinators.assignment_continue,
        name="districts_assignment_continue",
    ),
]
