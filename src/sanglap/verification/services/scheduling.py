"""Which profiles and websites are looked at next, and what is to be known for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from sanglap.accounts.models import Account, Credential
from sanglap.accounts.states import AccountState
from sanglap.guideline import loader
from sanglap.guideline.parameters.outside import LookOutside
from sanglap.offices.models import Office
from sanglap.verification.looking import ProfileTask, SiteTask, Task
from sanglap.verification.models import Watch
from sanglap.verification.reading.addresses import account_places, host
from sanglap.verification.reading.website import Wanted
from sanglap.verification.states import Subject

BATCH = 40
OF_ONE_HOST = 6
"""The most that one batch takes up of the same host."""
NEW = 5_000
A_FEW = 200
"""So many new ones are looked at at once; more are spread over the interval."""
LEASE = timedelta(minutes=15)


def outside(now: datetime) -> LookOutside:
    """How often is looked, by the rule in force."""
    book = loader.current()
    return book.rule("look-outside", on=book.calendar.day_of(now)).parameters


@transaction.atomic
def enrol(*, now: datetime) -> int:
    """Put on watch what is new, look again at what was changed on the register, and drop what was closed; gives how
    many are new. As many queries whatever their number.
    """
    living = Account.objects.exclude(state=AccountState.CLOSED)
    unseen = living.filter(~Exists(Watch.objects.filter(account=OuterRef("pk"))))
    profiles = list(unseen.values_list("pk", "office_id").order_by("pk")[:NEW])
    known = Watch.objects.filter(subject=Subject.WEBSITE, office=OuterRef("pk"))
    offices = Office.objects.filter(Exists(living.filter(office=OuterRef("pk"))), ~Exists(known))
    websites = list(offices.values_list("pk", flat=True).order_by("pk")[:NEW])
    made = [Watch(subject=Subject.PROFILE, account_id=account, office_id=office) for account, office in profiles]
    made += [Watch(subject=Subject.WEBSITE, office_id=office) for office in websites]
    _spread(made, now)
    Watch.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    due = _changed() | _with_new([office for _account, office in profiles])
    Watch.objects.filter(pk__in=due.filter(next_at__gt=now + LEASE).values("pk")).update(next_at=now)
    Watch.objects.filter(account__state=AccountState.CLOSED, next_at__isnull=False).update(next_at=None)
    return len(made)


def _spread(made: Sequence[Watch], now: datetime) -> None:
    step = outside(now).interval / len(made) if len(made) > A_FEW else timedelta(0)
    for number, watch in enumerate(made):
        watch.next_at = now + number * step


def _changed() -> QuerySet[Watch]:
    """What stands on the register with another address than the one that was looked at."""
    site = Q(subject=Subject.WEBSITE) & ~Q(address=F("office__website"))
    profile = Q(subject=Subject.PROFILE) & ~Q(address=Concat(F("account__server"), Value("/"), F("account__handle")))
    return Watch.objects.filter(site | profile, looked_at__isnull=False)


def _with_new(office_ids: Sequence[UUID]) -> QuerySet[Watch]:
    """The websites that were looked at before these offices had one more account; of a nation's list none, for the
    profiles are spread over the interval too.
    """
    asked = office_ids if len(office_ids) <= A_FEW else ()
    return Watch.objects.filter(subject=Subject.WEBSITE, office__in=asked, looked_at__isnull=False)


@transaction.atomic
def claim(*, now: datetime) -> list[Watch]:
    """Take up what is due, kept from other workers for a while: some at a time, of each host only a few."""
    due = (
        Watch.objects.filter(next_at__lte=now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("office", "account", "account__office", "account__credential")
        .order_by("next_at")
    )
    taken = list(_few_of_each_host(due[: 2 * BATCH]))[:BATCH]
    Watch.objects.filter(pk__in=[watch.pk for watch in taken]).update(next_at=now + LEASE)
    return taken


def _few_of_each_host(rows: Iterable[Watch]) -> Iterable[Watch]:
    taken: Counter[str] = Counter()
    for watch in rows:
        of = task_host(watch)
        taken[of] += 1
        if not of or taken[of] <= OF_ONE_HOST:
            yield watch


def task_host(watch: Watch) -> str:
    """The host that a look at it calls."""
    account = watch.account
    return host((account.url or account.server) if account is not None else watch.office.website)


def tasks(watches: Sequence[Watch], *, now: datetime) -> list[Task]:
    """What is to be known to look at these. A query for the accounts of the websites, whatever their number."""
    book = loader.current()
    rule = book.rule("website-tie", on=book.calendar.day_of(now)).parameters
    sites = [watch for watch in watches if watch.account is None]
    wanted: dict[UUID, list[Wanted]] = defaultdict(list)
    for account in living_of([watch.office_id for watch in sites]):
        wanted[account.office_id].append(
            Wanted(account.pk, account_places(account.server, account.handle, account.url))
        )
    found: list[Task] = [
        SiteTask(watch.pk, watch.office.website, tuple(watch.office.name.values()), wanted[watch.office_id], rule)
        for watch in sites
    ]
    found += [
        ProfileTask(watch.pk, watch.account, connected=_is_connected(watch.account))
        for watch in watches
        if watch.account is not None
    ]
    return found


def living_of(office_ids: Sequence[UUID]) -> QuerySet[Account]:
    """The accounts of these offices that are not closed."""
    return Account.objects.filter(office__in=office_ids).exclude(state=AccountState.CLOSED).order_by("pk")


def _is_connected(account: Account) -> bool:
    # Read along with the account: a miss is remembered as one, and asks nobody.
    try:
        return account.credential is not None
    except Credential.DoesNotExist:
        return False
