from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.screening.model import Model
from sanglap.screening.training import task
from sanglap.screening.training.attacks import ATTACKS
from sanglap.screening.training.data import HEADS, OWN, Missing, own, rows
from sanglap.screening.training.evaluate import evaluate
from sanglap.screening.training.romanise import romanised
from sanglap.screening.training.train import corpus, train

pytestmark = pytest.mark.clause("9")

BAD, GOOD = ["তুই একটা বদমাশ", "শয়তান লোক সব", "বেয়াদব কোথাকার"], ["রাস্তা কবে হবে", "ধন্যবাদ স্যার", "টিকা কোথায় দেয়"]
PLACES = ["ঢাকায়", "খুলনায়", "রংপুরে", "সিলেটে", "বরিশালে", "যশোরে", "বগুড়ায়", "পাবনায়"]


def written(path: Path, columns: list[str], lines: list[list[str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([columns, *lines])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of the right form, with texts of our own."""
    bad = [f"{place} {text}" for place, text in itertools.product(PLACES, BAD)]
    good = [f"{place} {text}" for place, text in itertools.product(PLACES, GOOD)]
    types = ["slander", "religion", "gender", "callToViolence"]
    hate = [[text, types[number % 4], "1"] for number, text in enumerate(bad)]
    written(
        tmp_path / "bdshs-val.csv", ["sentence", "type", "hate speech"], [*hate, *([text, "", "0"] for text in good)]
    )
    kinds = ["Political", "Religious", "Personal", "Geopolitical"]
    labelled = [[text, kinds[number % 4]] for number, text in enumerate(bad)]
    for name in ("deephate-train.csv", "deephate-val.csv", "karim-v2.csv"):
        written(tmp_path / name, ["text", "label"], labelled)
    written(tmp_path / "karim-v1.csv", ["text", "label"], labelled, "\t")
    english = [[str(number % 3), f"a tweet about number {number}"] for number in range(24)]
    written(tmp_path / "davidson.csv", ["class", "tweet"], english)
    return tmp_path


def test_the_same_texts_give_the_same_bytes(folder: Path) -> None:
    said: list[str] = []
    for name in ("one", "two"):
        train(corpus(folder, GOOD), said.append).write(folder / name)
    for name in ("model.npz", "model.json"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    model = Model.read(folder / "one")
    assert model.heads == HEADS
    bad, good = model.probabilities(["ওই বদমাশ লোক", "টিকা কবে দেয়"], ["abuse"])[:, 0]
    assert bad > good
    assert len(said) == 2 * len(HEADS)


def test_what_a_source_does_not_say_is_not_known(folder: Path) -> None:
    labels = {row.source: row.labels for row in rows(folder)}
    assert "abuse" not in labels["deephate"]
    assert "political" not in {
        key for row in rows(folder) if row.source == "bdshs" and row.labels["abuse"] for key in row.labels
    }


def test_ones_own_decisions_teach_what_they_say_and_of_no_other_head(folder: Path) -> None:
    path = folder / "decisions.csv"
    lines = [["অদ্ভুত", "abuse", "yes", "2026-01-02"], ["অদ্ভুত", "abuse", "no", "2026-01-02"]]
    written(path, list(OWN), [*lines, ["01•••", "personal-data", "yes", "2026-01-02"]])
    assert [row.labels for row in own(path)] == [{"abuse": True}, {"abuse": False}]
    written(path, list(OWN), [[f"{place} অদ্ভুত", "abuse", "yes", "2026-01-02"] for place in PLACES])
    without, learned = (
        train(corpus(folder, GOOD, decided), print).probabilities(["অদ্ভুত কথা", GOOD[0]], ["abuse"])[:, 0]
        for decided in ((), own(path))
    )
    assert without[0] < 0.5 < learned[0]
    assert learned[1] < 0.5
    assert learned[0] > learned[1]
    written(path, list(OWN), [["অদ্ভুত", "abuse", "perhaps", "2026-01-02"]])
    with pytest.raises(Missing, match="takes yes or no"):
        own(path)


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "davidson.csv").unlink()
    with pytest.raises(Missing, match=r"davidson\.csv is not there"):
        rows(folder)
    written(folder / "davidson.csv", ["tweet"], [["a"]])
    with pytest.raises(Missing, match="has no column class"):
        rows(folder)


def test_any_labelled_table(folder: Path) -> None:
    lines = [
        [f"{place} {text}", label]
        for label, texts in (("bad", BAD), ("good", GOOD))
        for place in PLACES
        for text in texts
    ]
    written(folder / "train.csv", ["words", "is"], lines)
    written(folder / "test.tsv", ["words", "is"], [["ওই বদমাশ শয়তান", "bad"], ["টিকা কোথায়", "good"]], "\t")
    (folder / "task.yaml").write_text(
        "train: train.csv\ntest: test.tsv\ntext: words\nlabel: is\npredictions: out.csv\nromanise: true\n"
    )
    said: list[str] = []
    task.run(folder / "task.yaml", said.append)
    with (folder / "out.csv").open() as file:
        assert [row["prediction"] for row in csv.DictReader(file)] == ["bad", "good"]
    assert any(line.startswith("accuracy    1.0") for line in said)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("train: a.csv", "test: Field required"),
        ("train: [", "is no YAML"),
        ("train: a.csv\ntest: a.csv\ntext: t\nlabel: l\npredictions: p.csv", "is not there"),
    ],
)
def test_a_wrong_task_says_what_is_wrong(tmp_path: Path, told: str, wrong: str) -> None:
    (tmp_path / "task.yaml").write_text(told)
    with pytest.raises(Missing, match=wrong):
        task.run(tmp_path / "task.yaml", print)


def test_one_label_is_no_task(tmp_path: Path) -> None:
    written(tmp_path / "a.csv", ["t", "l"], [["ক", "x"], ["খ", "x"]])
    (tmp_path / "task.yaml").write_text("train: a.csv\ntest: a.csv\ntext: t\nlabel: l\npredictions: p.csv")
    with pytest.raises(Missing, match="only one label"):
        task.run(tmp_path / "task.yaml", print)


def test_people_spell_as_they_like_but_the_same_every_time() -> None:
    text = "আমাদের দেশের মানুষ কেন এত খারাপ বলতে পারেন?"
    assert romanised(text, 1) == romanised(text, 1)
    assert len({romanised(text, number) for number in range(8)}) > 3
    assert romanised("ok 123", 1) == "ok 123"


@given(st.text(st.characters(min_codepoint=0x980, max_codepoint=0x9FF), max_size=40), st.integers(0, 9))
def test_any_bangla_can_be_written_in_latin(text: str, number: int) -> None:
    assert not any("\u0985" <= sign <= "\u09b9" for sign in romanised(text, number))


def test_the_tables(folder: Path) -> None:
    said: list[str] = []
    evaluate(corpus(folder, GOOD), said.append)
    assert any(line.startswith("abuse") and line.endswith("all") for line in said)
    assert len([line for line in said if line.startswith(tuple(ATTACKS))]) == len(ATTACKS)


@given(st.text(max_size=60), st.sampled_from(sorted(ATTACKS)))
def test_an_attack_is_the_same_every_time(text: str, name: str) -> None:
    assert ATTACKS[name](text) == ATTACKS[name](text)
