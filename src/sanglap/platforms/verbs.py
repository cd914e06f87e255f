"""What else happens to assessments of platforms and to their terms."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

BEGUN = register("platforms.begun", _("%(actor)s began to weigh platforms: %(thing)s"))
WEIGHED = register("platforms.weighed", _("%(actor)s weighed platforms: %(thing)s"))
TERMS_ENTERED = register("platforms.terms", _("%(actor)s entered new terms of a platform: %(thing)s"))
