"""Which offices stand for a district: the highest in it, with all below them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from sanglap.offices.models import AreaLevel, Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def tops(scope: Scope, root: UUID, *, area: str = "", deep: bool = True) -> list[tuple[UUID, str]]:
    """The offices from `root` on down (or itself alone) that lie in that area and have none above them that does, each
    with its area; without `area` those of every district. An area's parts count as the area. Two queries at most.

    Raises Forbidden unless the reader sees `root` and, where it is deep, all below it.
    """
    scope.require(Permission.ACCOUNT_VIEW, root, below=deep)
    links = OfficeAncestor.objects.filter(ancestor=root)
    # In the same tree, and not above the root: no deeper than the root is high.
    above = OfficeAncestor.objects.filter(office=OuterRef("office_id"), depth__gt=0, depth__lte=OuterRef("depth"))
    if area:
        here = Q(office__area=area) | Q(office__area__parent=area)
        higher = above.filter(Q(ancestor__area=area) | Q(ancestor__area__parent=area))
    else:
        # Most have an office of their own district just above and need no further look. The rest are found first: few,
        # where the database would expect most and read the links of all.
        of_parent = Q(pk=root) | Q(parent__area=None) | ~Q(parent__area=F("area"))
        standing = Office.objects.filter(of_parent, area__isnull=False, area__level=AreaLevel.DISTRICT)
        here = Q(office__in=list(standing.values_list("pk", flat=True)))
        higher = above.filter(ancestor__area=OuterRef("office__area"))
    if not deep:
        links = links.filter(depth=0)
    return list(links.filter(here).filter(~Exists(higher)).values_list("office_id", "office__area_id"))
