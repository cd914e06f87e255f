"""Filters of the staff's pages."""

from django import template

from sanglap.audit.models import Entry
from sanglap.audit.selectors import told as sentence
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
