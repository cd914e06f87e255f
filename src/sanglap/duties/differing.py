"""What was confirmed of an account against what is seen of it from outside (clauses 5.d, 5.f).

`attestations` and `verification` do not know of each other; here they are held side by side: as tables in SQL for all
accounts at once, and for the page of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from sanglap.accounts.models import Account
from sanglap.attestations.statements import Pictures, Settings, Topic
from sanglap.guideline import loader
from sanglap.verification.models import Place, ProfilePicture

SHOWN_AS: Mapping[Place, str] = {Place.HEADER: "banner", Place.AVATAR: "profile"}
"""What a confirmation calls the picture of that place."""

ANOTHER = """another AS MATERIALIZED (
    -- The live profile's pictures that are not those confirmed. One that was there before counts from the confirmation.
    SELECT c.account_id, min(greatest(p.seen_at, c.at)) AS at,
        jsonb_agg(jsonb_build_object('kind', 'picture', 'id', p.id) ORDER BY p.id) AS proof
    FROM duties_confirming c
    JOIN attestations_attestation a ON a.id = c.thing
    JOIN (
        SELECT DISTINCT ON (account_id, place) id, account_id, place, file_id, seen_at
        FROM verification_profilepicture
        WHERE seen_at <= %(at)s AND account_id IN (SELECT account_id FROM duties_confirming WHERE kind = 'pictures')
        ORDER BY account_id, place, id DESC
    ) AS p ON p.account_id = c.account_id
    JOIN files_file f ON f.id = p.file_id
    WHERE c.kind = 'pictures' AND %(showing)s::interval IS NOT NULL AND NOT a.statement->'seen' @> jsonb_build_array(
        jsonb_build_object('what', %(shown_as)s::jsonb->>p.place, 'digest', f.digest))
    GROUP BY c.account_id
)"""
"""Goes on from `duties_confirming`; wants `at`, `showing` and `shown_as`. Worked out once, not for each account."""

DRIFTING = """drifting AS MATERIALIZED (
    -- Settings that do not go with an option that was chosen, as they were last read.
    SELECT DISTINCT c.account_id, jsonb_build_array(jsonb_build_object('kind', 'watch', 'id', w.id)) AS proof
    FROM duties_confirming c
    JOIN attestations_attestation a ON a.id = c.thing
    JOIN accounts_account t ON t.id = c.account_id
    JOIN jsonb_to_recordset(%(observed)s) AS o (platform text, topic text, option text, setting text, fits text[])
        ON o.platform = t.platform
    JOIN verification_watch w ON w.account_id = c.account_id
    WHERE c.kind = 'settings' AND a.statement->'chosen'->o.topic ? o.option
      AND w.evidence->'settings'->>o.setting <> ALL(o.fits)
)"""
"""The same; wants `observed`."""


def observed() -> Jsonb:
    """The catalogue's table of what goes with which option, line by line."""
    return Jsonb(
        [
            {"platform": platform.id, "topic": topic.value, "option": option, "setting": setting, "fits": list(fits)}
            for platform in loader.current().catalogue.platforms
            for topic, options in platform.observed.items()
            for option, wanted in options.items()
            for setting, fits in wanted.items()
        ]
    )


def shown_as() -> Jsonb:
    return Jsonb({place.value: what for place, what in SHOWN_AS.items()})


def another(said: Pictures, live: Iterable[ProfilePicture]) -> list[ProfilePicture]:
    """Those of the live profile's pictures, found by a scope already, that are not the ones confirmed."""
    known = {(one.what, one.digest) for one in said.seen}
    return [
        shown
        for shown in live
        if shown.file is not None and (SHOWN_AS[Place(shown.place)], shown.file.digest) not in known
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """A topic of 5.f: what was chosen, which settings tell of it and what they are, and whether that fits."""

    topic: Topic
    chosen: str
    seen: Mapping[str, Any]
    fits: bool | None
    """None: it cannot be told from outside."""


def held(account: Account, said: Settings, seen: Mapping[str, Any]) -> Sequence[Held]:
    """What was chosen of the account's settings beside what was read of them, topic by topic."""
    platform = loader.current().catalogue.by_id.get(account.platform)
    rows = []
    for topic in Topic:
        fits: list[bool | None] = []
        names: tuple[str, ...] = ()
        if platform is not None:
            fits = [platform.fits(topic.value, option, seen) for option in said.chosen.get(topic, ())]
            names = platform.telling(topic.value)
        known = [one for one in fits if one is not None]
        told = {name: seen[name] for name in names if name in seen}
        rows.append(Held(topic, said.told(topic), told, all(known) if known else None))
    return rows
