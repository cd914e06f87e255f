"""What the loader refuses, and that it names file, line and fault of all of it."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sanglap.guideline.loader import RulebookError, load

FOLDER = Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016"

Spoil = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "bd-2016"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces the first `old` in a file of the copy, and gives the line on which the last line of `new` ends up."""

    def replace(name: str, old: str, new: str) -> int:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + new.rstrip("\n").count("\n") + 1

    return replace


RULES, CLAUSES, CALENDAR, HEAD = "rules.yaml", "clauses.yaml", "calendar.yaml", "rulebook.yaml"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (HEAD, "languages: [bn, en]\n", "languages: [bn, en]\noddity: 1\n", "oddity"),
        (CLAUSES, "clauses:\n", "oddity: 1\nclauses:\n", "oddity"),
        (CLAUSES, "- id: 4.a\n", "- id: 4.a\n  oddity: 1\n", "clauses.6.oddity"),
        (RULES, "noted: [4]\n", "noted: [4]\n    oddity: 1\n", "rules.0.parameters.oddity"),
        (RULES, "    en: Give", "    oddity: x\n    en: Give", "rules.0.remedy.oddity"),
        (CALENDAR, "zone: Asia/Dhaka\n", "zone: Asia/Dhaka\noddity: 1\n", "oddity"),
        (CALENDAR, "  country: BD\n", "  country: BD\n  oddity: 1\n", "library.oddity"),
    ],
)
def test_an_unknown_key_is_refused_wherever_it_stands(
    *, folder: Path, spoil: Spoil, name: str, old: str, new: str, said: str
) -> None:
    spoil(name, old, new)
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "oddity" in text)
    found = [fault for fault in faults_of(folder) if "oddity" in fault]
    assert len(found) == 1
    assert found[0].startswith(f"bd-2016/{name}:{line}: {said}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        # References and words.
        (RULES, "clause: 5.c", "clause: 5.z", "rules.0.clause: there is no clause 5.z"),
        (RULES, "id: quorum", "id: quorom", "rules.1.id: there is no rule quorom; known: panel-size,"),
        (RULES, "severity: duty", "severity: sin", "rules.2.severity: Input should be 'breach', 'duty' or 'note'"),
        (RULES, "[post, share, answer]", "[post, like]", "rules.2.parameters.counts.1: Input should be"),
        (CLAUSES, "binds: [guide]", "binds: [guess]", "clauses.0.binds.0: Input should be 'gate', 'duty'"),
        (CLAUSES, "- id: 4.b", "- id: 4.a", "clauses.7.id: 4.a stands twice"),
        (CALENDAR, "week_starts: sunday", "week_starts: sonntag", "week_starts: Input should be 'monday'"),
        (CALENDAR, "zone: Asia/Dhaka", "zone: Asia/Daka", "zone: there is no time zone Asia/Daka"),
        (CALENDAR, "country: BD", "country: XX", "library.country: the holidays library does not know"),
        # Languages.
        (HEAD, "  en: Guideline on", "  fr: Guideline on", "title.fr: the edition has no language fr"),
        (CLAUSES, "    en: Introduction", "    en: ''", "clauses.0.title.en: the text is missing in en"),
        (RULES, "    en: Give", "    en: 5 # Give", "rules.0.remedy.en: this is not a text"),
        (CALENDAR, "note: {bn: সাধারণ ছুটি বাতিল, en: ", "note: {bn: ক, bn: ", "the key bn stands twice"),
        # Figures.
        (RULES, "noted: [4]", "noted: [5]", "rules.0.parameters.noted: 5 is in order already"),
        (RULES, "majority: {1: 1, 2: 2, 3: 2", "majority: {1: 1, 2: 2, 3: 1", "majority.3: 1 of 3 is no majority"),
        (RULES, "approvals: {1: 1", "approvals: {1: 2", "approvals.1: a panel of 1 cannot give 2 approvals"),
        (RULES, "shortened: {0: 0, 1: 1}", "shortened: {0: 3}", "shortened.0: a shortened week owes more"),
        (RULES, "warn_working_hours: 16", "warn_working_hours: '16'", "Input should be a valid integer"),
        (RULES, "comment: 40}", "comment: 0}", "working_hours.comment: Input should be greater than 0"),
        (CLAUSES, "  purpose: true", "  purpose: 'yes'", "clauses.6.purpose: Input should be a valid boolean"),
        # Days and times: YAML would read them as something else.
        (RULES, "from: 2016-01-01", "from: '2016-01-01'", "rules.0.from: a day is written as 2026-02-19"),
        (RULES, "from: 2016-01-01", "from: 2016-01-01\n  until: 2015-01-01", "rules.0.until: the rule ends before"),
        (CALENDAR, "closes: '17:00'", "closes: 17:00", "hours.0.closes: a time is written as '09:00'"),
        (CALENDAR, "closes: '17:00'", "closes: '08:00'", "hours.0.closes: offices close before they open"),
        (CALENDAR, "from: 2022-11-15", "from: 2022-08-24", "hours.2.from: 2022-08-24 stands twice"),
        (CALENDAR, "from: 2023-03-24", "from: 2022-05-02", "special_hours.1.from: two special hours"),
        (CALENDAR, "- date: 2026-05-23", "- date: 2026-05-25", "working_days.1.date: 2026-05-25 is in the list"),
        (CALENDAR, "- date: 2026-02-12", "- date: 2026-02-11", "holidays.1.date: 2026-02-11 stands twice"),
    ],
)
def test_a_fault_is_named_with_its_file_line_and_key(
    *, folder: Path, spoil: Spoil, name: str, old: str, new: str, said: str
) -> None:
    line = spoil(name, old, new)
    found = [fault for fault in faults_of(folder) if said in fault]
    assert len(found) == 1
    assert found[0].startswith(f"bd-2016/{name}:{line}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "said"),
    [
        (CLAUSES, "    en: Introduction\n", "", "  title:", "clauses.0.title: the text is missing in en"),
        (RULES, "  severity: breach\n", "", "- id: panel-size", "rules.0.severity: this key is missing"),
        (RULES, "comment: 40}", "}", "    working_hours:", "working_hours.comment: this key is missing"),
    ],
)
def test_what_is_missing_is_named_at_the_line_of_what_should_hold_it(
    *, folder: Path, spoil: Spoil, name: str, old: str, new: str, at: str, said: str
) -> None:
    spoil(name, old, new)
    (fault,) = faults_of(folder)
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(at))
    assert fault.startswith(f"bd-2016/{name}:{line}: ")
    assert fault.endswith(said)


