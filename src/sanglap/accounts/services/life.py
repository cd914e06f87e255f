"""An account's life: proposed, reviewed, at work, suspended, closed (clauses 4, 5.a, 5.b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import selectors, verbs
from sanglap.accounts.models import Account, Credential, PanelMember, platform_of
from sanglap.accounts.screened import found_in, mark_of, on_record
from sanglap.accounts.selectors import renaming_of
from sanglap.accounts.services import telling
from sanglap.accounts.services.choosing import settle_choice
from sanglap.accounts.services.names import keep_finding, require_office_name
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.audit.services import Actor, record, transition
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.networks.contract import Limits
from sanglap.networks.registry import connector
from sanglap.notices.models import Kind
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.screened import Ruled, check, weighty
from sanglap.people.permissions import Permission
from sanglap.platforms.models import Decision

LONGEST_NOTE = 2_000
_FOUND = ("name_fault", "banner_owed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an account is to be: where, called what, for what and for whom (clauses 4, 5.b)."""

    platform: str = ""
    """The catalogue's key; "": the one that the connector or the server belongs to."""
    network: str
    server: str
    handle: str
    decision: Decision | None = None
    """The decision that chose the platform (clause 3); None: the nearest in force."""
    name: LocalizedText
    purposes: Sequence[str]
    audience: LocalizedText
    description: LocalizedText

    def values(self) -> Mapping[str, Any]:
        """As the account's fields. Raises ValidationError where the purposes are none of clause 4's."""
        known = {clause.id for clause in loader.current().purposes}
        if not self.purposes or not set(self.purposes) <= known:
            raise on_field("purposes", _("Choose one or more of the purposes of clause 4."), "purposes")
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        platform = self.platform or platform_of(self.network, self.server)
        return {
            **given,
            "platform": platform,
            "network": connector(self.network).key,
            "server": self.server.rstrip("/"),
            "handle": self.handle.removeprefix("@"),
            "purposes": sorted(set(self.purposes)),
        }


@transaction.atomic
def propose(scope: Scope, *, office: Office, proposal: Proposal, now: datetime) -> Account:
    """Propose an account in the office's name: one of a post or a person is refused, unless the platform demands a
    person's (clause 5.a). Raises Forbidden; ValidationError by field.
    """
    scope.require(Permission.ACCOUNT_MANAGE, office.pk)
    account = Account(office=office, **proposal.values())
    require_office_name(account, now=now)
    _check(account)
    settle_choice(scope, account, now=now)
    account.save(force_insert=True)
    record(scope.actor, verbs.PROPOSED, account, now=now, office_id=office.pk)
    telling.proposed(account, by=scope.user, now=now)
    return account


def _check(account: Account) -> None:
    require_single(account)
    account.full_clean()


def require_single(account: Account) -> None:
    """Raise ValidationError on `handle` where the register has this very account already."""
    twins = Account.objects.filter(platform=account.platform, server=account.server, handle__iexact=account.handle)
    if twins.exclude(pk=account.pk).exclude(state=AccountState.CLOSED).exists():
        raise on_field("handle", _("This account is on the register already."), "twice")


