"""What else happens to plans."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

PLANNED = register("recurrence.planned", _("%(actor)s planned the recurring post %(thing)s"))
CHANGED = register("recurrence.changed", _("%(actor)s changed the recurring post %(thing)s"))
BEGUN = register("occurrence.begun", _("A draft was begun: %(thing)s"))
HELD = register("occurrence.held", _("It was held for a word, its day being one of mourning or emergency: %(thing)s"))
SLOT_SET = register("slot.set", _("%(actor)s set an hour of the week for posts of %(thing)s"))
SLOT_TAKEN_AWAY = register("slot.taken_away", _("%(actor)s took away an hour of the week for posts of %(thing)s"))
DECLARED = register("declaration.made", _("%(actor)s declared days of mourning or an emergency: %(thing)s"))
DECLARATION_ENDED = register("declaration.ended", _("%(actor)s ended what was declared: %(thing)s"))
