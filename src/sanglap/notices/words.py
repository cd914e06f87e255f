"""The sentences of notices, in the reader's language, made when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.core.localized import LocalizedText
from sanglap.language.digits import in_digits_of
from sanglap.notices.models import Kind, Notice

_SENTENCES: Mapping[str, Promise] = {
    Kind.VOTE: _("%(account)s: something waits for your vote"),
    Kind.URGENT: _("%(account)s: urgent, your panel is asked to vote at once"),
    Kind.LAPSES: _("%(account)s: time runs out for something that waits for your vote"),
    Kind.LAPSED: _("%(account)s: what waited for your vote was not approved in time and does not go out"),
    Kind.REVIEW: _("%(account)s: an urgent post was approved without you; confirm it or object"),
    Kind.OBJECTED: _("%(account)s: somebody of the panel objects to an urgent post"),
    Kind.APPROVED: _("%(account)s: what you wrote was approved"),
    Kind.RETURNED: _("%(account)s: what you wrote was returned with a remark"),
    Kind.REJECTED: _("%(account)s: what you wrote was rejected"),
    Kind.EXPIRED: _("%(account)s: what you wrote was not approved in time and does not go out"),
    Kind.TROUBLE: _("%(account)s: something did not go out and needs you"),
    Kind.BY_HAND: _("%(account)s: something approved is to be posted by hand"),
    Kind.MESSAGES: _("%(account)s: new messages came in"),
    Kind.GIVEN: _("%(account)s: a message was given to you to answer"),
    Kind.LATE: _("%(account)s: an answer is late"),
    Kind.DANGER: _("%(account)s: somebody may be in danger; read the message at once"),
    Kind.DUTY: _("%(account)s: a duty is at risk or broken"),
    Kind.PROPOSAL: _("%(account)s: this account waits for your review"),
    Kind.INFORMATION: _("%(account)s: more information is wanted about the account"),
    Kind.DECIDED: _("%(account)s: the account was decided on"),
    Kind.PANEL: _("%(account)s: you are on the panel of this account"),
    Kind.TERM: _("%(account)s: a term on the panel ends soon"),
    Kind.RENAMING: _("%(account)s: its renaming is due soon"),
    Kind.OFFERED: _("%(account)s: this account is offered to your office"),
    Kind.MOVED: _("%(account)s: it was decided to which office this account belongs"),
    Kind.STOP: _("%(account)s: an emergency stop was placed or lifted"),
    Kind.CONFIRM: _("%(account)s: so many things are to be confirmed: %(number)s"),
    Kind.INCIDENT: _("%(account)s: this account was reported as compromised"),
    Kind.DRILL: _("%(account)s: a drill for a compromised account has begun"),
    Kind.EXEMPTION: _("%(account)s: an exemption is asked for and waits for your decision"),
    Kind.EXEMPTED: _("%(account)s: the exemption that was asked for is decided"),
    Kind.REMINDER: _("%(account)s: you are reminded of what is not in order yet: %(clauses)s"),
    Kind.HIDING: _("%(account)s: something that a citizen wrote is hidden under the house rules"),
    Kind.APPEAL: _("%(account)s: an appeal against hiding waits for an answer"),
    Kind.APPEALED: _("%(account)s: an appeal against hiding was answered"),
    Kind.SUGGESTED: _("%(account)s: something was suggested to be published"),
    Kind.TAKEN_UP: _("%(account)s: what you suggested was taken up; a draft is being written"),
    Kind.NOT_TAKEN: _("%(account)s: what you suggested was not taken up; the reason is written there"),
    Kind.SHOWN: _("%(account)s: what you suggested was published"),
    Kind.RECURRING: _("%(account)s: a recurring post was begun as a draft; read it and ask for approval"),
    Kind.HELD: _(
        "%(account)s: a festive recurring post falls on a day of mourning or emergency and waits for your word"
    ),
    Kind.PAUSED: _("%(account)s: a recurring post was paused, since no draft could be begun"),
    Kind.DECLARED: _("%(account)s: mourning or an emergency was declared, and you have posts planned then"),
    Kind.POST_OFFERED: _("%(account)s: a post is offered to your office to adopt"),
    Kind.OFFER_ENDED: _("%(account)s: a post that you adopted was withdrawn by whoever offered it"),
}


def sentence(notice: Notice) -> str:
    """What the notice says. Never fails, whatever an old row holds."""
    said = _SENTENCES.get(notice.kind)
    if said is None:
        return ""
    words = {name: _plain(value) for name, value in notice.words.items()}
    told = str(said) % {"account": "–", "office": "–", "clauses": "–", "number": "–", **words}
    # What somebody wrote to it himself.
    return f"{told} – {words['said']}" if words.get("said") else told


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(LocalizedText(**{str(key): str(text) for key, text in value.items()}))
    return in_digits_of(get_language() or "bn", str(value))
