"""What changed between two revisions."""

from hypothesis import given
from hypothesis import strategies as st

from sanglap.content.differences import Change, differences

texts = st.text(alphabet="কখ গ\nx ", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change != Change.REMOVED) == after


def test_a_word_that_changed_is_shown_alone() -> None:
    pieces = differences("মেলা সকাল ১০টায়।", "মেলা সকাল ১১টায়।")
    assert [(piece.change, piece.text) for piece in pieces] == [
        (Change.SAME, "মেলা সকাল "),
        (Change.REMOVED, "১০টায়।"),
        (Change.ADDED, "১১টায়।"),
    ]


def test_a_very_long_text_is_compared_by_lines() -> None:
    lines = [f"লাইন {number}" for number in range(5_000)]
    pieces = differences("\n".join(lines), "\n".join([*lines[:10], "নতুন", *lines[10:]]))
    assert [piece.text for piece in pieces if piece.change == Change.ADDED] == ["নতুন\n"]
