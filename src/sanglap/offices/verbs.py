"""What happens to offices and to those who serve in them."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

CREATED = register("office.created", _("%(actor)s entered the office %(thing)s"))
POSITION_CREATED = register("position.created", _("%(actor)s set up the position %(thing)s"))
APPOINTED = register("appointment.made", _("%(actor)s put a person into a position: %(thing)s"))
RELIEVED = register("appointment.ended", _("%(actor)s relieved a person of a position: %(thing)s"))
CALENDAR_ENTERED = register("calendar.entered", _("%(actor)s entered %(thing)s into the calendar"))
CALENDAR_CHANGED = register("calendar.changed", _("%(actor)s changed %(thing)s in the calendar"))
CALENDAR_REMOVED = register("calendar.removed", _("%(actor)s took %(thing)s out of the calendar"))
POSITION_ABOLISHED = register("position.abolished", _("%(actor)s abolished the position %(thing)s"))
CHANGED = register("office.changed", _("%(actor)s changed what is known of the office %(thing)s"))
RENAMED = register("office.renamed", _("%(actor)s renamed the office %(thing)s"))
MOVED = register("office.moved", _("%(actor)s moved the office %(thing)s"))
POSITION_RENAMED = register("position.renamed", _("%(actor)s gave the position another designation: %(thing)s"))
ORDER_ENTERED = register("order.entered", _("%(actor)s entered the office order %(thing)s"))
ORDER_SCANNED = register("order.scanned", _("%(actor)s added the scan of the office order %(thing)s"))
ORDER_NAMED = register("appointment.ordered", _("%(actor)s named the order of the appointment %(thing)s"))
LEAVE_TAKEN = register("leave.taken", _("%(actor)s entered a leave of %(thing)s"))
LEAVE_ENDED = register("leave.ended", _("%(actor)s ended the leave of %(thing)s"))
DELEGATED = register("delegation.made", _("%(actor)s let somebody stand in: %(thing)s"))
DELEGATION_ENDED = register("delegation.ended", _("%(actor)s ended the standing in of %(thing)s"))
IMPORT_RECEIVED = register("import.received", _("%(actor)s sent the list %(thing)s"))
IMPORT_DEEDS = {
    "new": register("office.brought-in", _("%(actor)s entered the office %(thing)s with a list")),
    "changed": register("office.changed-by-list", _("%(actor)s changed the office %(thing)s with a list")),
    "moved": register("office.moved-by-list", _("%(actor)s moved the office %(thing)s with a list")),
}
IMPORT_DEEDS_UNDONE = {
    "new": register("office.taken-back", _("%(actor)s took the office %(thing)s out of the register, with its list")),
    "changed": register(
        "office.change-taken-back", _("%(actor)s took back what a list had changed of the office %(thing)s")
    ),
    "moved": register("office.move-taken-back", _("%(actor)s moved the office %(thing)s back, with its list")),
}
PHRASE_ADDED = register("phrase.added", _("%(actor)s added a phrase to what is looked for: %(thing)s"))
PHRASE_ENDED = register("phrase.ended", _("%(actor)s ended a phrase that was looked for: %(thing)s"))
