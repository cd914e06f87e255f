"""Reads the files of one rulebook into checked values, and gathers the faults of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sanglap.guideline.checks import between_parts
from sanglap.guideline.lines import Content, Where, parse

T = TypeVar("T", bound=BaseModel)

FILES = (
    "rulebook.yaml",
    "clauses.yaml",
    "rules.yaml",
    "calendar.yaml",
    "platforms.yaml",
    "laws.yaml",
    "screening.yaml",
    "house-rules.yaml",
)
UNKNOWN = "this key is not known here"
_PLAIN = {
    "extra_forbidden": UNKNOWN,
    "missing": "this key is missing",
    "model_type": "keys and values should stand here",
    "model_attributes_type": "keys and values should stand here",
    "tuple_type": "a list should stand here",
    "frozen_set_type": "a list should stand here",
}
"""Words for what pydantic says less plainly."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, and where. `path` names the key: `rules.2.remedy.en`."""

    file: str
    line: int
    path: str
    said: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {f'{self.path}: ' if self.path else ''}{self.said}"


class Reader:
    """Reads one folder. A fault does not stop it: what can be read is read, so that all faults come together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._faults: set[Fault] = set()
        self._files = {name: self._read(name) for name in FILES}
        head = self._files["rulebook.yaml"].value
        head = head if isinstance(head, dict) else {}
        languages = head.get("languages")
        # Texts everywhere are checked against the languages of the edition, and rules are cited by its id.
        self._context = {
            "languages": tuple(map(str, languages)) if isinstance(languages, list) else (),
            "edition": str(head.get("id", "")),
        }

    def whole(self, name: str, kind: type[T]) -> T | None:
        """The file as that type; None where it is faulty."""
        return self._check(name, (), kind, self._files[name].value)

    def listed(self, name: str, key: str, kind: Callable[[Any], type[T]]) -> list[T]:
        """The sound items of the list under the file's one key, each as the type that `kind` tells for it."""
        content = self._files[name].value
        if not isinstance(content, dict) or not isinstance(content.get(key), list):
            self._fault(name, (key,), f"a list should stand under {key}")
            content = content if isinstance(content, dict) else {}
        for other in content:
            if other != key:
                self._fault(name, (other,), UNKNOWN)
        items = content.get(key)
        checked = (
            self._check(name, (key, at), kind(item), item)
            for at, item in enumerate(items if isinstance(items, list) else [])
        )
        return [one for one in checked if one is not None]

    def all_faults(self) -> list[Fault]:
        """Everything that is wrong, in the order of the files and lines."""
        for name, where, said in between_parts(
            {name: file.value for name, file in self._files.items()}, self.folder.name
        ):
            self._fault(name, where, said)
        return sorted(self._faults)

    def _read(self, name: str) -> Content:
        try:
            content = parse((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            content = Content(faults=[(1, _why_unread(error))])
        self._faults |= {Fault(self._shown(name), line, "", said) for line, said in content.faults}
        return content

    def _check(self, name: str, prefix: Where, kind: type[T], value: Any) -> T | None:
        if value is None and self._files[name].faults:
            return None
        try:
            return kind.model_validate(value, context=self._context)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_context=False, include_input=False):
                said = _PLAIN.get(one["type"], one["msg"].removeprefix("Value error, "))
                self._fault(name, (*prefix, *one["loc"]), said)
            return None

    def _fault(self, name: str, where: Where, said: str) -> None:
        content = self._files[name]
        if content.value is None and content.faults:
            # It could not be read, which has been said.
            return
        path = ".".join(map(str, where))
        self._faults.add(Fault(self._shown(name), content.line(where), path, said))

    def _shown(self, name: str) -> str:
        return f"{self.folder.name}/{name}"


def _why_unread(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file is missing"
    return (
        "the file is not UTF-8"
        if isinstance(error, UnicodeDecodeError)
        else f"the file cannot be read: {error.strerror}"
    )
