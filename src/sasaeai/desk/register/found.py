"""Getting hold of what a page of the register is about."""

from __future__ import annotations

from uuid import UUID

from sasaeai.desk.gate import DeskRequest
from sasaeai.people import queries
from sasaeai.people.access import check_can_give_role, check_can_keep_organization
from sasaeai.people.models import Organization, Post, Tenure


def organization_to_keep(request: DeskRequest, organization_id: UUID) -> Organization:
    """An organisation whose form is opened only by who keeps its register."""
    found = queries.get_visible_organization(organization_id, viewer=request.viewer)
    check_can_keep_organization(request.viewer, found)
    return found


def post_to_keep(request: DeskRequest, post_id: UUID) -> Post:
    """A post whose forms are opened only by who may change it and its terms."""
    post = queries.get_visible_post(post_id, viewer=request.viewer)
    _check_post(request, post)
    return post


def term_to_keep(request: DeskRequest, tenure_id: UUID) -> Tenure:
    """A term whose forms are opened only by who may change it."""
    term = queries.get_visible_term(tenure_id, viewer=request.viewer)
    _check_post(request, term.post)
    return term


def _check_post(request: DeskRequest, post: Post) -> None:
    check_can_keep_organization(request.viewer, post.organization)
    check_can_give_role(request.viewer, post.organization, post.role)
