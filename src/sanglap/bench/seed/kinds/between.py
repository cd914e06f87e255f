"""Campaigns and offers of the top and of the cast's district with what offices made of them, and collections. From the
drafts that are there, in a few statements.
"""

from __future__ import annotations

from django.db import connection

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import key, stamp
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.world import AT_THE_TOP, BY_DISTRICT, World

_DAY = 86_400_000
_ADOPTED, _DECLINED = 3, 7
"""Of so many offices below one adopted the offer, of those left one declined it."""

_CAMPAIGN = """
INSERT INTO campaigns_campaign
    (id, office_id, reach, name, starts_on, ends_on, purposes, hashtags, begun_by_id, begun_at)
SELECT %(key)s, %(office)s, 'below', '{"bn": "এক বাড়ি এক গাছ", "en": "One home, one tree"}', %(from)s, %(until)s,
    '{4.c}', '{#এক_বাড়ি_এক_গাছ}', %(by)s, %(at)s
"""
_OFFER = """
INSERT INTO campaigns_offer
    (id, office_id, reach, revision_id, campaign_id, ends_on, note, offered_by_id, offered_at, state, reason)
SELECT %(key)s, %(office)s, 'below', d.id, %(key)s, %(until)s, '', %(by)s, %(at)s, 'open', ''
FROM content_draft d JOIN content_variant v ON v.revision_id = d.id
WHERE d.kind = 'post' AND v.state = 'approved' AND NOT EXISTS (SELECT FROM campaigns_offer x WHERE x.revision_id = d.id)
ORDER BY d.office_id <> %(office)s, d.id LIMIT 1
"""
_ADOPTIONS = """
INSERT INTO campaigns_adoption (id, offer_id, office_id, turn, draft_id, by_id, at, told_at)
SELECT DISTINCT ON (d.office_id) d.id, %(key)s, d.office_id, 1, d.id, d.created_by_id, d.created_at, NULL::timestamptz
FROM content_draft d
JOIN offices_officeancestor a ON a.office_id = d.office_id AND a.ancestor_id = %(office)s AND a.depth > 0
JOIN offices_office o ON o.id = d.office_id
WHERE d.kind = 'post' AND hashtext(o.code) %% %(every)s = 0
    AND NOT EXISTS (SELECT FROM campaigns_adoption known WHERE known.draft_id = d.id)
ORDER BY d.office_id, d.id
"""
_POSTS = """
INSERT INTO campaigns_campaignpost (draft_id, campaign_id, by_id, at)
SELECT draft_id, %(key)s, by_id, at FROM campaigns_adoption WHERE offer_id = %(key)s
"""
_DECLINES = """
INSERT INTO campaigns_decline (id, offer_id, office_id, reason, by_id, at)
SELECT DISTINCT ON (d.office_id) d.id, %(key)s, d.office_id, 'আমাদের এলাকায় প্রযোজ্য নয়।', d.created_by_id, d.created_at
FROM content_draft d
JOIN offices_officeancestor a ON a.office_id = d.office_id AND a.ancestor_id = %(office)s AND a.depth > 0
JOIN offices_office o ON o.id = d.office_id
WHERE hashtext(o.code) %% %(declined)s = 0
    AND NOT EXISTS (SELECT FROM campaigns_adoption x WHERE x.offer_id = %(key)s AND x.office_id = d.office_id)
    AND NOT EXISTS (SELECT FROM campaigns_decline x WHERE x.id = d.id)
ORDER BY d.office_id, d.id
"""
_COLLECTIONS = """
INSERT INTO campaigns_collection (id, office_id, name, made_by_id, made_at)
SELECT DISTINCT ON (office_id) id, office_id, 'গাছ ও পরিবেশ', created_by_id, created_at FROM content_draft
WHERE kind = 'post' ORDER BY office_id, id
"""
_COLLECTED = """
INSERT INTO campaigns_collectedpost (collection_id, draft_id, by_id, at)
SELECT id, id, made_by_id, made_at FROM campaigns_collection ORDER BY id
"""


def _load(world: World, part: int) -> int:
    office = _owners(world)[part]
    by = world.known.people[BY_DISTRICT.get(office.code, AT_THE_TOP)]
    known: dict[str, str | int] = {
        "key": key(world.now - 7 * _DAY, office.number), "office": office.key, "by": by,
        "at": stamp(world.now - 7 * _DAY), "from": stamp(world.now - 7 * _DAY)[:10],
        "until": stamp(world.now + 21 * _DAY)[:10], "every": _ADOPTED, "declined": _DECLINED,
    }  # fmt: skip
    statements = [_CAMPAIGN, _OFFER, _ADOPTIONS, _POSTS, _DECLINES]
    if part == 0:
        statements += [_COLLECTIONS, _COLLECTED]
    rows = 0
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, known)
            rows += int(cursor.rowcount)
    return rows


def _owners(world: World) -> list[Office]:
    """The district first: what the whole nation is offered takes the drafts that are left."""
    district = [office for office in world.offices if office.code in BY_DISTRICT]
    top = [office for office in world.offices if office.parent is None]
    return [*district, *top]


KIND = Kind("between", lambda world: len(_owners(world)), _load)
