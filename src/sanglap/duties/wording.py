"""In what words the history tells of duties and exemptions."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind

register_kind("exemption", _("Exemptions"))
register_kind("reminder", _("Reminders"))


register_name("duties.exemption", lambda exemption: exemption.called)
register_name("duties.reminding", lambda reminding: reminding.office.name)
