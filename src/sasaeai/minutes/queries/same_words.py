"""The words of a circular for those who read them elsewhere: by LINE, by mail, on the open page.

Made from what was approved and nothing else (L-17); what belongs to the sheet alone, the stamps and
the way back, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.public import CircularDraft

LINE_LIMIT = 500
"""Letters of a message that is still read: LINE itself takes 5,000 and folds long ones."""
SUBJECT_LIMIT = 60
_MORE = "（つづきは、回覧をご覧ください。）"
_MORE_AT = "（つづきは、下のページをご覧ください。）"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message with its subject, plain text."""

    subject: str
    body: str


def line_words(circular: Circular | CircularDraft, *, address: str = "") -> str:
    """The circular as one message of at most 500 letters, whole paragraphs only.

    address: the open page, which follows at the end; "" where there is none. What does not fit is
    left out from the end, and the message says where it stands.
    """
    head = f"【{_cut(circular.title, SUBJECT_LIMIT)}】"
    foot = "\n\n".join(part for part in (_from(circular), address) if part)
    room = LINE_LIMIT - len(head) - len(foot) - 4
    more = _MORE_AT if address else _MORE
    blocks = _blocks(circular)
    words = "\n\n".join(blocks)
    if len(words) > room:
        words = _as_many(blocks, room - len(more) - 2)
        words = f"{words}\n\n{more}" if words else more
    return "\n\n".join(part for part in (head, words, foot) if part)


def mail_words(circular: Circular | CircularDraft, *, address: str = "") -> Mail:
    """The whole circular as a mail."""
    page = f"この内容は、次のページでもご覧になれます。\n{address}" if address else ""
    contact = f"問い合わせ先\n{circular.contact}" if circular.contact else ""
    parts = ["皆さま", *_blocks(circular), contact, page, circular.issuer]
    subject = " ".join(f"【{circular.issuer}】{circular.title}".split())
    return Mail(_cut(subject, SUBJECT_LIMIT), "\n\n".join(part for part in parts if part))


def _blocks(circular: Circular | CircularDraft) -> list[str]:
    """Paragraphs between empty lines, headings with what follows them."""
    whole = f"{circular.lead}\n\n{circular.body}"
    return [block.strip("\n") for block in re.split(r"\n\s*\n", whole) if block.strip()]


def _as_many(blocks: list[str], room: int) -> str:
    """As many blocks from the beginning as there is room for; of the first one at least its sentences."""
    kept: list[str] = []
    used = 0
    for block in blocks:
        if used + len(block) > room:
            break
        kept.append(block)
        used += len(block) + 2
    if not kept and blocks:
        end = blocks[0][:room].rfind("。")
        kept = [blocks[0][: end + 1]] if end > 0 else [_cut(blocks[0], room)]
    return "\n\n".join(kept)


def _from(circular: Circular | CircularDraft) -> str:
    """Who says it and whom to ask, short enough to leave room for the words."""
    first = circular.contact.splitlines()[0] if circular.contact else circular.issuer
    return f"（{_cut(first, 100)}）"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
