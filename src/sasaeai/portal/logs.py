"""What a log may say of an address: where somebody was, never the code or token that opened it."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(?P<before>/[rds]/|/trouble/|/calendar/|[?&]code=)[^/?&\s.]+")


class HideCodes(logging.Filter):
    """Writes "/r/***/" for the address of a reply page. Lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _SECRET.sub(r"\g<before>***", said)
        if hidden != said:
            record.msg, record.args = hidden, None
        return True
