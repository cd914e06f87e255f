"""Filters of the history."""

from datetime import date

from django import template
from django.utils.translation import get_language

from sanglap.audit.details import Detail
from sanglap.audit.models import Entry
from sanglap.audit.selectors import details
from sanglap.language import dates

register = template.Library()


@register.filter
def known(entry: Entry) -> tuple[Detail, ...]:
    """What more is known of an entry, each with its name."""
    return details(entry)


@register.filter
def bangla_day(day: date) -> str:
    """The day in the Bangla calendar."""
    return dates.format_bangla_date(day, get_language() or "bn")