def test_all_faults_of_all_files_come_together(folder: Path, spoil: Spoil) -> None:
    lines = [
        (CALENDAR, spoil(CALENDAR, "week_starts: sunday", "week_starts: sonntag")),
        (CLAUSES, spoil(CLAUSES, "binds: [guide]", "binds: [guess]")),
        (HEAD, spoil(HEAD, "  en: Cabinet", "  fr: Cabinet")),
        (RULES, spoil(RULES, "clause: 5.c", "clause: 5.z")),
        (RULES, spoil(RULES, "severity: breach", "severity: sin")),
    ]
    found = faults_of(folder)
    for name, line in lines:
        assert any(fault.startswith(f"bd-2016/{name}:{line}: ") for fault in found)


def test_a_faulty_clause_does_not_put_its_rule_at_fault(folder: Path, spoil: Spoil) -> None:
    spoil(CLAUSES, "- id: 5.c\n", "- id: 5.c\n  oddity: 1\n")
    (fault,) = faults_of(folder)
    assert "oddity" in fault


def test_what_cannot_be_read_at_all_is_said_once_beside_the_faults_of_the_rest(folder: Path, spoil: Spoil) -> None:
    (folder / CLAUSES).unlink()
    (folder / HEAD).write_bytes(b"id: \xff")
    line = spoil(CALENDAR, "zone: Asia/Dhaka", "zone: [Asia")
    spoil(RULES, "severity: breach", "severity: sin")
    found = faults_of(folder)
    assert f"bd-2016/{CLAUSES}:1: the file is missing" in found
    assert f"bd-2016/{HEAD}:1: the file is not UTF-8" in found
    (broken,) = [fault for fault in found if CALENDAR in fault]
    assert "this is not YAML" in broken
    assert int(broken.split(":")[1]) >= line
    assert any("rules.0.severity" in fault for fault in found)


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "rules: 5\n", "rules: [5]\n", "rules: [{id: [1]}]\n", "rules: &a [*a]\n", "? [1]\n: 2\n"]
)
def test_a_file_of_another_shape_is_a_fault_and_no_crash(folder: Path, text: str) -> None:
    (folder / RULES).write_text(text, encoding="utf-8")
    found = faults_of(folder)
    assert found
    assert all(fault.startswith(f"bd-2016/{RULES}:") for fault in found)


