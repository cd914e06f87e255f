"""Videos and sounds of posts, and where they stand in a revision (clause 6.a)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.people.models import User


class Making(models.TextChoices):
    """How far a video or sound is with being made anew."""

    WAITING = "waiting", _("is being made ready")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not taken in")


class Recording(models.Model):
    """A video or a sound that somebody brought for an office's posts. What is published is what was made of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="recordings")
    name = models.CharField(max_length=200)
    """As its owner called it."""
    piece = models.CharField(max_length=64)
    """The file in the store's room for pieces, until something was made of it."""
    making = models.CharField(max_length=8, choices=Making, default=Making.WAITING)
    fault = models.CharField(max_length=16, blank=True)
    """Why it was not taken in: one of `files.media.FAULTS`."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    poster = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    """A still picture of it; none: it has no pictures."""
    milliseconds = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    bits = models.PositiveIntegerField(default=0)
    """Of one second."""
    video = models.CharField(max_length=16, blank=True)
    """By what its pictures are coded; "": it has none."""
    audio = models.CharField(max_length=16, blank=True)
    make_at = models.DateTimeField()
    """While it waits: when it is taken up, or taken up again if whoever makes it has died."""
    tries = models.PositiveSmallIntegerField(default=0)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(making=Making.READY, file__isnull=False) | ~Q(making=Making.READY) & Q(file=None),
                name="ready_recordings_are_there",
            )
        ]
        indexes = [
            models.Index(fields=["make_at"], condition=Q(making=Making.WAITING), name="recordings_to_make"),
            models.Index(fields=["piece"], condition=Q(making=Making.WAITING), name="pieces_of_recordings"),
        ]
        triggers = guards.fields_stay("id", "office", "piece", "brought_by", "brought_at")


class Footage(models.Model):
    """The video or sound of a revision, with what is seen and heard in it, and its captions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.OneToOneField("content.Revision", on_delete=models.PROTECT, related_name="footage")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="footages")
    alt = models.TextField()
    captions = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """As clean WebVTT."""
    silent = models.BooleanField(default=False)
    """Somebody says that nobody speaks in it."""

    class Meta:
        triggers = guards.append_only()
