"""Reads YAML and remembers on which line every key and item stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

# The reader in C is four times as fast; not every build of PyYAML has it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Where = tuple[str | int, ...]
"""The way to a place in a file: keys, and numbers of items."""


@dataclass
class Content:
    """What a file says. `faults` are pairs of a line and what is wrong there; the rest is read all the same."""

    value: Any = None
    lines: dict[Where, int] = field(default_factory=lambda: {(): 1})
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line(self, where: Where) -> int:
        """The line of that place, or of the nearest place above it that stands in the file."""
        return next(self.lines[where[:size]] for size in range(len(where), -1, -1) if where[:size] in self.lines)


def parse(text: str) -> Content:
    """The YAML as plain data."""
    content = Content()
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            content.value = _Builder(loader, content).build(node, (), frozenset())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        content.faults.append((mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}"))
    except yaml.YAMLError as error:
        content.faults.append((1, f"this is not YAML: {error}"))
    finally:
        loader.dispose()
    return content


class _Builder:
    """Turns nodes into data. PyYAML's own construction forgets the lines and keeps the last of two equal keys."""

    def __init__(self, loader: yaml.SafeLoader, content: Content) -> None:
        self.loader = loader
        self.content = content

    def build(self, node: yaml.Node, where: Where, above: frozenset[int]) -> Any:
        if id(node) in above:
            return self._fault(node, "this holds itself")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where, above | {id(node)})
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, where, above | {id(node)})
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where, above: frozenset[int]) -> Mapping[Any, Any]:
        built: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "a key is one word")
                continue
            key = self._scalar(key_node)
            if key in built:
                self._fault(key_node, f"the key {key} stands twice")
                continue
            self.content.lines[(*where, key)] = key_node.start_mark.line + 1
            built[key] = self.build(value_node, (*where, key), above)
        return built

    def _sequence(self, node: yaml.SequenceNode, where: Where, above: frozenset[int]) -> list[Any]:
        for at, item in enumerate(node.value):
            self.content.lines[(*where, at)] = item.start_mark.line + 1
        return [self.build(item, (*where, at), above) for at, item in enumerate(node.value)]

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            return self._fault(node, f"this cannot be read: {node.value}")

    def _fault(self, node: yaml.Node, said: str) -> None:
        self.content.faults.append((node.start_mark.line + 1, said))
