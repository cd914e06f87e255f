"""The history: plain values that outlive what they speak of, and that nobody can change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField


class ActorKind(models.TextChoices):
    USER = "user", _("user")
    SYSTEM = "system", _("system")


class Entry(models.Model):
    """One act by one actor on one thing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act_id = models.UUIDField()
    """The same for all that one click, one job or one command did."""
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor_id = models.CharField(max_length=64)
    actor_name = LocalizedTextField()
    verb = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_name = LocalizedTextField(required=(), default=dict)
    """What the thing was called; empty where it has no name of its own."""
    office_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        # A search goes by `at` and not by the key, which tells when the row was made by the machine's own clock.
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_object"),
            models.Index(fields=["-at", "-id"], name="audit_at"),
            models.Index(fields=["office_id", "-at", "-id"], name="audit_office"),
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_actor"),
            models.Index(fields=["verb", "-at", "-id"], name="audit_verb"),
        ]
        triggers = guards.append_only()
