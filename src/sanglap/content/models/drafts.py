"""Drafts, their revisions, and what is typed and not saved yet (clauses 4, 6)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.offices.models import Office
from sanglap.outbox.models import Delivery
from sanglap.people.models import User

# Django finds an app's models here; those of videos and sounds have a file of their own.


class Draft(models.Model):
    """Something an office means to say: a post, or an answer to somebody. Its words are in its revisions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16, choices=Delivery.KINDS)
    purposes = ArrayField(models.CharField(max_length=16))
    """Clauses of the purposes it serves, as `4.c`, or `other` (clause 6)."""
    other_purpose = models.CharField(max_length=200, blank=True)
    """The other purpose, in the office's own words: the list of clause 4 is open."""
    in_reply_to = models.CharField(max_length=128, blank=True)
    """For an answer: the network's id of what is answered."""
    publish_at = models.DateTimeField(null=True, blank=True)
    """Not before this moment; none: as soon as it is approved."""
    life = models.BooleanField(default=False)
    """An answer where life is in danger: no stop holds it."""
    important_at = models.DateTimeField(null=True, blank=True)
    """Since when it is marked as one to be found and shown again (clause 6.e)."""
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    created_at = models.DateTimeField()
    latest = models.PositiveIntegerField(default=0)
    """Number of the newest revision."""

    class Meta:
        indexes = [
            models.Index(fields=["office", "-id"], name="drafts_of_office"),
            models.Index(fields=["office", "publish_at"], condition=Q(publish_at__isnull=False), name="drafts_planned"),
            models.Index(fields=["office", "-id"], condition=Q(important_at__isnull=False), name="drafts_important"),
        ]

    @property
    def newest(self) -> "Revision":
        """The revision of the number `latest`. One query."""
        return self.revisions.get(number=self.latest)


class Revision(models.Model):
    """The words as somebody saved them. Never changed; a change is the next revision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revisions_numbered")]
        triggers = guards.append_only()


class WorkingCopy(models.Model):
    """What somebody has typed and not saved yet. His own alone, until he saves it or throws it away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="working_copies")
    key = models.UUIDField()
    """Of the draft, or the one that the form of a new one bears."""
    seen = models.PositiveIntegerField()
    """The revision that it was written upon; 0: there is none yet."""
    typed = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_working_copy_each")]
        indexes = [
            models.Index(fields=["key"], name="working_copies_of"),
            models.Index(fields=["at"], name="old_copies"),
        ]
