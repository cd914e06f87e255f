"""What a list of accounts would do: whose each is said to be, and whether the register has it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Lower

from sanglap.accounts.models import Account, AccountImport, NameFault
from sanglap.accounts.naming import judge
from sanglap.accounts.services.claims.form import HANDLE, NAMES, OFFICE, PLATFORM, SERVER, Claim
from sanglap.accounts.services.claims.reading import key_of
from sanglap.accounts.states import AccountState
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.language.matching import skeleton
from sanglap.language.normal import matching_copy
from sanglap.offices.models import Office, RowKind
from sanglap.offices.states import OfficeState


@dataclass(frozen=True, slots=True)
class _Place:
    """An office, as far as a list needs it."""

    id: UUID
    code: str
    name: LocalizedText
    open: bool


def compare_rows(run: AccountImport, rows: Sequence[Claim], *, now: datetime) -> None:
    """Find out what each row would do, blame what cannot be, and warn of names that are none of an office's."""
    for row, office in settle(run, rows):
        found = judge(names_of(row.after), office.name, now=now, handle=row.after[HANDLE])
        if found.fault:
            row.blame("name-post" if found.fault == NameFault.POST else "name-person", NAMES[0], found.word)


def settle(run: AccountImport, rows: Sequence[Claim]) -> list[tuple[Claim, _Place]]:
    """Find out what each row would do, and blame what cannot be; gives the rows with new accounts, and their offices.

    As many queries whatever their number.
    """
    offices, new = _Offices(run, rows), []
    known = _known(rows)
    for row in rows:
        office = None if row.bad else offices.find(row)
        if office is not None:
            _hold(row, office, known)
        if row.bad:
            row.kind = RowKind.BAD
        elif office is not None and row.kind == RowKind.NEW:
            new.append((row, office))
    return new


def _hold(row: Claim, office: _Place, known: Mapping[tuple[str, str, str], Account]) -> None:
    """Against what the register has by that address."""
    row.office_id, row.code = office.id, office.code
    there = known.get(key_of(row.after))
    if there is None:
        row.kind = RowKind.NEW
        row.account_id = row.account_id or new_id()
        return
    row.account_id = there.pk
    if there.office_id == office.id:
        row.kind = RowKind.SAME
    else:
        row.blame("taken", HANDLE, str(there.office.name))


def names_of(after: Mapping[str, str]) -> LocalizedText:
    """What the account is called; where the list does not say, what it is called at the network."""
    given = LocalizedText(bn=after.get("name_bn", ""), en=after.get("name_en", ""))
    return given or LocalizedText(en=after[HANDLE])


class _Offices:
    """The offices that a list speaks of, by code and by name, and those that it may speak of."""

    def __init__(self, run: AccountImport, rows: Sequence[Claim]) -> None:
        said = {row.after.get(OFFICE, "") for row in rows} - {""}
        self.root = run.root
        self.by_code = {one.code: one for one in _places(Office.objects.filter(code__in=said))}
        if run.root is not None:
            self.by_code.setdefault(run.root.code, *_places(Office.objects.filter(pk=run.root.pk)))
        unknown = said - set(self.by_code)
        names = {_plain(name) for name in unknown} | {skeleton(name) for name in unknown}
        self.by_name: dict[str, list[_Place]] = defaultdict(list)
        if names:
            self._gather(names)
        inside = Office.objects.all()
        if run.root is not None:
            inside = (
                inside.filter(ancestors__ancestor=run.root) if run.notes.get("below") else inside.filter(pk=run.root.pk)
            )
        wanted = [one.id for one in self.by_code.values()] + [one.id for ones in self.by_name.values() for one in ones]
        self.inside = set(inside.filter(pk__in=wanted).values_list("pk", flat=True))

    def _gather(self, names: set[str]) -> None:
        # Spelling does not matter, so the names of all are looked through; a nation's take a second.
        for key, name in Office.objects.values_list("pk", "name").iterator(chunk_size=5_000):
            for spelled in {form(text) for text in name.values() for form in (_plain, skeleton)} & names:
                self.by_name[spelled].append(_Place(key, "", name, open=True))
        found = {
            one.id: one
            for one in _places(Office.objects.filter(pk__in=[p.id for ps in self.by_name.values() for p in ps]))
        }
        self.by_name = {name: [found[one.id] for one in ones] for name, ones in self.by_name.items()}

    def find(self, row: Claim) -> _Place | None:
        """The office of that row; None, and the row is blamed, where there is none that it may be."""
        said = row.after.get(OFFICE, "")
        if not said:
            if OFFICE in row.after or self.root is None:
                row.blame("no-office", OFFICE)
                return None
            said = self.root.code
        # As it is written goes before as it sounds: ward 10 and ward 100 sound alike.
        named = self.by_name.get(_plain(said)) or self.by_name.get(skeleton(said), [])
        found = [self.by_code[said]] if said in self.by_code else named
        allowed = [one for one in found if one.id in self.inside]
        if len(allowed) == 1 and allowed[0].open:
            return allowed[0]
        if not found:
            row.blame("unknown-office", OFFICE, said)
        elif not allowed:
            row.blame("outside", OFFICE, said)
        else:
            row.blame("many-offices" if len(allowed) > 1 else "closed-office", OFFICE, said)
        return None


def _plain(name: str) -> str:
    """The name as it is written, its case and spaces left out. It never is what a name sounds like."""
    return f"={matching_copy(name).text}"


def _places(rows: Iterable[Office]) -> Iterator[_Place]:
    for office in rows:
        yield _Place(office.pk, office.code, office.name, office.state == OfficeState.OPEN)


def _known(rows: Sequence[Claim]) -> dict[tuple[str, str, str], Account]:
    """The accounts of the register that these rows may mean."""
    handles = {row.after[HANDLE].lower() for row in rows if not row.bad}
    living = Account.objects.exclude(state=AccountState.CLOSED).annotate(lower=Lower("handle"))
    found = living.filter(lower__in=handles).select_related("office")
    return {key_of({PLATFORM: one.platform, SERVER: one.server, HANDLE: one.handle}): one for one in found}
