"""In what words the history tells of laws."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register_kind

register_kind("law", _("Laws and rules"))
