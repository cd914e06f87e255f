"""In what words the history tells of accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText

register_kind("account", _("Accounts"))
register_detail("members", _("Members"), count)
register_detail("decision", _("Choice of platform"))
register_detail("at_network", _("Ended at the network too"))


def _of_account(thing: Any) -> LocalizedText:
    called: LocalizedText = thing.account.called
    return called


def _of_list(thing: Any) -> LocalizedText:
    return LocalizedText(bn=thing.name, en=thing.name)


register_name("accounts.renaming", _of_account)
register_name("accounts.accountmove", _of_account)
register_name("accounts.accountimport", _of_list)

register_kind("renaming", _("Renamings of accounts"))
register_kind("move", _("Accounts that move"))
register_kind("claims", _("Lists of accounts"))
