"""What the practice network keeps.

The attributes that Django adds are named for the type checker, which reads Sanglap's own settings, not these.
"""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Account(models.Model):
    """An office's account (has a token or may be given one) or a citizen whom somebody plays."""

    id = models.BigIntegerField(primary_key=True)
    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    citizen = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    statuses_count = models.IntegerField(default=0)
    last_status_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Account"]] = models.Manager()


class Site(models.TextChoices):
    """How the website of an office behaves, to see what whoever looks at it does then."""

    LINKED = "linked"
    CONTACT = "contact"
    UNLINKED = "unlinked"
    SCRIPT = "script"
    PARKED = "parked"
    TAKEN = "taken"
    SLOW = "slow"
    BROKEN = "broken"
    GONE = "gone"


class Face(models.Model):
    """What an account's owner made of its profile besides name and text, and the website of its office."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="face")
    fields = models.JSONField(default=list)
    """[[name, text], …], at most four."""
    settings = models.JSONField(default=dict)
    """Those that differ from the usual ones, by Mastodon's names."""
    avatar = models.BinaryField(null=True)
    header = models.BinaryField(null=True)
    site = models.CharField(max_length=10, choices=Site.choices, default=Site.LINKED)

    objects: ClassVar[models.Manager["Face"]] = models.Manager()


class App(models.Model):
    """A client that registered itself."""

    client_id = models.CharField(max_length=64, unique=True)
    secret_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=500, blank=True)
    redirect_uris = models.JSONField()
    scopes = models.CharField(max_length=500)

    objects: ClassVar[models.Manager["App"]] = models.Manager()


class Token(models.Model):
    """The right to call. Only its digest is kept. Without an account it speaks for the app alone."""

    digest = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="tokens")
    app = models.ForeignKey(App, null=True, on_delete=models.CASCADE, related_name="+")
    scopes = models.CharField(max_length=500)
    revoked = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Token"]] = models.Manager()


class Grant(models.Model):
    """An authorization code that waits to be changed for a token. It can be used once."""

    digest = models.CharField(max_length=64, primary_key=True)
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    redirect_uri = models.CharField(max_length=500)
    scopes = models.CharField(max_length=500)
    challenge = models.CharField(max_length=128, blank=True)
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Grant"]] = models.Manager()


class Visibility(models.TextChoices):
    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"
    DIRECT = "direct"


class Status(models.Model):
    """A post, an answer or a comment."""

    id = models.BigIntegerField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="statuses")
    in_reply_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replies")
    in_reply_to_account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    spoiler_text = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    application = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    replies_count = models.IntegerField(default=0)
    pictures_count = models.IntegerField(default=0)

    if TYPE_CHECKING:
        account_id: int
        in_reply_to_id: int | None
        in_reply_to_account_id: int | None
        edits: RelatedManager["Edit"]
        mentions: RelatedManager["Mention"]
        pictures: RelatedManager["Picture"]

    objects: ClassVar[models.Manager["Status"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["account", "id"], name="status_by_account")]

    def shown(self) -> "models.QuerySet[Picture] | tuple[()]":
        """Its pictures in order, without what is in them. Most have none, and are not asked for."""
        return self.pictures.defer("content") if self.pictures_count else ()


class Picture(models.Model):
    """A picture, video or sound that was uploaded; without a status it is shown nowhere."""

    id = models.BigIntegerField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    status = models.ForeignKey(Status, null=True, on_delete=models.CASCADE, related_name="pictures")
    number = models.IntegerField(default=0)
    """Its place in the status."""
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    """Until then the server is at work on it."""

    objects: ClassVar[models.Manager["Picture"]] = models.Manager()

    class Meta:
        ordering = ["number"]

    @property
    def kind(self) -> str:
        """As the API calls it."""
        first = self.media_type.partition("/")[0]
        return first if first in {"video", "audio"} else "image"


class Edit(models.Model):
    """One version of a status that was edited; the first is what was posted."""

    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="edits")
    text = models.TextField()
    spoiler_text = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Edit"]] = models.Manager()


class Mention(models.Model):
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="mentions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Mention"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status", "account"], name="mention_once")]


class Notification(models.Model):
    """That an account was mentioned; the only kind there is here."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="notifications")
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Notification"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "status"], name="notified_once")]


class IdempotencyKey(models.Model):
    """Which status a key made. The status may be gone since."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    status_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["IdempotencyKey"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="key_once")]
