"""What the pages show of a look from outside: sentences, clauses, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.models import Clause
from sanglap.offices.scope import Scope
from sanglap.verification import selectors
from sanglap.verification.models import Finding, Look, ProfilePicture
from sanglap.verification.services import may_confirm
from sanglap.verification.states import RULES, Aspect, Outcome
from sanglap.verification.wording import SETTINGS, reason


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect of an account: the clause that asks for it, how it stands, and in what words."""

    aspect: Aspect
    clause: Clause
    finding: Finding | None
    said: LocalizedText | None
    """What the last look saw."""
    counts: bool
    """What the last look saw is what counts."""
    vouched: bool
    """A person's word holds."""
    to_confirm: bool
    """A person's eyes are of use."""


def rows(findings: Sequence[Finding], *, now: datetime) -> list[Row]:
    """One account's findings, aspect by aspect, in the order of the clauses."""
    found = {finding.kind: finding for finding in findings}
    return [_row(aspect, found.get(aspect), now) for aspect in Aspect]


def _row(aspect: Aspect, finding: Finding | None, now: datetime) -> Row:
    clause = loader.current().clause_of(RULES[aspect], now=now)
    if finding is None:
        return Row(aspect, clause, None, None, counts=False, vouched=False, to_confirm=False)
    return Row(
        aspect, clause, finding, reason(aspect, Outcome(finding.seen), finding.evidence),
        counts=finding.outcome == finding.seen, vouched=finding.vouched(now), to_confirm=may_confirm(finding),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as the network tells it: what it is called, and what it is."""

    name: str
    value: str


def settings(seen: Mapping[str, Any]) -> list[Setting]:
    """The settings last read, in words where we have them."""
    return [setting(name, value) for name, value in seen.get("settings", {}).items()]


def setting(name: str, value: object) -> Setting:
    """One of them."""
    known = SETTINGS.get(name)
    if known is None:
        return Setting(name, str(value))
    said = known.values.get(str(value).lower())
    return Setting(str(known.name), str(said) if said is not None else str(value))


def live(scope: Scope, account: Account) -> list[ProfilePicture]:
    """The pictures that the account's profile shows now, in their order (clause 5.d). One query."""
    return sorted(selectors.pictures(scope, [account.pk]).values(), key=lambda shown: shown.place)


def told(looks: Sequence[Look]) -> list[tuple[Look, str]]:
    """Lines of history, each with what was looked at."""
    return [(look, str(Aspect(look.finding.kind).label)) for look in looks]
