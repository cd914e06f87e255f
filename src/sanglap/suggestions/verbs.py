"""What else happens to suggestions and feeds."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

SUGGESTED = register("suggestion.made", _("%(actor)s suggested something to be published"))
ENTERED = register("feed.entered", _("%(actor)s had a feed of the website read: %(address)s"))
ASKED = register("feed.asked", _("%(actor)s had a feed of the website read at once"))
