"""What else happens to drafts."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

REVISED = register("draft.revised", _("%(actor)s saved the draft"))
SOURCED = register("draft.sourced", _("%(actor)s entered what claims rest on"))
PORTRAYED = register("draft.portrayed", _("%(actor)s said who is shown in the pictures"))
COVERED = register("draft.covered", _("%(actor)s made people in a picture unrecognisable"))
MOVED = register("draft.moved", _("%(actor)s changed the time at which it goes out"))
MARKED = register("draft.marked", _("%(actor)s marked it as important"))
UNMARKED = register("draft.unmarked", _("%(actor)s took away the mark as important"))
SNIPPET_KEPT = register("office.snippet_kept", _("%(actor)s kept ready words"))
SNIPPET_DROPPED = register("office.snippet_dropped", _("%(actor)s took away ready words"))
DIGITS_CHOSEN = register("office.digits_chosen", _("%(actor)s chose in which digits the office writes"))
URGENT = register("draft.urgent", _("%(actor)s marked it as urgent"))
CONFIRMED = register("variant.confirmed", _("%(actor)s confirmed afterwards what went the urgent way: %(thing)s"))
OBJECTED = register("variant.objected", _("%(actor)s objected afterwards to what went the urgent way: %(thing)s"))
VOTED = register("variant.voted", _("%(actor)s voted: %(thing)s"))
ON_PAPER = register("variant.on_paper", _("%(signatory)s decided on paper, recorded by %(actor)s: %(thing)s"))
