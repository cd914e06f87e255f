"""Pictures in posts, what a machine sees in them, and what stands on linked pages (clauses 6.a, 6.c)."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Django finds an app's models here; those of videos and sounds have a file of their own.
from sanglap.content.models.drafts import Revision
from sanglap.core import guards
from sanglap.core.boxes import Box
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.people.models import User
from sanglap.verification.states import BAD, Outcome


class Shape(models.TextChoices):
    """To what shape a picture is cut, as width to height."""

    AS_IT_IS = "as_it_is", _("as it is")
    SQUARE = "1:1", _("square (1 : 1)")
    PORTRAIT = "4:5", _("upright (4 : 5)")
    WIDE = "16:9", _("wide (16 : 9)")


class Keep(models.TextChoices):
    """Which part stays when a picture is cut."""

    START = "start", _("the left or upper part")
    MIDDLE = "middle", _("the middle")
    END = "end", _("the right or lower part")


class Picture(models.Model):
    """A picture that somebody brought for an office's posts: made clean, and cut where that was wished."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    """The same, small: for lists and poor lines."""
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cuts")
    """The picture that it was cut from."""
    covered_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="covered")
    """The picture in which places were covered to make this one. A cut of this one is cut from this one."""
    covers = models.JSONField(default=list)
    """Where it was covered: left, top, width and height of each place, in fractions."""
    shape = models.CharField(max_length=8, choices=Shape, default=Shape.AS_IT_IS)
    keep = models.CharField(max_length=8, choices=Keep, default=Keep.MIDDLE)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["original", "shape", "keep"], condition=Q(original__isnull=False), name="each_cut_once"
            )
        ]
        triggers = guards.append_only()


class Reading(models.TextChoices):
    """How far a machine is with the text in a picture."""

    WAITING = "waiting", _("is being looked at")
    READ = "read", _("text was read")
    UNREADABLE = "unreadable", _("text could not be read")
    OFF = "off", _("text was not read")


class Sight(models.Model):
    """What a machine sees in a picture: its text, and where faces may be. By what is in the file, so that the same
    picture is looked at once, whoever brings it.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    """Of the file that is published."""
    reading = models.CharField(max_length=12, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    """Of each word of the text: start and end in it (code points); left, top, width and height, in fractions."""
    faces = models.JSONField(default=list)
    """Left, top, width and height of each, in fractions."""
    look_at = models.DateTimeField()
    """While it waits: when it is taken up, or taken up again if whoever looks has died."""
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], condition=Q(reading=Reading.WAITING), name="sights_to_take"),
        ]

    @property
    def boxes(self) -> list[Box]:
        """Where faces may be, for drawing."""
        return [Box(*box) for box in self.faces]


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A picture in its place and what it shows, in one language."""

    number: int
    picture: Picture
    alt: str
    other: str = ""

    @property
    def picture_id(self) -> UUID:
        return self.picture.pk


class Illustration(models.Model):
    """A picture in a revision, with what it shows for those who do not see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="illustrations")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="illustrations")
    alt = models.TextField()
    """In the language of the text."""
    other = models.TextField(blank=True)
    """The same in another language, for accounts whose own words are written in it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="illustrations_numbered")]
        ordering = ["number"]
        triggers = guards.append_only()


class Card(models.Model):
    """What was seen of a page that posts link to. By its address, so that the same page is looked at once."""

    key = models.CharField(primary_key=True, max_length=64)
    """SHA-256 of the address."""
    address = models.TextField()
    look_at = models.DateTimeField(null=True, blank=True)
    """When it is looked at next, or again if whoever looks has died; none: it was."""
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    title = models.TextField(blank=True)
    about = models.TextField(blank=True)
    picture = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="cards_to_look_at")]

    @property
    def waiting(self) -> bool:
        """Whether nobody has looked yet."""
        return self.seen_at is None

    @property
    def leads_nowhere(self) -> bool:
        """Whether readers would find nothing there."""
        return not self.waiting and self.outcome in BAD

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or "").removeprefix("www.")
