"""What else happens in the outbox."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

STOPPED = register("stop.placed", _("%(actor)s stopped everything that goes out: %(thing)s"))
STOP_LIFTED = register("stop.lifted", _("%(actor)s lifted the stop: %(thing)s"))
SCHEDULED = register("delivery.scheduled", _("%(actor)s passed it on to be published"))
