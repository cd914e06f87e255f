"""Filters of the staff's pages."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.translation import get_language

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.audit.selectors import told as sentence
from sanglap.content import recordings
from sanglap.content.models import Revision
from sanglap.desk.fields import platform_name
from sanglap.desk.findings import Findings, Row, place_of
from sanglap.files.captions import Cue
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.screening import Category
from sanglap.language.digits import in_digits_of
from sanglap.offices.models import OwnPhrase

register = template.Library()


@register.filter
def told(entry: Entry) -> str:
    """A line of the history as a sentence."""
    return sentence(entry)


@register.filter
def network_name(of: Account | str) -> str:
    """In the reader's language what the account's platform is called, or the one of that key."""
    return platform_name(of) if isinstance(of, str) else str(of.place)


@register.filter
def clause_label(key: str) -> str:
    """How the clause of that id is cited in the reader's language; the id itself for one of another edition."""
    try:
        return str(loader.current().clause(key).label)
    except KeyError:
        return key


@register.filter
def sign(category: str) -> Category | None:
    """What words of that category are a sign of; None for one of another edition."""
    return loader.current().screening.by_id.get(category)


@register.filter
def spoke_in(finding: Row, findings: Findings | str) -> Sequence[OwnPhrase]:
    """The offices' own phrases to which that finding is owed."""
    return findings.own.get(finding.number, ()) if isinstance(findings, Findings) else ()


@register.filter
def twin_in(finding: Row, findings: Findings | str) -> Revision | None:
    """The post of which that finding says that it said almost the same; None for any other finding."""
    return findings.twins.get(finding.number) if isinstance(findings, Findings) else None


@register.filter
def place_in(finding: Row, findings: Findings | str) -> str:
    """What the text is called in which that stands, or where in a post and its pictures it does."""
    places = findings.places if isinstance(findings, Findings) else ()
    return str(places[finding.place]) if places else place_of(finding)


@register.filter
def clause_labels(keys: Iterable[str]) -> str:
    """The same of several."""
    return ", ".join(map(clause_label, keys))


@register.filter
def lasting(milliseconds: int) -> str:
    """How long something lasts, or at which moment of it: as 1:02:03, in the reader's digits."""
    seconds = round(milliseconds / 1_000)
    hours, rest = divmod(seconds, 3_600)
    told = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    return in_digits_of(get_language() or "bn", told)


@register.filter
def cues(file: File | None) -> list[Cue]:
    """The captions in a kept file."""
    return recordings.cues(file)
