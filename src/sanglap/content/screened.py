"""What the screening points at in a draft, kept with its revision, and what votes say of it (clauses 6.a, 6.c, 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sanglap.content.models import Finding, Revision, Ruling, Vote
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.screened import Ruled, look


def keep(revision: Revision, office: Office) -> None:
    """Look at the revision and keep what is found, once: what is handed in twice was looked at."""
    if revision.findings.exists():
        return
    found = look(office, [revision.text, *(one.alt for one in revision.illustrations.all())])
    Finding.objects.bulk_create(Finding(revision=revision, **asdict(one)) for one in found)


def rule(vote: Vote, findings: Sequence[Finding], rulings: Mapping[int, Ruled]) -> None:
    """Put on record with the vote what it says of them."""
    Ruling.objects.bulk_create(
        Ruling(
            vote=vote,
            finding=finding,
            holds=rulings[finding.number].holds,
            reason=normalise(rulings[finding.number].reason).strip(),
        )
        for finding in findings
    )
