"""The catalogue of platforms: whole, and refused by file and line where it is not (clauses 3, 5.a, 5.f, 5.g)."""

from pathlib import Path

import pytest

from sanglap.guideline import loader
from sanglap.guideline.catalogue import Topic
from sanglap.networks.registry import CONNECTORS, connector
from tests.rulebooks import spoiled

FOLDER = Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016"
TEN = {
    "blog",
    "microblog",
    "enterprise",
    "business",
    "collaborative",
    "forum",
    "photo",
    "bookmarking",
    "social",
    "video",
}


@pytest.mark.clause("3")
def test_the_classes_are_those_of_the_clause_and_none_is_empty() -> None:
    catalogue = loader.current().catalogue
    assert {one.id for one in catalogue.classes} == TEN
    assert {key for platform in catalogue.platforms for key in platform.classes} == TEN


@pytest.mark.clause("3")
def test_every_connector_belongs_to_one_platform_and_none_is_claimed() -> None:
    named = [platform.network for platform in loader.current().catalogue.platforms if platform.network]
    assert sorted(named) == sorted(key for key in CONNECTORS if not connector(key).capabilities.by_hand)


@pytest.mark.clause("5.f")
def test_every_platform_says_how_each_topic_can_be_settled() -> None:
    catalogue = loader.current().catalogue
    for platform in catalogue.platforms:
        choices = catalogue.choices(platform)
        assert [one.topic for one, _options in choices] == list(Topic)
        assert all(options for _one, options in choices)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("classes: [business]", "classes: [busyness]", "platforms.4.classes.0: there is no class busyness"),
        ("access: [panel]\n", "access: [nobody]\n", "settings.access.0: access has no option nobody"),
        (
            "approved: {locked: [true]}",
            "invited: {locked: [true]}",
            "observed.membership.invited: membership has no option invited on this platform",
        ),
        ("- id: instagram", "- id: facebook", "platforms.1.id: facebook stands twice"),
        ("hosts: [bsky.app]", "hosts: [x.com]", "hosts.0: x.com belongs to x already"),
        ("terms: https://x.com/en/tos", "terms: x.com/en/tos", "platforms.3.terms: an address is written as https://"),
        ("'@(?P<handle>[^/]+)'}", "'@([^/]+)'}", "path: nothing in it is called handle"),
        ("'@(?P<handle>[^/]+)'}", "'@(?P<handle>[^/]+'}", "path: this is no pattern"),
        ("official: true", "official: perhaps", "platforms.0.api.official: "),
        ("  features:\n    bn: পেজ", "  fetures:\n    bn: পেজ", "platforms.0.fetures: this key is not known here"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line, faults = spoiled(tmp_path, "platforms.yaml", old, new)
    found = [fault for fault in faults if said in fault]
    assert found
    assert found[0].split(":")[0] == "bd-2016/platforms.yaml"
    assert line <= int(found[0].split(":")[1]) <= line + 3
