"""How an account that bears the name of a post or a person comes by its office's name (clause 5.a)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models.accounts import Account, NameFault
from sanglap.accounts.states import RenamingState
from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedTextField
from sanglap.files.models import File
from sanglap.people.models import User


class Way(models.TextChoices):
    """How it is done at the network."""

    RENAME = "rename", _("it gets another name where it is")
    MOVE = "move", _("it moves to a page of the office")


class Renaming(models.Model):
    """One account on its way from a wrong name to its office's: what is wrong, to what name, by when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="renamings")
    fault = models.CharField(max_length=8, choices=NameFault)
    """Whose name it bore when this was begun."""
    way = models.CharField(max_length=8, choices=Way)
    to_name = LocalizedTextField(_("new name"))
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=RenamingState, default=RenamingState.BEGUN)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    """Why it was given up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state=RenamingState.BEGUN), name="one_renaming_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state=RenamingState.BEGUN), name="renamings_under_way")]
        triggers = guards.rows_stay()


class RenamingStep(models.Model):
    """One thing to be done at the network, as the catalogue told it when the renaming was begun."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    renaming = models.ForeignKey(Renaming, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    text = LocalizedTextField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    evidence = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["renaming", "number"], name="renaming_steps_numbered")]
        ordering = ["number"]
        triggers = guards.rows_stay()


class FormerName(models.Model):
    """What an account was called, and where it was, until a renaming was finished."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="former_names")
    renaming = models.OneToOneField(Renaming, on_delete=models.PROTECT, related_name="former_name")
    name = LocalizedTextField()
    handle = models.CharField(max_length=128)
    url = models.URLField(blank=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-until"], name="former_names_of_account")]
        triggers = guards.append_only()
