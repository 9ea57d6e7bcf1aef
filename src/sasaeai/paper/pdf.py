"""PDF by typst: the same bytes on every machine, and never an empty box in place of a letter.

Templates lie beside the code that fills them (`<room>/exports/*.typ`) and import `/paper/base.typ`.
Data go in as one JSON text, so that nothing a person types can be read as a command.
"""

from __future__ import annotations

import ast
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from sasaeai.paper.errors import MissingGlyph, PaperError, TooLongForOnePage
from sasaeai.paper.printable import printable

FONT_DIR = Path(__file__).parent / "fonts"
TEMPLATE_ROOT = Path(__file__).parent.parent  # what "/" means inside a template

# PDF/A-2b: fit for keeping (JIS X 23003-2 = ISO 19005-2), and a missing glyph is an error.
_STANDARDS = ["a-2b"]
# base.typ says `panic("TOO LONG: <what>")`; typst hands the words back in its message.
_TOO_LONG = re.compile(r"TOO LONG: (?P<what>[^\n]+)")
_NO_GLYPH = re.compile(r'the text `?(?P<quoted>"(?:[^"\\]|\\.)*")`? could not be displayed')
_CONTEXT = 8  # characters shown on either side of a letter that cannot be printed

_kept = threading.local()


def render_pdf(template: Path, data: Any, *, dated: date, tagged: bool = True) -> bytes:
    """`template` filled with `data` (dataclasses, dicts, lists, strings, numbers).

    `dated` is the day the paper bears; it goes into the file, so equal data give equal bytes.
    `tagged` carries headings and tables for screen readers; it triples the size of a page.
    Raises MissingGlyph and TooLongForOnePage, both with a sentence for the person who prints.
    """
    ready = printable(data)
    stamp = datetime.combine(dated, time(12), tzinfo=UTC)
    try:
        return _compiler(template).compile(
            sys_inputs={"data": json.dumps(ready, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=int(stamp.timestamp()),
            pdf_tags=tagged,
        )
    except typst.TypstError as error:
        raise _in_words(error.message, ready) from error


@dataclass(frozen=True, slots=True)
class Told:
    """What a template says about itself: `answer` as JSON, `picture` of its one page as PNG."""

    answer: str
    picture: bytes


def ask_template(template: Path, label: str, *, inputs: dict[str, str], dpi: float) -> Told:
    """The values of all metadata labelled `label`, and how the page looks at `dpi`."""
    compiler = typst.Compiler(
        str(template), root=str(TEMPLATE_ROOT), font_paths=_fonts(), sys_inputs=inputs
    )
    answer = compiler.query(label, field="value", format="json")
    return Told(answer, compiler.compile(format="png", ppi=dpi, sys_inputs=inputs))


def _compiler(template: Path) -> typst.Compiler:
    """One compiler per thread and template: making one costs more than a page."""
    compilers: dict[Path, typst.Compiler] = _kept.__dict__.setdefault("compilers", {})
    if template not in compilers:
        compilers[template] = typst.Compiler(
            str(template), root=str(TEMPLATE_ROOT), font_paths=_fonts()
        )
    return compilers[template]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)]
    )


def _in_words(message: str, data: Any) -> Exception:
    if found := _NO_GLYPH.search(message):
        char = _unquoted(found["quoted"])
        return MissingGlyph(char, _surroundings(char, data))
    if found := _TOO_LONG.search(message):
        return TooLongForOnePage(found["what"])
    return PaperError(
        _("印刷の準備ができませんでした。担当者に次の文を伝えてください: %(message)s")
        % {"message": message}
    )


def _unquoted(quoted: str) -> str:
    """Typst writes strings as Rust does: "\\u{1f600}" or plain."""
    python = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda m: f"\\U{int(m[1], 16):08x}", quoted)
    return str(ast.literal_eval(python))


def _surroundings(char: str, data: Any) -> str:
    for text in _texts(data):
        at = text.find(char)
        if at >= 0:
            around = text[max(0, at - _CONTEXT) : at + len(char) + _CONTEXT]
            return around.replace("\n", " ").strip()
    return ""


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for item in data.values():
            yield from _texts(item)
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)
