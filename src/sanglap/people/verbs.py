"""What happens to users."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

CREATED = register("user.created", _("%(actor)s entered the person %(thing)s"))
SIGNED_IN = register("user.signed_in", _("%(actor)s signed in"))
REFUSED = register("access.refused", _("%(actor)s was refused"))
DEACTIVATED = register("user.deactivated", _("%(actor)s shut %(thing)s out"))
REACTIVATED = register("user.reactivated", _("%(actor)s let %(thing)s in again"))
LOCKED_OUT = register("user.locked_out", _("%(actor)s closed the door for some minutes: too many wrong passwords"))
PASSWORD_CHANGED = register("user.password_changed", _("%(actor)s changed the password"))
SESSIONS_ENDED = register("user.sessions_ended", _("%(actor)s ended sessions of %(thing)s"))
FACTOR_ADDED = register("user.factor_added", _("%(actor)s added a second factor"))
FACTOR_REMOVED = register("user.factor_removed", _("%(actor)s removed a second factor"))
CODES_MADE = register("user.codes_made", _("%(actor)s made new recovery codes"))
CODE_USED = register("user.code_used", _("%(actor)s used a recovery code"))
INVITED = register("user.invited", _("%(actor)s made an invitation for %(thing)s"))
RESTORATION_OFFERED = register("user.restoration_offered", _("%(actor)s made a link for a new way in for %(thing)s"))
LINK_USED = register("user.link_used", _("%(actor)s chose a password by a link"))
RENAMED = register("user.renamed", _("%(actor)s changed name or address of %(thing)s"))
