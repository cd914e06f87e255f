"""In what words the history tells of confirmations."""

from django.utils.translation import gettext_lazy as _

from sanglap.attestations.statements import AttestationKind
from sanglap.audit.details import register_choices
from sanglap.audit.verbs import register_kind

register_kind("attestation", _("Confirmations"))
register_choices("confirmed", _("What was confirmed"), AttestationKind)
