"""The life of an office, and of an import of offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register
from sanglap.core.states import Transitions


class OfficeState(models.TextChoices):
    OPEN = "open", _("in service")
    MERGED = "merged", _("merged")
    CLOSED = "closed", _("closed")


OFFICE = Transitions(
    OfficeState,
    OfficeState.OPEN,
    {
        OfficeState.OPEN: {
            OfficeState.MERGED: register("office.merged", _("%(actor)s merged the office %(thing)s into another")),
            OfficeState.CLOSED: register("office.closed", _("%(actor)s closed the office %(thing)s")),
        },
        OfficeState.CLOSED: {
            OfficeState.OPEN: register("office.reopened", _("%(actor)s opened the office %(thing)s again"))
        },
    },
)


class ImportState(models.TextChoices):
    """How far an import has come."""

    RECEIVED = "received", _("received")
    READY = "ready", _("ready to apply")
    REFUSED = "refused", _("cannot be read")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("undone")


I = ImportState  # noqa: E741 - the table reads by it
_DISCARDED = register("import.discarded", _("%(actor)s discarded the list %(thing)s"))

IMPORT = Transitions(
    ImportState,
    I.RECEIVED,
    {
        I.RECEIVED: {
            I.READY: register("import.ready", _("%(actor)s compared the list %(thing)s with the register")),
            I.REFUSED: register("import.refused", _("%(actor)s could not read the list %(thing)s")),
            I.DISCARDED: _DISCARDED,
        },
        I.READY: {
            I.APPLIED: register("import.applied", _("%(actor)s brought the list %(thing)s into the register")),
            I.DISCARDED: _DISCARDED,
        },
        I.APPLIED: {I.UNDONE: register("import.undone", _("%(actor)s took the list %(thing)s back"))},
    },
)
