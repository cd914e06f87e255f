"""Filters of the staff's pages."""

from collections.abc import Iterable

from django import template

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.audit.selectors import told as sentence
from sanglap.desk.fields import platform_name
from sanglap.guideline import loader

register = template.Library()


@register.filter
def told(entry: Entry) -> str:
    """A line of the history as a sentence."""
    return sentence(entry)


@register.filter
def network_name(of: Account | str) -> str:
    """In the reader's language what the account's platform is called, or the one of that key."""
    return platform_name(of) if isinstance(of, str) else str(of.place)


@register.filter
def clause_label(key: str) -> str:
    """How the clause of that id is cited in the reader's language; the id itself for one of another edition."""
    try:
        return str(loader.current().clause(key).label)
    except KeyError:
        return key


@register.filter
def clause_labels(keys: Iterable[str]) -> str:
    """The same of several."""
    return ", ".join(map(clause_label, keys))
