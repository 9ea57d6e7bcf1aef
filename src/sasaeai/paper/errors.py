"""Why a paper was not made: a sentence that says what to change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import DomainError


class PaperError(DomainError):
    """A paper could not be made from these words."""


class MissingGlyph(PaperError):
    """No font at hand can print `char`, found in the text `where` (may be empty).

    A name must never leave as an empty box unnoticed; so nothing is printed at all.
    """

    def __init__(self, char: str, where: str = "") -> None:
        code = "・".join(f"U+{ord(part):04X}" for part in char)
        place = _("「%(where)s」の中の") % {"where": where} if where else ""
        super().__init__(
            _(
                "%(place)s「%(char)s」(%(code)s)は、印刷用の文字にありません。"
                "別の字に置きかえるか、かな書きにしてから、もう一度印刷してください。"
            )
            % {"place": place, "char": char, "code": code}
        )
        self.char = char
        self.where = where


class TooLongForOnePage(PaperError):
    """`what` has to stand on one sheet and does not, even in the smallest allowed size."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(
            _("%(what)sが A4 用紙1枚に収まりません。") % {"what": what}
            + (advice or _("文を短くするか、項目を減らしてから、もう一度印刷してください。"))
        )
        self.what = what
