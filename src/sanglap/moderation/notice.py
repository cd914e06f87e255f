"""What a citizen is told of a hiding: which rule, why, and how to appeal."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from sanglap.language.scripts import script_of
from sanglap.moderation.models import Hiding, Measure
from sanglap.outbox.payload import outgoing

_SAID = {
    Measure.HIDE: _("Your comment to %(account)s was hidden under the house rule “%(rule)s”."),
    Measure.CLOSE: _("The comments under this post of %(account)s are closed under the house rule “%(rule)s”."),
    Measure.BLOCK: _("You can no longer write to %(account)s: the house rule “%(rule)s” was broken."),
}
_REASON = _("Reason: %(reason)s")
_APPEAL = _("If you think that this is wrong, you may appeal. Another officer answers: %(url)s")


def address(code: str) -> str:
    """Where whoever has the code reads of it and appeals."""
    return f"{settings.SANGLAP_SITE}/house-rules/appeal/{code}/"


def language_of(hiding: Hiding) -> str:
    """That of the words which led to it. Bangla in Latin letters looks like English to a machine, so English is spoken
    only to a post in English; to a comment in Latin letters both.
    """
    if hiding.post is not None:
        return outgoing(hiding.post.payload).language
    return "both" if hiding.version and script_of(hiding.version.text) == "latin" else "bn"


def compose(hiding: Hiding) -> str:
    """The notice, in the language of what led to it."""
    language = language_of(hiding)
    languages = ("bn", "en") if language == "both" else (language if language in {"bn", "en"} else "bn",)
    return "\n\n".join(_in(one, hiding) for one in languages)


def _in(language: str, hiding: Hiding) -> str:
    with override(language):
        known = {
            "account": str(hiding.account.name),
            "rule": str(hiding.title),
            "reason": hiding.reason,
            "url": address(hiding.code),
        }
        lines = [gettext(line) for line in (_SAID[Measure(hiding.measure)], _REASON, _APPEAL)]
    return "\n".join(line % known for line in lines)
