"""What else happens in the outbox."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

SCHEDULED = register("delivery.scheduled", _("%(actor)s passed it on to be published"))
