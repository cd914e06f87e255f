"""Campaigns across offices, posts offered between offices, and collections (clause 6.e)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.campaigns.states import OfferState
from sanglap.content.models import Draft, Revision
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.offices.models import Office
from sanglap.people.models import User


class Reach(models.TextChoices):
    """To which offices something goes. Which lie below is asked of the tree whenever it is read."""

    BELOW = "below", _("all offices below ours")
    NAMED = "named", _("some offices, named below")


class Reaching(models.Model):
    """What an office lays before others."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reach = models.CharField(max_length=8, choices=Reach)
    named = models.ManyToManyField(Office, related_name="+")
    """The offices themselves, where it does not go to all below."""

    class Meta:
        abstract = True


class Campaign(Reaching):
    """What several offices publish together, under one name and within some days."""

    name = LocalizedTextField(_("name"), required=("bn", "en"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    purposes = ArrayField(models.CharField(max_length=16))
    """Clauses of the purposes it serves, as `4.c`."""
    hashtags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    """Each with its sign."""
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_begins_before_it_ends")
        ]
        indexes = [models.Index(fields=["office", "-id"], name="campaigns_of_office")]
        triggers = guards.rows_stay()

    def __str__(self) -> str:
        return str(self.name)


class CampaignPost(models.Model):
    """That a post belongs to a campaign; to one at most."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, primary_key=True, related_name="in_campaign")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="posts")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Offer(Reaching):
    """A post as its office's panel approved it, for other offices to adopt. One row, however many they are."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="offers")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    wish_on = models.DateField(null=True, blank=True)
    """The day on which it should come out."""
    ends_on = models.DateField()
    """The last day on which it may be adopted."""
    note = models.CharField(max_length=500, blank=True)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was withdrawn."""
    reason = models.CharField(max_length=500, blank=True)
    """Why it was."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(state=OfferState.OPEN, reach=Reach.BELOW), name="offered_below_once"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="offers_of_office"),
            models.Index(fields=["-id"], condition=Q(state=OfferState.WITHDRAWN), name="offers_withdrawn"),
        ]
        triggers = guards.fields_stay(
            "id", "office", "revision", "reach", "campaign", "wish_on", "ends_on", "note", "offered_by", "offered_at"
        )


class Adoption(models.Model):
    """That an office began a draft of its own from an offer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="adoptions")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    """1; a later one where the draft before came to nothing."""
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="adoption")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When its people were told that the offer was withdrawn."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "office", "turn"], name="adopted_once_a_turn")]
        indexes = [
            models.Index(fields=["offer", "-id"], name="adoptions_of_offer"),
            models.Index(fields=["offer"], condition=Q(told_at=None), name="adoptions_untold"),
        ]
        triggers = guards.fields_stay("id", "offer", "office", "turn", "draft", "by", "at")


class Decline(models.Model):
    """That an office does not adopt what it was offered, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="declines")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "office"], name="declined_once")]
        indexes = [models.Index(fields=["offer", "-id"], name="declines_of_offer")]
        triggers = guards.append_only()


class Collection(models.Model):
    """Posts that an office keeps together under a name of its own, as people gather what they want to find again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_collection_of_a_name")]

    def __str__(self) -> str:
        return self.name


class CollectedPost(models.Model):
    """That a post is in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="posts")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="collected")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "draft"], name="collected_once")]
