"""In what words the history tells of accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.accounts.screened import PLACES
from sanglap.audit.details import count, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.offices.screened import Holds
from sanglap.offices.wording import category_name


def rulings(value: Sequence[Mapping[str, Any]]) -> str:
    """What the reviewer said of each finding: what it is a sign of, where, the words, and whether it holds."""
    return "; ".join(_ruled(one) for one in value)


def _ruled(one: Mapping[str, Any]) -> str:
    words = ", ".join(f"“{words}”" for words in one["words"])
    said = f"{category_name(one['category'])} – {PLACES[one['place']]} {words}: {Holds(one['holds']).label}"
    return f"{said} ({one['reason']})" if one["reason"] else said


register_kind("account", _("Accounts"))
register_detail("members", _("Members"), count)
register_detail("decision", _("Choice of platform"))
register_detail("findings", _("Said of what the screening pointed at"), rulings)
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
