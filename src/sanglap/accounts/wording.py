"""In what words the history tells of accounts."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count, register_detail
from sanglap.audit.verbs import register_kind

register_kind("account", _("Accounts"))
register_detail("members", _("Members"), count)
register_detail("at_network", _("Ended at the network too"))
