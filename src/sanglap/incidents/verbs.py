"""What else happens in an incident."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

REPORTED = register("incident.reported", _("%(actor)s reported the account %(thing)s as compromised"))
DRILL_BEGUN = register("incident.drill_begun", _("%(actor)s began a drill for the account %(thing)s"))
FAILED_AGAIN = register(
    "incident_step.failed_again", _("A step of the incident of %(thing)s did not succeed once more: %(step)s")
)
LOOKED = register("incident.looked", _("%(actor)s looked through what %(thing)s shows at its network"))
JUDGED = register("incident.judged", _("%(actor)s settled whose a post is, in the incident of %(thing)s"))
CONTACT_ADDED = register("contact.added", _("%(actor)s entered whom to call in an emergency: %(thing)s"))
CONTACT_REMOVED = register("contact.removed", _("%(actor)s took out whom to call in an emergency: %(thing)s"))