@transaction.atomic
def amend(scope: Scope, *, account: Account, proposal: Proposal, now: datetime) -> None:
    """Change a proposal that is not decided; where information was asked for, it is given with that. What is claimed
    may bear the name that it has: a renaming mends it.

    Raises Forbidden, ValidationError by field, TransitionRefused once it is decided.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    current = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=account.pk)
    before = {name: getattr(current, name) for name in (*proposal.values(), *_FOUND)}
    for name, value in proposal.values().items():
        setattr(current, name, value)
    if current.state == AccountState.CLAIMED or renaming_of(current) is not None:
        keep_finding(current, now=now)
    else:
        require_office_name(current, now=now)
    _check(current)
    if proposal.decision is None and before["platform"] == current.platform:
        current.decision = before["decision"]
    if current.decision is None or current.decision != before["decision"] or before["platform"] != current.platform:
        settle_choice(scope, current, now=now)
    after = {name: getattr(current, name) for name in before}
    changes = {name: [_told(old), _told(after[name])] for name, old in before.items() if old != after[name]}
    if current.state in {AccountState.PROPOSED, AccountState.CLAIMED}:
        current.save(update_fields=list(before))
        if changes:
            record(scope.actor, verbs.AMENDED, current, now=now, office_id=current.office_id, changes=changes)
    else:
        # Refuses by itself whatever is decided already.
        _move(scope, current, AccountState.IN_REVIEW, now=now, data={"changes": changes}, note="", **after)
        telling.proposed(current, by=scope.user, now=now)
    account.refresh_from_db()


def _told(value: object) -> object:
    if isinstance(value, Decision):
        return value.starts_on.isoformat()
    return dict(value) if isinstance(value, LocalizedText) else value


class Changed(ValidationError):
    """The texts are no longer those that whoever decides on them has read."""


@transaction.atomic
def approve(
    scope: Scope, *, account: Account, rulings: Mapping[int, Ruled] | None = None, read: str = "", now: datetime
) -> None:
    """Approve a proposed account. Of what the screening finds in its texts that wants a word, `rulings` say by number
    what the reviewer thinks (clauses 6.c, 9); it stays in the history. `read` is the mark of the texts that he read.

    Raises Forbidden, TransitionRefused; ValidationError by `holds_<number>` and `reason_<number>` where a word is
    missing; Changed where the texts are no longer those that he read.
    """
    _take_up(scope, account, now)
    if account.state == AccountState.APPROVED:
        return
    ACCOUNT.verb(account.state, AccountState.APPROVED)  # before anything is asked: it may be decided already
    # Nobody changes its texts between the look and the decision.
    locked = Account.objects.select_for_update(no_key=True, of=("self",))
    account.refresh_from_db(fields=["name", "handle", "audience", "description"], from_queryset=locked)
    if read and read != mark_of(account):
        raise Changed(_("The office changed the proposal meanwhile. Read it again before you decide."), "stale")
    found = weighty(found_in(account), at=now)
    check(found, rulings or {})
    said = {"findings": on_record(found, rulings or {})} if found else {}
    _move(scope, account, AccountState.APPROVED, now=now, data=said, note="")
    telling.managers(Kind.DECIDED, account, by=scope.user, now=now)


@transaction.atomic
def request_information(scope: Scope, *, account: Account, note: str, now: datetime) -> None:
    """Send the proposal back with what is wanted. Raises Forbidden, ValidationError on `note`, TransitionRefused."""
    _take_up(scope, account, now)
    _move(scope, account, AccountState.MORE_INFORMATION, now=now, note=said(note))
    telling.managers(Kind.INFORMATION, account, by=scope.user, now=now)


@transaction.atomic
def refuse(scope: Scope, *, account: Account, note: str, now: datetime) -> None:
    """Decline the proposal, with the reason. Raises Forbidden, ValidationError on `note`, TransitionRefused."""
    _take_up(scope, account, now)
    _move(scope, account, AccountState.CLOSED, now=now, note=said(note))
    telling.managers(Kind.DECIDED, account, by=scope.user, now=now)


def _take_up(scope: Scope, account: Account, now: datetime) -> None:
    scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
    if account.state == AccountState.PROPOSED:
        _move(scope, account, AccountState.IN_REVIEW, now=now)


@transaction.atomic
def put_to_work(scope: Scope, *, account: Account, now: datetime) -> None:
    """Begin with an approved account that is kept by hand. Raises Forbidden, ValidationError, TransitionRefused."""
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    room = connector(account.network).capabilities.room
    if room is None:
        raise ValidationError(_("This account is put to work by connecting it to its network."), code="connect")
    _require_state(account, AccountState.APPROVED)
    require_panel(account, now)
    known = loader.current().catalogue.by_id.get(account.platform)
    if known and known.room and known.room.pictures:
        room = replace(room, pictures=known.room.pictures)
    _move(scope, account, AccountState.ACTIVE, now=now, note="", **kept_room(room))


def kept_room(limits: Limits) -> dict[str, Any]:
    """How much fits into one post, as an account keeps it."""
    recordings = limits.recordings.kept if limits.recordings else {}
    return {"characters": limits.characters, "pictures": limits.pictures, "recordings": recordings}


def _require_state(account: Account, state: AccountState) -> None:
    """The table knows two ways to work; this is one of them."""
    if account.state != state:
        raise TransitionRefused(account.state, AccountState.ACTIVE)


def require_panel(account: Account, now: datetime) -> None:
    """Raise ValidationError where nobody is on the panel (clause 5.c)."""
    if not selectors.panel([account.pk], at=now):
        raise ValidationError(_("Appoint the panel first: clause 5(c)."), code="panel")


@transaction.atomic
def suspend(scope: Scope, *, account: Account, note: str, now: datetime) -> None:
    """Let nothing go out through it until it is resumed. By the office, or by whoever reviews its accounts.

    Raises Forbidden, ValidationError on `note`, TransitionRefused.
    """
    require_either(scope, account)
    above = scope.may(Permission.ACCOUNT_REVIEW, account.office_id)
    _move(scope, account, AccountState.SUSPENDED, now=now, note=said(note), held_above=above)


@transaction.atomic
def resume(scope: Scope, *, account: Account, now: datetime) -> None:
    """Put a suspended account to work again; where it was suspended from above, only from there.

    Raises Forbidden, ValidationError, TransitionRefused.
    """
    require_either(scope, account)
    if account.held_above:
        scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
    _require_state(account, AccountState.SUSPENDED)
    require_panel(account, now)
    _move(scope, account, AccountState.ACTIVE, now=now, note="", held_above=False)


@transaction.atomic
def close(scope: Scope, *, account: Account, note: str, now: datetime) -> None:
    """End it: what it published stays on record, its panel serves no more, its way in is destroyed.

    Raises Forbidden, ValidationError on `note`, TransitionRefused.
    """
    require_either(scope, account)
    _move(scope, account, AccountState.CLOSED, now=now, note=said(note))
    end_panel(scope.actor, account, now=now)
    if Credential.objects.filter(account=account).delete()[0]:
        record(scope.actor, verbs.FORGOTTEN, account, now=now, office_id=account.office_id)


def end_panel(actor: Actor, account: Account, *, now: datetime) -> None:
    """Whoever serves on its panel, or was to, serves there no more."""
    rows = PanelMember.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), account=account)
    # One who was to serve later is called off: his term ends where it starts.
    if rows.update(ends_at=Greatest(F("starts_at"), Value(now))):
        record(actor, verbs.PANEL_ENDED, account, now=now, office_id=account.office_id)


def require_either(scope: Scope, account: Account) -> None:
    """Raise Forbidden for whoever neither manages the account nor reviews the office's."""
    if not scope.may(Permission.ACCOUNT_REVIEW, account.office_id):
        scope.require(Permission.ACCOUNT_MANAGE, account.office_id)


def said(note: str) -> str:
    """The reason, trimmed. Raises ValidationError on `note` for none and for one that is too long."""
    note = note.strip()
    if not note:
        raise on_field("note", _("Say why, in a sentence that the other side understands."), "required")
    if len(note) > LONGEST_NOTE:
        raise on_field("note", _("Say it in at most 2,000 characters."), "max_length")
    return note


def _move(
    scope: Scope,
    account: Account,
    to: AccountState,
    *,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    said = {"note": values["note"]} if values.get("note") else {}
    transition(
        account, ACCOUNT, to, actor=scope.actor, now=now, office_id=account.office_id, data={**said, **(data or {})},
        **values,
    )  # fmt: skip
