"""The two font files that need Python: the web subset, and the fallback from its wheel."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from fontTools import subset

# Signs outside JIS level 1 that names and forms use every day.
EXTRA = "髙﨑德濵邉邊齋齊澤瀨曻淸神祥福都祐靖①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈱㈲㈹〜～–—‘’“”•…☐✓ⅠⅡⅢⅣⅤ㎡"


def jis_characters(rows: range) -> Iterator[str]:
    """Yield the characters of these rows (区) of JIS X 0208, skipping the empty cells."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes((row + 0xA0, cell + 0xA0)).decode("euc_jp")
            except UnicodeDecodeError:
                continue


def web_characters() -> str:
    """Return what a page of ours is written with.

    ASCII, half-width kana, the signs, letters and kana of JIS X 0208 rows 1-8 and the kanji of
    level 1 (rows 16-47). A rarer kanji falls to the reader's own font.
    """
    ascii_and_half_width = [*map(chr, range(0x20, 0x7F)), *map(chr, range(0xFF61, 0xFFA0))]
    listed = {*ascii_and_half_width, *jis_characters(range(1, 9)), *jis_characters(range(16, 48))}
    return "".join(sorted(listed | set(EXTRA)))


def write_web_font(whole: Path, target: Path) -> None:
    """Write a WOFF2 of *whole* with `web_characters` only; the same bytes every time."""
    options = subset.Options(
        flavor="woff2",
        layout_features=["kern", "palt", "locl"],
        hinting=False,
        recalc_timestamp=False,
    )
    options.drop_tables += ["meta"]  # the subsetter cannot cut it down and would say so
    font = subset.load_font(str(whole), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=web_characters())
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def copy_fallback(fonts: Path) -> None:
    """Copy Noto Serif JP, which has the letters that BIZ UD lacks, and its licence."""
    wheel = {Path(str(file)).name: file for file in metadata.files("pylopdf-fonts-jp") or ()}
    copies = {
        "NotoSerifJP-Regular.otf": "NotoSerifJP-Regular.otf",
        "LICENSE": "OFL-NotoSerifJP.txt",
    }
    for name, copy in copies.items():
        shutil.copyfile(str(wheel[name].locate()), fonts / copy)


def main() -> None:
    """Build both below the folder given: ``fonts.py WHOLE_TTF PACKAGE_FOLDER``."""
    whole, target = map(Path, sys.argv[1:3])
    write_web_font(whole, target / "web" / "static" / "fonts" / "BIZUDPGothic-web.woff2")
    copy_fallback(target / "paper" / "fonts")


if __name__ == "__main__":
    main()