def test_a_day_that_does_not_exist_is_a_fault(folder: Path, spoil: Spoil) -> None:
    line = spoil(RULES, "from: 2016-01-01", "from: 2016-02-30")
    assert f"bd-2016/{RULES}:{line}: this cannot be read: 2016-02-30" in faults_of(folder)


def test_the_folder_bears_the_name_of_the_edition(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("bd-2019"))
    (fault,) = faults_of(renamed)
    assert fault.endswith("id: the edition bd-2016 stands in a folder named bd-2019")


SECOND = """
- id: updates-per-week
  clause: 7.a
  from: 2027-01-01
  severity: duty
  parameters: {updates: 3, counts: [post], warn_working_hours: 8}
  remedy: {bn: দিন, en: Do}
"""


def add(folder: Path, rule: str) -> int:
    """Add a rule, and give the line of its `from`."""
    path = folder / RULES
    text = path.read_text(encoding="utf-8")
    path.write_text(text + rule, encoding="utf-8")
    return text.count("\n") + rule[: rule.index("  from")].count("\n") + 1


def last(folder: Path) -> int:
    """The place of the last rule in the list, from 0 on."""
    return (folder / RULES).read_text(encoding="utf-8").count("\n- id:") - 1


def test_two_rules_of_one_id_may_not_hold_on_the_same_day(folder: Path) -> None:
    line = add(folder, SECOND)
    assert faults_of(folder) == [
        f"bd-2016/{RULES}:{line}: rules.{last(folder)}.from: two rules updates-per-week hold on the same day"
    ]


def test_a_rule_may_follow_another_of_its_id(folder: Path, spoil: Spoil) -> None:
    spoil(RULES, "clause: 7.a\n", "clause: 7.a\n  until: 2026-12-31\n")
    add(folder, SECOND)
    book = load(folder)
    assert book.rule("updates-per-week", on=date(2026, 12, 31)).parameters.updates == 2
    assert book.rule("updates-per-week", on=date(2027, 1, 1)).parameters.updates == 3


def test_a_rule_for_a_kind_of_office_goes_before_the_one_for_all(folder: Path) -> None:
    add(folder, SECOND.replace("  severity", "  scope: [ministry, division]\n  severity"))
    book, day = load(folder), date(2027, 1, 1)
    assert book.rule("updates-per-week", on=day, kind="ministry").parameters.updates == 3
    assert book.rule("updates-per-week", on=day, kind="field").parameters.updates == 2
    assert book.rule("updates-per-week", on=day).parameters.updates == 2
    assert book.rule("updates-per-week", on=date(2026, 12, 31), kind="ministry").parameters.updates == 2


def test_two_rules_for_the_same_kind_of_office_overlap(folder: Path) -> None:
    add(folder, SECOND.replace("  severity", "  scope: [ministry, division]\n  severity"))
    line = add(folder, SECOND.replace("  severity", "  scope: [division, field]\n  severity"))
    (fault,) = faults_of(folder)
    assert fault.startswith(f"bd-2016/{RULES}:{line}: rules.{last(folder)}.from: two rules")


def test_an_unknown_kind_of_office_is_refused(folder: Path) -> None:
    line = add(folder, SECOND.replace("  severity", "  scope: [village]\n  severity"))
    (fault,) = faults_of(folder)
    assert fault.startswith(f"bd-2016/{RULES}:{line + 1}: rules.{last(folder)}.scope.0: Input should be 'ministry'")
