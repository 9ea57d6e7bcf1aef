"""Reads of the search room."""

from sasaeai.search.queries.found import MOST, PAGE, Hit, Results, search
from sasaeai.search.queries.marking import Piece
from sasaeai.search.queries.related import Related, related
from sasaeai.search.queries.synonyms import current_groups, get_group, usual_groups

__all__ = [
    "MOST",
    "PAGE",
    "Hit",
    "Piece",
    "Related",
    "Results",
    "current_groups",
    "get_group",
    "related",
    "search",
    "usual_groups",
]
