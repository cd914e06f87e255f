"""The words after `sanglap bench seed`."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from sanglap.bench.seed.database import DATABASE
from sanglap.bench.seed.plan import SCALES, Plan, Scale, latest
from sanglap.core import clock

_COUNTS = [field.name for field in fields(Scale) if field.type == "int"]


def add_arguments(parser: CommandParser) -> None:
    given = parser.add_argument_group("seed")
    given.add_argument("--scale", choices=SCALES, default="national", help="how much; district: a 64th of it")
    given.add_argument("--database", default=DATABASE, help=f"where it is kept; {DATABASE} where nothing is said")
    given.add_argument("--until", type=date.fromisoformat, help="the last day, as 2026-11-25; a Wednesday as a rule")
    for name in _COUNTS:
        given.add_argument(f"--scale-{name}", type=int, metavar="COUNT", help=f"so many {name} instead")


def plan(options: dict[str, Any]) -> Plan:
    """What the command line asks for."""
    counts = {name: options[f"scale_{name}"] for name in _COUNTS if options[f"scale_{name}"] is not None}
    scale = replace(SCALES[options["scale"]], **counts)
    return Plan(scale, options["seed"], options["until"] or latest(clock.now()))
