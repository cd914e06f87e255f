"""In what words the history tells of incidents."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import plain, register_choices, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.incidents.models import StepName, Verdict

register_kind("incident", _("Incidents"))
register_kind("incident_step", _("Steps of incidents"))
register_kind("contact", _("Whom to call in an emergency"))
register_choices("step", _("Step"), StepName)
register_choices("whose", _("Whose it is"), Verdict)
register_detail("drill", _("Drill"))
register_detail("seen", _("What was seen"))
register_detail("fault", _("The network's word"))
register_detail("told", _("Told here"))
register_detail("called", _("Reached by telephone"), plain)
register_name("incidents.incident", lambda incident: incident.account.called)
register_name("incidents.step", lambda step: step.incident.account.called)
register_name("incidents.contact", lambda contact: LocalizedText(bn=contact.name, en=contact.name))
