"""Private files, known by what is in them."""

from django.db import models

from sanglap.core.ids import new_id


class File(models.Model):
    """A file that was made clean at the door. The blob lies under its digest; the row commits after it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    """SHA-256 of the cleaned blob, in hex."""
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    """Bytes of the cleaned blob."""
    name = models.CharField(max_length=200)
    """As its owner called it, for the download."""
    office_id = models.UUIDField(null=True)
    """The office it belongs to, by whose permission it is served."""
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest"], name="files_by_digest")]


class Sending(models.Model):
    """A file that comes in pieces over a poor line. What came of it lies in the store's room for pieces, by its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    """Who sends it; nobody else may go on with it, or use it."""
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    """Bytes of the whole."""
    received = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id"], name="sendings_of_person"),
            models.Index(fields=["created_at"], name="old_sendings"),
        ]

    @property
    def is_whole(self) -> bool:
        return bool(self.received == self.size)
