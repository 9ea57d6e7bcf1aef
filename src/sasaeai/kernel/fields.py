"""Form fields that read what people write, and the form all pages build on.

Fields turn text into values and complain in Japanese; rules of the domain live in actions.
No field cuts what was typed: nothing carries `maxlength`, a long text is refused and kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel import codes, reply_code, text, wareki
from sasaeai.kernel.errors import StaleEdit
from sasaeai.kernel.widgets import WESTERN, SplitDateWidget

LONG_TEXT_LIMIT = 10_000
_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxInput, forms.CheckboxSelectMultiple)


class JapaneseDateField(forms.Field):
    """A day, typed as era, year, month and day, or as one whole date in the year's place.

    Cleans to a `date`, or None when empty and not required. A western year of four digits is
    understood whatever the era says, since 令和2026年 can only be meant so.
    """

    widget = SplitDateWidget

    def to_python(self, value: Any) -> date | None:
        """From a date, a text, or the widget's four texts."""
        if value is None or isinstance(value, date):
            return value
        parts = ["", value, "", ""] if isinstance(value, str) else list(value)
        era, year, month, day = (_plain(part) for part in parts)
        if not (year or month or day):
            return None
        if year and not (month or day) and not _is_year(year):
            return _parsed(wareki.parse_date, year)
        self._check_complete(year, month, day)
        return _parsed(wareki.parse_date, f"{_year_text(era, year)}{month}月{day}日")

    def _check_complete(self, year: str, month: str, day: str) -> None:
        named = ((_("年"), year), (_("月"), month), (_("日"), day))
        missing = [name for name, typed in named if not typed]
        if missing:
            raise ValidationError(
                _("「%(parts)s」も入力してください。") % {"parts": "」「".join(missing)},
                code="incomplete",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day differs; an unreadable one does."""
        if self.disabled:
            return False
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class JapaneseTimeField(forms.Field):
    """A time of day in one text input: 13:30, 13時30分, 1330, 午後1時半. Cleans to a `time`."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """A keypad with digits on a phone."""
        return {"inputmode": "numeric", "autocomplete": "off", "size": "6"}

    def prepare_value(self, value: Any) -> Any:
        """A time is shown as 13:30; what was typed is shown as typed."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """From a time or a text."""
        if value is None or isinstance(value, time):
            return value
        typed = _plain(value)
        return _parsed(wareki.parse_time, typed) if typed else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the minute differs; an unreadable one does."""
        if self.disabled:
            return False
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class CleanCharField(forms.CharField):
    """One line of text, kept as typed (髙, 﨑, variation selectors) without what cannot be printed.

    max_length counts code points, as the column does.
    """

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = max_length

    def to_python(self, value: Any) -> str:
        """The text as stored."""
        typed = "" if value is None else str(value)
        return self.empty_value if not (clean := text.clean_line(typed)) else clean

    def validate(self, value: str) -> None:
        """Refuses a text longer than the column."""
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(too_long(len(value), self.limit), code="max_length")


class LongTextField(forms.CharField):
    """Several paragraphs, at most `limit` characters as a reader counts them (10,000)."""

    widget = forms.Textarea

    def __init__(self, *, limit: int = LONG_TEXT_LIMIT, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """The limit, for a page that counts along."""
        return {"rows": "6", "data-limit": str(self.limit)}

    def to_python(self, value: Any) -> str:
        """The text as stored, line breaks as single newlines."""
        return text.clean_lines("" if value is None else str(value))

    def validate(self, value: str) -> None:
        """Refuses a text over the limit, saying by how much."""
        super().validate(value)
        count = text.char_count(value)
        if count > self.limit:
            raise ValidationError(too_long(count, self.limit), code="max_length")
        # Marks and line breaks are free, but not without end.
        if len(value) > 2 * self.limit:
            raise ValidationError(
                _("改行や記号が多すぎて保存できません。余分な改行を減らしてください。"),
                code="max_length",
            )


def too_long(count: int, limit: int) -> str:
    """「10,000文字までのところ、いま10,234文字あります。234文字減らしてください。」."""
    return _(
        "%(limit)s文字までのところ、いま%(count)s文字あります。%(over)s文字減らしてください。"
    ) % {"limit": f"{limit:,}", "count": f"{count:,}", "over": f"{count - limit:,}"}


class ParsedCharField(CleanCharField):
    """One line read by `parse`, which raises a ValueError whose text is a Japanese sentence."""

    parse: ClassVar[Callable[[str], object]]
    inputmode = "text"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """The fitting keypad on a phone."""
        return {"inputmode": self.inputmode, "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        """The code in the form that is stored."""
        typed = super().clean(value)
        return str(_parsed(type(self).parse, typed)) if typed else typed


class PostalCodeField(ParsedCharField):
    """A postal code; cleans to 038-0000."""

    parse = codes.PostalCode.parse
    inputmode = "numeric"


class PhoneField(ParsedCharField):
    """A telephone or FAX number; cleans to its hyphenated form."""

    parse = codes.PhoneNumber.parse
    inputmode = "tel"


class ReplyCodeField(ParsedCharField):
    """A reply code; cleans to K7M-4QX-9PA."""

    parse = staticmethod(reply_code.parse_reply_code)


class KanaField(CleanCharField):
    """A reading in kana; cleans to hiragana, so that lists sort alike."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "kana": gettext_lazy("ふりがなは、ひらがなかカタカナで入力してください。"),
    }

    def to_python(self, value: Any) -> str:
        """The reading in hiragana."""
        return text.to_hiragana(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuses kanji and Latin letters."""
        super().validate(value)
        if value and not text.is_kana(value):
            raise ValidationError(self.error_messages["kana"], code="kana")


def _plain(value: Any) -> str:
    typed = "" if value is None else str(value)
    return unicodedata.normalize("NFKC", text.clean_line(typed)).strip()


def _is_year(typed: str) -> bool:
    """A number of a year, not a whole date such as 20261123."""
    return typed == "元" or (typed.isdecimal() and len(typed) <= 4)


def _year_text(era: str, year: str) -> str:
    if era == WESTERN and year.isdecimal() and len(year) != 4:
        raise ValidationError(_("西暦の年は4けたで入力してください。例：2026"), code="invalid")
    if _is_year(year) and len(year) < 4:
        return f"{_parsed(wareki.era_named, era or 'R').name}{year}年"
    return f"{year}年"


def _parsed(parse: Callable[[str], Any], typed: str) -> Any:
    """What `parse` reads, its refusal as a ValidationError."""
    try:
        return parse(typed)
    except (wareki.DateTextError, codes.CodeTextError) as refusal:
        raise ValidationError(str(refusal), code="invalid") from refusal


# ── Forms ─────────────────────────────────────────────


class ErrorLine(NamedTuple):
    """One line of an error summary: the id to lead to (empty: none) and what to do."""

    field_id: str
    sentence: str


class BaseForm(forms.Form):
    """A form whose errors are sentences.

    Django gives each input `aria-invalid` and `aria-describedby`; the ids it names are
    `<auto_id>_helptext` and `<auto_id>_error`, and a fieldset's own template carries them.
    The `required` attribute is left out: browsers would answer in their own words, one at a time.
    """

    use_required_attribute = False
    #: Somebody's newer text, when saving met one; the page shows it beside the typed one.
    conflict: StaleEdit | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Only Django's own sentence is replaced; a field's or a form's own stays.
            if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required(field, str(field.label or name))

    def error_summary(self) -> list[ErrorLine]:
        """What is wrong, in the order of the page: the whole form first, then field by field."""
        lines = [ErrorLine("", str(sentence)) for sentence in self.non_field_errors()]
        for bound in self:
            lines += [_line(bound, str(sentence)) for sentence in bound.errors]
        return lines


def _required(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, _CHOSEN):
        return _("「%(label)s」を選んでください。") % {"label": label}
    return _("「%(label)s」を入力してください。") % {"label": label}


def _line(bound: forms.BoundField, sentence: str) -> ErrorLine:
    if bound.is_hidden:
        return ErrorLine("", sentence)
    widget = bound.field.widget
    if hasattr(widget, "focus_id"):
        field_id = widget.focus_id(bound.auto_id)
    else:
        field_id = bound.id_for_label or f"{bound.auto_id}_0"
    label = str(bound.label)
    return ErrorLine(field_id, sentence if label in sentence else f"{label}{_('：')}{sentence}")


class VersionedForm(BaseForm):
    """A form that names the version its text began from (`StaleEdit` is raised by the action)."""

    base_version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            gettext_lazy(
                "このページの情報が足りません。もう一度ページを開いてから保存してください。"
            ),
        ),
    )

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version is not None:
            self.initial["base_version"] = version
