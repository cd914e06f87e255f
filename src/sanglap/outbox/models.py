"""The outbox: immutable snapshots of what is to appear, and every attempt to make it so."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.networks.contract import Kind
from sanglap.outbox.states import DeliveryState, Outcome


def digest_is_true() -> models.CheckConstraint:
    """A constraint by which the database itself refuses a digest that is not that of the payload."""
    octets = Func(F("payload"), Value("UTF8"), function="convert_to", output_field=models.BinaryField())
    reckoned = Func(
        Func(octets, function="sha256", output_field=models.BinaryField()),
        Value("hex"),
        function="encode",
        output_field=models.CharField(),
    )
    return models.CheckConstraint(condition=Q(digest=reckoned), name="%(class)s_digest_is_true")


class Delivery(models.Model):
    """One thing that is to change the outside world once. What it says never changes; how it fares does."""

    KINDS = [(Kind.POST.value, _("post")), (Kind.ANSWER.value, _("answer"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    """Also the key by which the network recognises a repeated call."""
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=16, choices=KINDS)
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()

    state = models.CharField(max_length=16, choices=DeliveryState, default=DeliveryState.SCHEDULED)
    state_since = models.DateTimeField()
    cleared_until = models.DateTimeField()
    """Until when the gate was found open by the app above; past that it is asked again before anything is sent."""
    try_at = models.DateTimeField()
    """Not before this moment: `due_at`, or later after an attempt that did not go through."""
    attempts = models.PositiveIntegerField(default=0)
    look_at = models.DateTimeField(null=True, blank=True)
    """When an unknown outcome is next looked up; none: a person has to decide."""
    resend_until = models.DateTimeField(null=True, blank=True)
    """After an unknown outcome: as long as the network is sure to recognise the repeated call."""
    remote_id = models.CharField(max_length=128, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=32, blank=True)
    error_detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            digest_is_true(),
            models.UniqueConstraint(
                fields=["account", "remote_id"],
                condition=~Q(remote_id=""),
                name="one_delivery_per_remote_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.PUBLISHED) | (~Q(remote_id="") & Q(published_at__isnull=False)),
                name="published_is_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state=DeliveryState.SCHEDULED), name="outbox_due"),
            models.Index(
                fields=["state_since"],
                condition=Q(state__in=[DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN]),
                name="outbox_open",
            ),
            models.Index(fields=["account", "published_at"], name="outbox_published"),
        ]
        triggers = guards.fields_stay("id", "account", "kind", "payload", "digest", "due_at", "created_at")


class Attempt(models.Model):
    """One call, on record before it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OPEN, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempts_numbered")]
        triggers = [
            # An attempt is closed once; after that it is as it was.
            pgtrigger.Protect(
                name="attempts_close_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
            *guards.rows_stay(),
        ]
