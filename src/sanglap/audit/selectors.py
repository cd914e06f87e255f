"""Reading the history."""

import re

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext

from sanglap.audit.details import Detail, details_of, words_of
from sanglap.audit.models import Entry
from sanglap.audit.services import name_of
from sanglap.audit.verbs import sentence

_GAPS = re.compile(r"\s+")


def history(*things: models.Model) -> QuerySet[Entry]:
    """All that happened to these things, newest first. Who may see a thing may see its history."""
    wanted = models.Q()
    for thing in things:
        kind, key = name_of(thing)
        wanted |= models.Q(object_type=kind, object_id=key)
    return Entry.objects.filter(wanted).order_by("-at", "-id") if things else Entry.objects.none()


class _Words(dict[str, str]):
    """What a sentence may speak of; what is not known is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def told(entry: Entry) -> str:
    """The entry as a sentence in the reader's language, with the name of the thing where it is known. Never fails."""
    thing = str(entry.object_name or "")
    words = _Words(
        words_of(entry.object_type, entry.data), actor=str(entry.actor_name), thing=f"“{thing}”" if thing else ""
    )
    try:
        text = str(sentence(entry.verb)) % words
    except KeyError:
        # An act of an earlier version, which is no longer done.
        text = gettext("%(actor)s did what is no longer done: %(verb)s") % {**words, "verb": entry.verb}
    # Where the name of the thing is missing, so is what stands before it.
    return _GAPS.sub(" ", text).rstrip(" :").lstrip()


def details(entry: Entry) -> tuple[Detail, ...]:
    """What more is known of the entry, each with its name, in the reader's language."""
    return details_of(entry.verb, entry.object_type, entry.data)
