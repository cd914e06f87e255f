"""Reading the history."""

from django.db import models
from django.db.models import QuerySet

from sanglap.audit.models import Entry
from sanglap.audit.services import name_of
from sanglap.audit.verbs import sentence


def history(*things: models.Model) -> QuerySet[Entry]:
    """All that happened to these things, newest first. Who may see a thing may see its history."""
    wanted = models.Q()
    for thing in things:
        kind, key = name_of(thing)
        wanted |= models.Q(object_type=kind, object_id=key)
    return Entry.objects.filter(wanted) if things else Entry.objects.none()


def told(entry: Entry) -> str:
    """The entry as a sentence in the reader's language."""
    return str(sentence(entry.verb)) % {"actor": str(entry.actor_name)}
