"""Lists on their way into the register: what all of them are, and those of offices."""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core.ids import new_id
from sanglap.offices.models.tree import Office
from sanglap.offices.states import ImportState
from sanglap.people.models import User


class RowKind(models.TextChoices):
    """What a row would do."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    SAME = "same", _("unchanged")
    BAD = "bad", _("faulty")


WARNED = "warnings"
"""Stands beside the kinds where rows are counted or picked: those with something to look at."""


class ListImport(models.Model):
    """One list: received, compared with the register, applied as a whole, undone as a whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=255)
    """The file's name, or the source's."""
    root = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    """Below which office the list may change anything; None: anywhere."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.RECEIVED)
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=16, default="", blank=True)
    """What is being done with it just now, for the progress: "", reading, comparing, applying, undoing."""
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """How many rows there are of each `RowKind`, and of warnings."""
    fault = models.JSONField(default=dict, blank=True)
    """Why the list as a whole cannot be read: a code and its values."""
    content = models.BinaryField(null=True)
    """The file itself, packed by zlib, until it has been read."""
    notes = models.JSONField(default=dict, blank=True)
    """How it was read: `source` or `encoding` and `separator`, the `columns` it has, those that were `ignored`."""

    class Meta:
        abstract = True
        ordering = ["-id"]


class ListRow(models.Model):
    """One row of a list, as it was read and as it compares."""

    line = models.PositiveIntegerField()
    """In the file, the head being 1."""
    code = models.CharField(max_length=64, blank=True)
    """Of the office that it speaks of."""
    kind = models.CharField(max_length=8, choices=RowKind, default=RowKind.SAME)
    office_id = models.UUIDField(null=True)
    """Of that office, or of one that is yet to be: its id is made up beforehand."""
    before = models.JSONField(null=True)
    """What the register says in the list's columns; None where it does not know the thing."""
    after = models.JSONField(default=dict)
    """What the row says, by column."""
    faults = models.JSONField(default=list)
    """What is wrong or doubtful: [{"code", "field", "value", "level": "error" | "warning"}]."""

    class Meta:
        abstract = True


R = TypeVar("R", bound=ListRow)


def rows_of_kind(rows: models.QuerySet[R], kind: str) -> models.QuerySet[R]:
    """These rows of a list in order of the file: of that `RowKind`, or for `WARNED` those with faults; else all."""
    rows = rows.order_by("line")
    if kind == WARNED:
        return rows.exclude(faults=[])
    return rows.filter(kind=kind) if kind in RowKind.values else rows


class OfficeImport(ListImport):
    """One list of offices."""

    register = models.CharField(max_length=64, default="", blank=True)
    """A fingerprint of all offices when the list was compared with them."""
    only_new = models.BooleanField(default=False)
    """Whether only its new offices were applied."""


class ImportRow(ListRow):
    """One row of a list of offices; in `after`, `parent` and `area` stand by their codes."""

    run = models.ForeignKey(OfficeImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    search = models.TextField(default="", blank=True)
    """What the office is to be found by, where its name is new."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="one_row_per_line")]
        indexes = [models.Index(fields=["run", "kind", "line"], name="rows_by_kind")]
