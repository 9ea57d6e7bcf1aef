"""The pages of the portal stand on the same meeting as its other tests."""

from tests.portal.conftest import bearer, call, meeting

__all__ = ["bearer", "call", "meeting"]
