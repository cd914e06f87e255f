"""What has to hold between the parts of a rulebook. Looks at the files as they are, so that a fault in one entry
does not hide the others; what an entry is by itself is checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sanglap.guideline.lines import Where
from sanglap.guideline.parameters import PARAMETERS

Finding = tuple[str, Where, str]
"""File, place, fault."""

FOREVER = date.max
Entry = tuple[int, Mapping[str, Any]]


def entries(content: Any, key: str) -> list[Entry]:
    """The mappings in the list under that key, with their numbers."""
    found = content.get(key) if isinstance(content, dict) else None
    return [(at, one) for at, one in enumerate(found or []) if isinstance(one, dict)] if isinstance(found, list) else []


def between_parts(files: Mapping[str, Any], folder: str) -> Iterator[Finding]:
    """Everything that is wrong between the entries of the files, by name."""
    yield from _edition(files["rulebook.yaml"], folder)
    clauses = entries(files["clauses.yaml"], "clauses")
    yield from _twice("clauses.yaml", "clauses", "id", clauses)
    known = [clause.get("id") for _at, clause in clauses]
    # Where no clause could be read, not every rule is at fault.
    rules = entries(files["rules.yaml"], "rules")
    yield from _rules(rules, known or None)
    yield from _laws(entries(files["laws.yaml"], "laws"), rules)
    yield from _screening(files["screening.yaml"], known)
    yield from _house_rules(files["house-rules.yaml"], files["screening.yaml"])
    yield from _calendar(files["calendar.yaml"])


def _edition(head: Any, folder: str) -> Iterator[Finding]:
    edition = head.get("id") if isinstance(head, dict) else None
    if isinstance(edition, str) and edition != folder:
        yield "rulebook.yaml", ("id",), f"the edition {edition} stands in a folder named {folder}"


def _rules(rules: Sequence[Entry], clauses: Sequence[Any] | None) -> Iterator[Finding]:
    for at, rule in rules:
        if isinstance(rule.get("id"), str) and rule["id"] not in PARAMETERS:
            yield "rules.yaml", ("rules", at, "id"), f"there is no rule {rule['id']}; known: {', '.join(PARAMETERS)}"
        if clauses and isinstance(rule.get("clause"), str) and rule["clause"] not in clauses:
            yield "rules.yaml", ("rules", at, "clause"), f"there is no clause {rule['clause']}"
    for number, (at, rule) in enumerate(rules):
        for _other, earlier in rules[:number]:
            if rule.get("id") == earlier.get("id") and _same_offices(rule, earlier) and _overlap(rule, earlier):
                yield "rules.yaml", ("rules", at, "from"), f"two rules {rule.get('id')} hold on the same day"
                break


def _laws(laws: Sequence[Entry], rules: Sequence[Entry]) -> Iterator[Finding]:
    yield from _twice("laws.yaml", "laws", "id", laws)
    known = [law.get("id") for _at, law in laws]
    for at, law in laws:
        if law.get("replaced_by") is not None and law["replaced_by"] not in known:
            yield "laws.yaml", ("laws", at, "replaced_by"), f"there is no law {law['replaced_by']}"
    for at, rule in rules:
        cited = rule.get("laws")
        for number, key in enumerate(cited if isinstance(cited, list) else []):
            if key not in known:
                yield "rules.yaml", ("rules", at, "laws", number), f"there is no law {key}"


def _screening(content: Any, clauses: Sequence[Any]) -> Iterator[Finding]:
    name = "screening.yaml"
    categories = entries(content, "categories")
    yield from _twice(name, "categories", "id", categories)
    yield from _twice(name, "phrases", "id", entries(content, "phrases"))
    yield from _twice(name, "pairs", "id", entries(content, "pairs"))
    for at, category in categories:
        if clauses and category.get("clause") not in clauses:
            yield name, ("categories", at, "clause"), f"there is no clause {category.get('clause')}"
    fits = entries(content, "fits")
    yield from _twice(name, "fits", "clause", fits)
    for at, fit in fits:
        if clauses and fit.get("clause") not in clauses:
            yield name, ("fits", at, "clause"), f"there is no clause {fit.get('clause')}"


def _house_rules(content: Any, screening: Any) -> Iterator[Finding]:
    """Each category of comments hints at one rule, or tells of somebody to be helped."""
    name, rules = "house-rules.yaml", entries(content, "rules")
    yield from _twice(name, "rules", "id", rules)
    known = [one.get("id") for _at, one in entries(screening, "categories") if "comment" in _listed(one, "for")]
    named: list[tuple[Where, Any]] = [
        (("rules", at, "categories", number), key)
        for at, rule in rules
        for number, key in enumerate(_listed(rule, "categories"))
    ]
    helped = _listed(content, "helped") if isinstance(content, dict) else []
    named += [(("helped", number), key) for number, key in enumerate(helped)]
    seen: list[Any] = []
    for where, key in named:
        if known and key not in known:
            yield name, where, f"there is no category {key} of comments"
        elif key in seen:
            yield name, where, f"{key} stands twice"
        seen.append(key)
    if rules:
        yield from ((name, ("rules",), f"the category {key} hints at no rule") for key in known if key not in seen)


def _listed(entry: Mapping[str, Any], key: str) -> list[Any]:
    found = entry.get(key)
    return found if isinstance(found, list) else []


def _same_offices(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both are for all offices, or for some kind in common."""
    ours, theirs = (
        {str(kind) for kind in rule["scope"]} if isinstance(rule.get("scope"), list) else set() for rule in (one, other)
    )
    return bool(ours & theirs) if ours or theirs else True


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two dated entries share a day. Entries whose days cannot be read share none."""
    spans: list[tuple[Any, Any]] = [(entry.get("from"), entry.get("until") or FOREVER) for entry in (one, other)]
    (begin, end), (other_begin, other_end) = spans
    if not all(type(day) is date for span in spans for day in span):
        return False
    return bool(begin <= other_end and other_begin <= end)


def _calendar(content: Any) -> Iterator[Finding]:
    name = "calendar.yaml"
    for key, field in (("hours", "from"), ("holidays", "date"), ("working_days", "date"), ("days", "id")):
        yield from _twice(name, key, field, entries(content, key))
    special = entries(content, "special_hours")
    for number, (at, span) in enumerate(special):
        if any(_overlap(span, earlier) for _at, earlier in special[:number]):
            yield name, ("special_hours", at, "from"), "two special hours are in force on the same day"
    closed = [day.get("date") for _at, day in entries(content, "holidays") if day.get("basis") != "optional"]
    for at, day in entries(content, "working_days"):
        if day.get("date") is not None and day["date"] in closed:
            yield name, ("working_days", at, "date"), f"{day['date']} is in the list of holidays"


def _twice(name: str, key: str, field: str, found: Sequence[Entry]) -> Iterator[Finding]:
    seen: list[Any] = []
    for at, one in found:
        value = one.get(field)
        if value is not None and value in seen:
            yield name, (key, at, field), f"{value} stands twice"
        seen.append(value)
