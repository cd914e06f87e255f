"""What else happens to offers, campaigns and collections."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

OFFERED = register("offer.made", _("%(actor)s offered the post to other offices"))
ADOPTED = register("offer.adopted", _("%(actor)s adopted a post that another office offered"))
DECLINED = register("offer.declined", _("%(actor)s declined a post that another office offered"))
BEGUN = register("campaign.begun", _("%(actor)s began the campaign %(thing)s"))
CHANGED = register("campaign.changed", _("%(actor)s changed the campaign %(thing)s"))
JOINED = register("campaign.joined", _("%(actor)s put the post into a campaign"))
LEFT = register("campaign.left", _("%(actor)s took the post out of its campaign"))
COLLECTED = register("collection.made", _("%(actor)s made the collection %(thing)s"))
RENAMED = register("collection.renamed", _("%(actor)s renamed the collection %(thing)s"))
DISSOLVED = register("collection.dissolved", _("%(actor)s dissolved the collection %(thing)s; its posts stay"))
PUT_IN = register("collection.added", _("%(actor)s put the post into a collection"))
TAKEN_OUT = register("collection.removed", _("%(actor)s took the post out of a collection"))
