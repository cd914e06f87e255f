"""What the templates need beside Django's own: digits, moments and a status's text."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from sanglap.practice import wire
from sanglap.practice.models import Status
from sanglap.practice.pages.words import digits, words

register = template.Library()


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], value: object) -> str:
    """The number in the reader's digits."""
    return digits(value, context["language"])


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime) -> str:
    """Day and time in Dhaka, as `২৩ নভেম্বর ২০২৬, ১১:৪৫`."""
    here = timezone.localtime(at)
    month = words(context["language"])["months"].split()[here.month - 1]
    return digits(f"{here.day} {month} {here.year}, {here:%H:%M}", context["language"])


@register.simple_tag(takes_context=True)
def body(context: dict[str, Any], status: Status) -> SafeString:
    """The status's text as HTML; every character of the writer's is escaped there."""
    return mark_safe(wire.content(status, context["origin"]))  # noqa: S308 -- made and escaped by text.to_html


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], key: str) -> str:
    """The word of that key."""
    return str(context["w"][key])
