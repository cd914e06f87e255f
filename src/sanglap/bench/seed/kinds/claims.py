"""The list with which the accounts came in that are claimed and not verified."""

from __future__ import annotations

from datetime import timedelta

from sanglap.accounts.models import AccountImport, ClaimRow
from sanglap.accounts.states import AccountState
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import Form, document, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.world import AT_THE_TOP, World
from sanglap.offices.models import RowKind
from sanglap.offices.states import ImportState

_LIST = Form(
    AccountImport, "id", "name", "root_id", "by_id", "state", "received_at", "applied_at", "done", "whole", "counts",
    "notes",
)  # fmt: skip
_ROW = Form(ClaimRow, "run_id", "line", "code", "kind", "office_id", "account_id", "after")
_NAME = "একাউন্ট-২০২৬.csv"
_BACK = timedelta(days=9)
_COLUMNS = ["office", "link", "name_bn", "name_en"]


def _load(world: World, _part: int) -> int:
    rows, at = Gathered(_LIST, _ROW), milliseconds(world.plan.now - _BACK)
    claimed = [account for account in world.accounts if account.state == AccountState.CLAIMED]
    own, root, many = key(at, 1), world.offices[0], str(len(claimed))
    notes = {"encoding": "utf-8", "separator": ",", "columns": _COLUMNS, "ignored": []}
    rows.add(
        _LIST, own, _NAME, root.key, world.known.people[AT_THE_TOP], ImportState.APPLIED.value, stamp(at),
        stamp(at + 3_600_000), many, many, document({RowKind.NEW.value: len(claimed)}), document(notes),
    )  # fmt: skip
    for number, account in enumerate(claimed, start=1):
        office, link = account.office, f"{account.server}/@{account.handle}"
        after = {"office": office.code, "link": link, "name_bn": office.bn, "name_en": office.en}
        rows.add(
            _ROW, own, str(number + 1), office.code, RowKind.NEW.value, office.key, account.key,
            document(after),
        )  # fmt: skip
    return rows.copy()


KIND = Kind("claims", lambda _world: 1, _load)
