"""Kana above kanji on a page, as <ruby>."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from sasaeai.kernel.furigana import Readings

register = template.Library()


@register.filter
def with_ruby(text: str, readings: Readings | None) -> str | SafeString:
    """The text with <ruby> where `readings` are given; as it is where there are none.

    <rp> gives readers without ruby the kana in brackets.
    """
    if readings is None:
        return escape(text)
    rubies = (ruby for group in readings.groups(text) for ruby in group)
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html(
                    "<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", ruby.text, ruby.reading
                )
                if ruby.reading
                else ruby.text,
            )
            for ruby in rubies
        ),
    )
