"""Filters of the staff's pages."""

from django import template

from sanglap.audit.models import Entry
from sanglap.audit.selectors import told as sentence
from sanglap.guideline import loader
from sanglap.networks.registry import connector

register = template.Library()


@register.filter
def told(entry: Entry) -> str:
    """A line of the history as a sentence."""
    return sentence(entry)


@register.filter
def network_name(key: str) -> str:
    """The network's name in the reader's language."""
    return str(connector(key).name)


@register.filter
def clause_label(key: str) -> str:
    """How the clause of that id is cited in the reader's language; the id itself for one of another edition."""
    try:
        return str(loader.current().clause(key).label)
    except KeyError:
        return key
