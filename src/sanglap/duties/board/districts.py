"""Which offices stand for a district: the highest in it, with all below them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from sanglap.offices.models import AreaLevel, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def tops(scope: Scope, root: UUID, *, area: str = "", deep: bool = True) -> list[tuple[UUID, str]]:
    """The offices from `root` on down (or itself alone) that lie in that area and have none above them that does, each
    with its area; without `area` those of every district. An area's parts count as the area. One query.

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
        here = Q(office__area__level=AreaLevel.DISTRICT)
        higher = above.filter(ancestor__area=OuterRef("office__area"))
        # Most have an office of their own district just above: those need no second look.
        links = links.filter(Q(office=root) | Q(office__parent__area=None) | ~Q(office__parent__area=F("office__area")))
    if not deep:
        links = links.filter(depth=0)
    return list(links.filter(here).filter(~Exists(higher)).values_list("office_id", "office__area_id"))
