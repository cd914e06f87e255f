"""What is pointed at in a revision, what its claims rest on, and who its pictures show (clauses 6.b, 6.c, 9)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account

# Django finds an app's models here; those of videos and sounds have a file of their own.
from sanglap.content.models.drafts import Revision
from sanglap.content.models.pictures import Picture
from sanglap.core import guards
from sanglap.core.boxes import Box
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.files.models import File
from sanglap.offices.screened import reasons_of, words_of
from sanglap.people.models import User


class Finding(models.Model):
    """What the screening pointed at in a revision when it was handed to the panels: of one category, in one place.

    It says nothing of whoever wrote it, and decides nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    """0: the text; else the number of the picture that it is about."""
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The account whose own words it is about; none: what all of them show."""
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The picture in which a machine read these words; none: somebody wrote them, in the text or a description."""
    category = models.CharField(max_length=64)
    clause = models.CharField(max_length=16)
    severity = models.CharField(max_length=8)
    band = models.CharField(max_length=8, blank=True)
    """As `screening.findings` has them, of the gravest of its marks; no band: there was nothing to judge by."""
    marks = models.JSONField()
    """Where: a list of `start`, `end` (code points), `words`, `source` and `reason` by language; in a picture also
    `boxes`, in fractions of it.
    """

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="findings_numbered")]
        ordering = ["number"]
        triggers = guards.append_only()

    @property
    def marks_words(self) -> bool:
        """Whether it points at words, and not at the post as a whole."""
        return any(mark["end"] > mark["start"] for mark in self.marks)

    @property
    def reasons(self) -> list[LocalizedText]:
        """Each reason once, in the order of the marks."""
        return reasons_of(self.marks)

    @property
    def words(self) -> list[str]:
        """The words that it is about, each once."""
        return words_of(self.marks)

    @property
    def boxes(self) -> list[Box]:
        """Where its words stand in the picture, for drawing."""
        return [Box(*box) for mark in self.marks for box in mark.get("boxes", ())]


class SourceKind(models.TextChoices):
    """What a claim rests on."""

    LINK = "link", _("a page on the web")
    REFERENCE = "reference", _("an order, a letter, a record or a book")
    FILE = "file", _("a file kept here")
    NAMED = "named", _("confirmed by name")


class Source(models.Model):
    """What one claim in a revision rests on (clause 6.b). The latest entered counts; none is changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sources")
    words = models.TextField()
    """The claim, as it stands in the text."""
    kind = models.CharField(max_length=12, choices=SourceKind)
    reference = models.CharField(max_length=500, blank=True)
    """The address of the page, or by what one finds it: number and date of an order, title and page."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SourceKind.FILE, file__isnull=False)
                | Q(kind=SourceKind.NAMED, file=None, reference="")
                | Q(kind__in=[SourceKind.LINK, SourceKind.REFERENCE], file=None) & ~Q(reference=""),
                name="source_is_something",
            )
        ]
        ordering = ["id"]
        triggers = guards.append_only()


class Depicted(models.TextChoices):
    """Who can be recognised in a picture."""

    NOBODY = "nobody", _("nobody who could be recognised")
    OFFICIAL = "official", _("officials at work, or people at a public event")
    PRIVATE = "private", _("private persons")


class Circumstance(models.TextChoices):
    """In what circumstances somebody is shown so that he can be recognised."""

    CHILD = "child", _("a child")
    CHILD_IN_CASE = "child_in_case", _("a child in a case: as accused, victim or witness")
    VICTIM = "victim", _("the victim of a crime or of violence")
    ACCUSED = "accused", _("somebody accused, suspected or arrested")
    RELIEF = "relief", _("somebody who receives relief or aid")


class Consent(models.TextChoices):
    """How somebody agreed to be shown."""

    WRITTEN = "written", _("in writing")
    SPOKEN = "spoken", _("by word of mouth, before a witness")


class Portrayal(models.Model):
    """Who is shown in one picture of a revision, and that he agreed (clause 6.c). The latest entered counts; none is
    changed afterwards.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="portrayals")
    digest = models.CharField(max_length=64)
    """Of the picture's file."""
    shown = models.CharField(max_length=12, choices=Depicted)
    circumstances = ArrayField(models.CharField(max_length=16, choices=Circumstance), default=list)
    consent = models.CharField(max_length=12, choices=Consent, blank=True)
    obtained_by = models.CharField(max_length=200, blank=True)
    """Who asked whoever is shown."""
    obtained_on = models.DateField(null=True, blank=True)
    witness = models.CharField(max_length=200, blank=True)
    guardian = models.BooleanField(default=False)
    """A parent or guardian agreed."""
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The written consent."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent="", obtained_by="", obtained_on=None, witness="", guardian=False, file=None)
                | Q(consent=Consent.WRITTEN, obtained_on__isnull=False, file__isnull=False) & ~Q(obtained_by="")
                | Q(consent=Consent.SPOKEN, obtained_on__isnull=False, file=None) & ~Q(obtained_by="") & ~Q(witness=""),
                name="consent_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(shown=Depicted.NOBODY) | Q(circumstances=[], consent=""), name="nobody_is_nobody"
            ),
        ]
        ordering = ["id"]
        triggers = guards.append_only()

    @property
    def told(self) -> list[str]:
        """The circumstances, in words."""
        return [str(Circumstance(one).label) for one in self.circumstances]
