"""What a command says when it does not do a thing."""

from __future__ import annotations


class Refusal(Exception):
    """The command was not carried out; the text says why and what to do."""
