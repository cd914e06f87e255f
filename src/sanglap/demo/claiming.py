"""Accounts that the demo's offices had before they were here: claimed, on their way to a right name, one offered to
another office. The offices exist; the accounts do not.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, AccountImport, Renaming, Way
from sanglap.accounts.services import claims
from sanglap.accounts.states import AccountState
from sanglap.core.localized import LocalizedText
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope

_DAY = timedelta(days=1)
_NAME = "একাউন্ট-২০২৬.csv"
_HEAD = ("office", "link", "name_bn", "name_en", "purposes", "personal", "since", "keeper")
_SHIBALAYA, _GHIOR, _MANIKGANJ, _DHAKA, _CABINET = (
    "bd-upa-362", "bd-upa-361", "bd-dist-46", "bd-div-6", "cabinet-division",
)  # fmt: skip
_FACEBOOK, _YOUTUBE = "https://www.facebook.com", "https://www.youtube.com"
_OF_MANIKGANJ = ("মানিকগঞ্জ জেলা প্রশাসন", "Manikganj District Administration")
_OF_SHIBALAYA = ("শিবালয় উপজেলা প্রশাসন", "Shibalaya Upazila Administration")
_OF_CABINET = ("মন্ত্রিপরিষদ বিভাগ", "Cabinet Division")
_ROWS = (
    (
        _SHIBALAYA,
        f"{_FACEBOOK}/unoshibalaya",
        "ইউএনও শিবালয়",
        "UNO Shibalaya",
        "4.b, 4.c",
        "না",
        "2018-03-12",
        "অফিস সহকারী",
    ),
    (_SHIBALAYA, f"{_YOUTUBE}/@shibalaya-upazila", *_OF_SHIBALAYA, "4.b", "না", "2020-07-01", "সহকারী প্রোগ্রামার"),
    (
        _GHIOR,
        f"{_FACEBOOK}/ghior.upazila",
        "ঘিওর উপজেলা প্রশাসন",
        "Ghior Upazila Administration",
        "4.c",
        "না",
        "2017-01-26",
    ),
    (
        _GHIOR,
        f"{_FACEBOOK}/profile.php?id=100045678901234",
        "মো. তানভীর আহমেদ",
        "Md. Tanvir Ahmed",
        "",
        "হ্যাঁ",
        "2015-11-05",
    ),
    (_MANIKGANJ, f"{_FACEBOOK}/dcmanikganj46", "জেলা প্রশাসক মানিকগঞ্জ", "DC Manikganj", "4.b, 4.c", "না", "2014-09-30"),
    (_MANIKGANJ, "https://x.com/manikganjdist", *_OF_MANIKGANJ, "4.b", "না", "2019-04-14"),
    (_MANIKGANJ, f"{_YOUTUBE}/@manikganjdistrict", *_OF_MANIKGANJ, "", "না"),
    (_MANIKGANJ, "https://www.instagram.com/manikganj.district", *_OF_MANIKGANJ, "", "না"),
    (_DHAKA, f"{_FACEBOOK}/dhakadivision.office", "বিভাগীয় কমিশনারের কার্যালয়, ঢাকা", "", "4.c", "না", "2016-02-21"),
    (_DHAKA, "https://x.com/dhakadivoffice", "", "", "", "না"),
    (_CABINET, f"{_YOUTUBE}/@cabinetdivisionbd", *_OF_CABINET, "4.b", "না", "2018-12-16"),
    (_CABINET, "https://www.linkedin.com/company/cabinet-division-bd", *_OF_CABINET, "", "না"),
)
_RENAMINGS = {
    "unoshibalaya": LocalizedText(bn="শিবালয় উপজেলা প্রশাসন", en="Shibalaya Upazila Administration"),
    "dcmanikganj46": LocalizedText(bn="মানিকগঞ্জ জেলা প্রশাসন", en="Manikganj District Administration"),
}
_OFFERED = "ghior.upazila"
_REASON = "ঘিওর ও শিবালয়ের যৌথ পেজটি এখন থেকে শিবালয় চালাবে; জেলা সমন্বয় সভার সিদ্ধান্ত।"


def seed_claims(root: Office, *, now: datetime) -> AccountImport:
    """A list that was brought in below `root`, two renamings and an offer. Repeating it changes nothing."""
    known = AccountImport.objects.filter(name=_NAME).first()
    if known is not None:
        return known
    scope, at = Scope.everything("demo"), now - 9 * _DAY
    text = io.StringIO()
    csv.writer(text).writerows([_HEAD, *((*row, *[""] * (len(_HEAD) - len(row))) for row in _ROWS)])
    run = claims.receive(scope, name=_NAME, content=text.getvalue().encode(), root=root, now=at)
    claims.compare(run, now=at)
    claims.apply(scope, run=run, only_good=True, now=at)
    for number, (handle, name) in enumerate(_RENAMINGS.items()):
        _rename(scope, handle, name, done=number + 1, at=now - (6 - number) * _DAY)
    offered = Account.objects.filter(handle=_OFFERED, state=AccountState.CLAIMED).select_related("office").first()
    taker = Office.objects.filter(code="bd-upa-362").first()
    if offered is not None and taker is not None:
        accounts.propose_move(scope, account=offered, taker=taker, reason=_REASON, now=now - 2 * _DAY)
    return run


def _rename(scope: Scope, handle: str, name: LocalizedText, *, done: int, at: datetime) -> Renaming | None:
    account = Account.objects.filter(handle=handle, state=AccountState.CLAIMED).select_related("office").first()
    if account is None:
        return None
    renaming = accounts.begin_renaming(scope, account=account, way=Way.RENAME, to_name=name, now=at)
    for step in renaming.steps.all()[:done]:
        accounts.tick_step(scope, step=step, done=True, note="আবেদন করা হয়েছে", now=at + _DAY)
    return renaming
