"""What is suggested to be published, and the feeds of offices' websites from which suggestions come."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.content.models import Draft
from sanglap.content.models import Picture as PictureOfPosts
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.files.models import File
from sanglap.offices.models import Office
from sanglap.people.models import User
from sanglap.suggestions.states import OPEN, Fault, FeedState, SuggestionState


class Kind(models.TextChoices):
    """Where a suggestion comes from."""

    PERSON = "person", _("from a colleague")
    FEED = "feed", _("from the website")


class SiteFeed(models.Model):
    """A feed of an office's own website that is read again and again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="site_feeds", db_index=False)
    address = models.URLField(max_length=500)
    title = models.CharField(max_length=300, blank=True)
    """What it calls itself."""
    state = models.CharField(max_length=8, choices=FeedState, default=FeedState.RUNNING)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=300, blank=True)
    """What its server said last, so that it need not send again what is known."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When it was last tried to read it."""
    begun_at = models.DateTimeField(null=True, blank=True)
    """When it was first read without a fault."""
    next_at = models.DateTimeField(null=True, blank=True)
    """When it is read next; while it is being read, when that is given up; none: it is stopped."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """When somebody last asked for a reading."""
    fault = models.CharField(max_length=12, choices=Fault, blank=True)
    elsewhere = models.CharField(max_length=1000, blank=True)
    """Of a fault: where it leads instead, or the feed that the page names."""
    fault_since = models.DateTimeField(null=True, blank=True)
    faults = models.PositiveSmallIntegerField(default=0)
    """How many readings in a row failed."""
    left_out = models.PositiveIntegerField(default=0)
    """Of the last reading: new entries that were too many at once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "address"], name="one_feed_per_address"),
            models.CheckConstraint(
                condition=Q(state=FeedState.RUNNING, next_at__isnull=False)
                | Q(state=FeedState.STOPPED, next_at__isnull=True),
                name="read_while_it_runs",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="site_feeds_due")]


class Entry(models.Model):
    """An entry of a feed that was seen: it is never suggested twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    feed = models.ForeignKey(SiteFeed, on_delete=models.PROTECT, related_name="entries", db_index=False)
    key = models.CharField(max_length=64)
    link_key = models.CharField(max_length=64, blank=True)
    """As `reading.entries` reckons them."""
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="each_entry_once")]
        indexes = [models.Index(fields=["feed", "link_key"], condition=~Q(link_key=""), name="entries_by_link")]
        triggers = guards.append_only()


class Suggestion(models.Model):
    """Something that an office might publish. What is said in it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="suggestions")
    """To which it is suggested."""
    kind = models.CharField(max_length=8, choices=Kind)
    suggested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    origin = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    """The office at which that person serves."""
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="suggestion")
    words = models.TextField()
    link = models.CharField(max_length=1000, blank=True)
    wished_on = models.DateField(null=True, blank=True)
    """The day for which it is wished."""
    said_at = models.DateTimeField(null=True, blank=True)
    """When the website said it, where it tells."""
    at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=SuggestionState, default=SuggestionState.WAITING)
    seen_to_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Who took it up or decided on it."""
    seen_to_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why it was not taken up, for whoever suggested it."""
    draft_key = models.UUIDField(null=True, blank=True)
    """Of whoever took it up last: the key of the post that he is writing of it, or was when it was put back."""
    left_keys = ArrayField(models.UUIDField(), default=list, blank=True)
    """Of those who had taken it up before him."""
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, related_name="suggestion")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.PERSON, suggested_by__isnull=False, origin__isnull=False, entry=None)
                | Q(kind=Kind.FEED, suggested_by=None, origin=None, entry__isnull=False),
                name="suggested_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SuggestionState.DRAFTED, SuggestionState.PUBLISHED]) | Q(draft__isnull=False),
                name="drafted_is_a_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "id"], condition=Q(state__in=OPEN), name="suggestions_open"),
            models.Index(fields=["suggested_by", "-id"], name="suggestions_of_person"),
            models.Index(fields=["draft_key"], condition=Q(draft_key__isnull=False), name="suggestions_by_key"),
            GinIndex(fields=["left_keys"], name="suggestions_by_left_key"),
            models.Index(fields=["id"], condition=Q(state=SuggestionState.DRAFTED), name="suggestions_drafted"),
            models.Index(fields=["at"], condition=Q(kind=Kind.FEED, state="waiting"), name="suggestions_to_lapse"),
        ]
        triggers = guards.fields_stay(
            "id", "office", "kind", "suggested_by", "origin", "entry", "words", "link", "wished_on", "said_at", "at"
        )


class Picture(models.Model):
    """A picture that somebody sent along, made clean. Before the suggestion is sent it waits for it, a day at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, null=True, related_name="pictures")
    number = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    picture = models.OneToOneField(PictureOfPosts, on_delete=models.PROTECT, null=True, related_name="+")
    """As one of the office's pictures, once it was taken up."""

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["brought_at"], condition=Q(suggestion=None), name="pictures_left")]
