"""Words become a revision, and for each account a variant of it (clauses 4, 6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.details import count
from sanglap.audit.services import record
from sanglap.content import cards, portrayals, recordings, sources, threads, verbs
from sanglap.content.models import Draft, Illustration, Revision, Variant
from sanglap.content.pictures import Chosen, checked
from sanglap.content.recordings import Shot
from sanglap.core.errors import on_field
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.outbox.payload import Payload, digest

BLANK = "\u2800"
"""An empty Braille cell: a sign that shows nothing."""
LONGEST = 50_000
"""Characters in a draft. No network but one takes as much; more is a file pasted by mistake."""
TOO_LONG = _("The text has more than %(most)s characters, which is more than a draft holds. Shorten it.")


@dataclass(frozen=True)
class Words:
    """What somebody wants to say where."""

    text: str
    accounts: Sequence[Account]
    pictures: Sequence[Chosen] = ()
    own: Mapping[UUID, str] = field(default_factory=dict)
    """What an account says in other words, by its id."""
    recording: Shot | None = None
    """The video or sound, where there is one instead of pictures."""
    as_threads: Collection[UUID] = ()
    """On which accounts what is too long for one post goes out as a thread."""

    @cached_property
    def tidy(self) -> str:
        """The text in its normal form."""
        return normalise(self.text).strip()

    @cached_property
    def said(self) -> dict[UUID, str]:
        """What each account says: its own words, or where nobody wrote any the text."""
        return {account.pk: _of(self.own.get(account.pk, "")) or self.tidy for account in self.accounts}

    def parts(self, kind: str) -> dict[UUID, list[str]]:
        """The same, in the parts in which it goes out."""
        said = self.said
        return {one.pk: threads.texts(said[one.pk], one, kind, self.as_threads) for one in self.accounts}

    def checked(self) -> str:
        """The text in its normal form. Raises ValidationError where it is empty, too long or goes nowhere."""
        if not _of(self.text):
            raise ValidationError({"text": _("Write the text first.")}, code="empty")
        if max(map(len, (self.tidy, *self.said.values()))) > LONGEST:
            raise on_field("text", TOO_LONG, "long", most=count(LONGEST))
        if not self.accounts:
            raise ValidationError({"accounts": _("Choose at least one account.")}, code="accounts")
        return self.tidy

    def stand_in(self, revision: Revision) -> bool:
        """Whether that revision says exactly this."""
        goes_to = {variant.account_id: variant.parts for variant in revision.variants.all()}
        shown = [(one.picture.pk, normalise(one.alt).strip(), normalise(one.other).strip()) for one in self.pictures]
        stands = list(revision.illustrations.values_list("picture_id", "alt", "other"))
        same = (self.tidy, self.parts(revision.draft.kind), shown) == (revision.text, goes_to, stands)
        return same and recordings.same(self.recording, revision)


def _of(text: str) -> str:
    """The text in its normal form; "" where it shows nothing."""
    tidy = normalise(text).strip()
    return tidy if tidy.replace(BLANK, "").strip() else ""


def write(scope: Scope, draft: Draft, words: Words, *, now: datetime) -> Revision:
    """The next revision of the draft; inside the caller's transaction. Raises ValidationError."""
    words.checked()
    if any(account.office_id != draft.office_id for account in words.accounts):
        raise ValidationError({"accounts": _("Choose accounts of your own office.")}, code="accounts")
    languages = list(dict.fromkeys(map(language_of, (words.tidy, *words.said.values()))))
    shown = checked(words.pictures, office=draft.office, languages=languages, accounts=words.accounts)
    shot = recordings.checked(
        words.recording, office=draft.office, languages=languages, accounts=words.accounts, pictures=len(shown)
    )
    draft.latest += 1
    draft.save(update_fields=["latest"])
    revision = Revision.objects.create(
        draft=draft,
        number=draft.latest,
        text=words.tidy,
        language=languages[0],
        written_by=scope.person,
        written_at=now,
    )
    Illustration.objects.bulk_create(
        Illustration(revision=revision, number=number, picture=one.picture, alt=one.alt, other=one.other)
        for number, one in enumerate(shown, start=1)
    )
    recordings.attach(revision, shot)
    parts = words.parts(draft.kind)
    for account in words.accounts:
        canonical = _payload(draft, account, parts[account.pk], shown, shot).canonical()
        Variant.objects.create(revision=revision, account=account, payload=canonical, digest=digest(canonical))
    cards.want(words.said.values(), now=now)
    sources.carry(draft.revisions.filter(number=revision.number - 1).first(), revision)
    portrayals.carry(revision)
    record(scope.actor, verbs.REVISED, draft, now=now, office_id=draft.office_id, revision=revision.number)
    return revision


def _payload(
    draft: Draft, account: Account, parts: Sequence[str], shown: Sequence[Chosen], shot: Shot | None
) -> Payload:
    language, (first, *rest) = language_of("\n".join(parts)), parts
    return Payload(
        account.pk,
        Kind(draft.kind),
        first,
        language,
        draft.in_reply_to or None,
        tuple(one.outgoing(language) for one in shown),
        shot.outgoing if shot else None,
        tuple(rest),
    )
