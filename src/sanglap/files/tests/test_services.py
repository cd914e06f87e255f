"""Keeping files, and sweeping."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from PIL import Image

from sanglap.core.ids import new_id
from sanglap.files import services, store
from sanglap.files.models import File
from tests.factories import NOW

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SANGLAP_FILES = tmp_path / "files"
    return tmp_path / "files"


def photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


def keep(name: str = "order.png", colour: str = "red") -> File:
    return services.keep(content=photo(colour), name=name, office_id=new_id(), now=NOW)


def aged(path: Path, by: timedelta) -> None:
    then = NOW.timestamp() - by.total_seconds()
    os.utime(path, (then, then))


def blobs(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_what_is_kept_is_read_again(db: None) -> None:
    kept = keep()
    with store.read(kept.digest) as file:
        content = file.read()
    assert store.digest_of(content) == kept.digest
    assert (kept.size, kept.media_type) == (len(content), "image/jpeg")


def test_the_same_paper_twice_lies_there_once(db: None, place: Path) -> None:
    first, second = keep("one.png"), keep("two.png")
    assert first.pk != second.pk
    assert first.digest == second.digest
    assert len(blobs(place)) == 1


def test_nobody_else_on_the_machine_looks_in(db: None, place: Path) -> None:
    keep()
    assert all(path.stat().st_mode & 0o077 == 0 for path in place.rglob("*/*"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("order.png", "order.jpg"),
        ("স্মারক ১২.jpeg", "স্মারক ১২.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Rehana\\order.exe", "order.jpg"),
        ("order.pdf.exe", "order.pdf.jpg"),
        ('a"b<c>:d|e?f*.png', "abcdef.jpg"),
        ("line\nbreak\r\0.png", "linebreak.jpg"),
        ("gpj.\u202eexe.png", "gpj.exe.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        (".png", "png.jpg"),
        ("x" * 5_000 + ".png", "x" * 196 + ".jpg"),
    ],
)
def test_a_files_name_holds_nothing_but_a_name(db: None, given: str, kept: str) -> None:
    assert keep(given).name == kept


def test_what_is_refused_leaves_nothing(db: None, place: Path) -> None:
    with pytest.raises(services.Refused):
        services.keep(content=b"MZ not a picture", name="a.png", office_id=None, now=NOW)
    assert not File.objects.exists()
    assert not place.exists() or not blobs(place)


def test_the_blob_is_there_before_its_row(db: None, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    def dies(**_fields: object) -> None:
        raise CommandError

    monkeypatch.setattr(File.objects, "create", dies)
    with pytest.raises(CommandError):
        keep()
    assert len(blobs(place)) == 1


def test_the_sweep_takes_what_belongs_to_nothing_and_is_old(db: None, place: Path) -> None:
    kept = keep(colour="red")
    orphan, fresh = (store.write(clean) for clean in (b"orphan", b"fresh"))
    part = next(place.rglob(kept.digest)).parent / ".part-half"
    part.write_bytes(b"half")
    for path in blobs(place):
        aged(path, 2 * DAY if path.name != fresh else timedelta(hours=1))
    assert services.sweep(now=NOW) == 2
    assert {path.name for path in blobs(place)} == {kept.digest, fresh}
    assert orphan not in {path.name for path in blobs(place)}
    assert services.sweep(now=NOW) == 0


def test_what_is_brought_again_is_not_swept_from_under_its_row(db: None, place: Path) -> None:
    digest = store.write(b"the same paper")
    aged(next(place.rglob(digest)), 2 * DAY)
    assert store.write(b"the same paper") == digest
    assert next(place.rglob(digest)).stat().st_mtime > (NOW - 2 * DAY).timestamp()


def test_a_blob_that_is_gone_is_told(db: None) -> None:
    with pytest.raises(store.Missing):
        store.read("0" * 64)


def test_what_is_brought_while_the_sweep_looks_stays(db: None, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = store.write(b"the same paper")
    path = next(place.rglob(digest))
    aged(path, 2 * DAY)
    listed = list(store.older_than(NOW - DAY))
    store.write(b"the same paper")
    monkeypatch.setattr(store, "older_than", lambda _moment: iter(listed))
    assert services.sweep(now=NOW) == 0
    assert path.exists()
