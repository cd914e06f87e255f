"""Lists of offices on the pages: sent, looked at, applied, taken back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl.reader.excel import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from sanglap.core import clock
from sanglap.lists import tables
from sanglap.lists.form import said
from sanglap.offices.access import mark_second_factor
from sanglap.offices.jobs import carry_on
from sanglap.offices.models import Office, OfficeImport
from sanglap.offices.services import imports
from sanglap.offices.states import ImportState
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.django_db
LIST = "code,kind,name_bn,name_en,parent,website\nn-1,field,এক,One,bd-dist-46,one.gov.bd\nn-2,field,দুই,Two,n-1,\n"


@pytest.fixture(autouse=True)
def _quick(db: None, settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


def inside(house: House, username: str) -> Client:
    client = Client()
    client.force_login(house.people[username])
    session = client.session
    mark_second_factor(session)
    session.save()
    return client


def send(client: Client, house: House, content: str | bytes = LIST, root: str = "manikganj", **more: Any) -> Any:
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(more.pop("name", "offices.csv"), content)
    return client.post(reverse("desk:imports"), {"file": file, "root": house.offices[root].pk}, **more)


def work() -> None:
    """Do what was deferred, as a worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="sanglap.offices.jobs.carry_on", status="todo").order_by("id"):
        carry_on(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])


def ready(house: House, content: str = LIST) -> OfficeImport:
    run = imports.receive(
        house.scope("farhana"), name="offices.csv", content=content.encode(), root=house.offices["manikganj"],
        now=clock.now(),
    )  # fmt: skip
    return imports.compare(run)


def act(client: Client, run: OfficeImport, what: str) -> Any:
    return client.post(reverse("desk:import-act", args=[run.pk]), {"what": what})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_file_to_register_and_back(house: House) -> None:
    client = inside(house, "farhana")
    answer = send(client, house)
    run = OfficeImport.objects.get()
    page = reverse("desk:import", args=[run.pk])
    assert answer["Location"] == page
    assert "hx-trigger" in text(client.get(page))
    work()
    assert "one.gov.bd" in text(client.get(page))
    assert act(client, run, "all").status_code == 302
    assert act(client, run, "all").status_code == 302
    assert ProcrastinateJob.objects.count() == 1
    work()
    assert Office.objects.filter(code__startswith="n-").count() == 2
    assert "applied" in text(client.get(page, headers={"Accept-Language": "en"})) or "প্রয়োগ" in text(client.get(page))
    act(client, run, "undo")
    work()
    assert not Office.objects.filter(code__startswith="n-").exists()
    assert OfficeImport.objects.get().state == ImportState.UNDONE
    assert act(client, run, "undo").status_code == 302


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"%PDF-1.7 x", "a.pdf"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls"),
        (b"\x89PNG....", "a.png"),
        (b"hello", "a.txt"),
    ],
)
def test_what_is_no_list_is_refused_with_advice(house: House, content: bytes, name: str) -> None:
    client = inside(house, "farhana")
    answer = send(client, house, content, name=name)
    if not content:
        assert answer.status_code == 422
        return
    work()
    run = OfficeImport.objects.get()
    assert run.state == ImportState.REFUSED
    fault = said(run.fault, imports.FORM)
    assert client.get(reverse("desk:import", args=[run.pk])).status_code == 200
    assert fault.advice


def test_too_large_a_file_is_refused_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_SIZE", 10)
    answer = send(inside(house, "farhana"), house)
    assert answer.status_code == 422
    assert not OfficeImport.objects.exists()


def test_no_other_root_can_be_chosen(house: House) -> None:
    answer = send(inside(house, "farhana"), house, root="cabinet")
    assert answer.status_code == 422
    assert not OfficeImport.objects.exists()


def test_faulty_rows_come_first_with_what_to_do(house: House) -> None:
    run = ready(house, LIST + "n-3,field,তিন,Three,nowhere,\n")
    client = inside(house, "farhana")
    page = text(client.get(reverse("desk:import", args=[run.pk])))
    assert "nowhere" in page
    assert "one.gov.bd" not in page
    assert 'value="good"' in page
    assert 'value="all"' not in page
    assert "one.gov.bd" in text(client.get(reverse("desk:import", args=[run.pk]) + "?kind=new"))


def test_faulty_list_is_not_applied_as_a_whole(house: House) -> None:
    run = ready(house, LIST + "n-3,field,তিন,Three,nowhere,\n")
    client = inside(house, "farhana")
    act(client, run, "all")
    work()
    run.refresh_from_db()
    assert (run.state, run.stage, run.fault["code"]) == (ImportState.READY, "", "bad")
    act(client, run, "good")
    work()
    assert Office.objects.filter(code__startswith="n-").count() == 2


def test_register_changed_meanwhile_is_told_on_the_page(house: House) -> None:
    run = ready(house, "code,website\nbd-upa-362,https://new.gov.bd\n")
    client = inside(house, "farhana")
    Office.objects.filter(code="bd-upa-362").update(website="https://between.gov.bd")
    act(client, run, "all")
    work()
    page = text(client.get(reverse("desk:import", args=[run.pk])))
    assert "between.gov.bd" in page
    assert str(said({"code": "changed"}, imports.FORM).what)[:10] in page or "sg-notice--warning" in page


@pytest.mark.parametrize("name", ["nasrin", "farhana"])
def test_within_reach(house: House, name: str) -> None:
    run = ready(house)
    client = inside(house, name)
    assert run.name in text(client.get(reverse("desk:imports")))
    for page in ("import", "import-report"):
        assert client.get(reverse(f"desk:{page}", args=[run.pk])).status_code == 200


@pytest.mark.parametrize("name", ["rehana", "sumaiya", "jamal", "mannan", "zahid", "tanvir"])
def test_beyond_reach_is_as_if_it_did_not_exist(house: House, name: str) -> None:
    run = ready(house)
    client = inside(house, name)
    for page in ("import", "import-report"):
        there = client.get(reverse(f"desk:{page}", args=[run.pk]))
        nowhere = client.get(reverse(f"desk:{page}", args=["0199aaaa-0000-7000-8000-000000000000"]))
        assert there.status_code == nowhere.status_code
        assert there.status_code in {403, 404}
    assert act(client, run, "all").status_code in {403, 404}
    run.refresh_from_db()
    assert run.stage == ""


def test_head_without_reach_below_is_told_whom_to_ask(house: House) -> None:
    page = inside(house, "rehana").get(reverse("desk:imports"))
    assert page.status_code == 200
    assert '<form method="post" enctype' not in text(page)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_empty_list_is_read_by_what_reads_lists(house: House, form: str) -> None:
    content = inside(house, "farhana").get(reverse("desk:import-template", args=[form])).content
    run = imports.receive(
        house.scope("farhana"), name="t", content=content, root=house.offices["manikganj"], now=clock.now()
    )
    assert imports.compare(run).fault["code"] == "only-head"
    if form == "xlsx":
        assert [cell.value for cell in load_workbook(io.BytesIO(content)).worksheets[0][1]] == list(imports.COLUMNS)


def test_report_holds_no_formula(house: House) -> None:
    run = ready(house, "code,kind,name_bn,name_en,parent\n=cmd,field,+এক,@One,bd-dist-46\n-x,field,এক,One,\n")
    rows = text(inside(house, "farhana").get(reverse("desk:import-report", args=[run.pk])))
    assert "=cmd" in rows
    assert not any(cell.startswith(("=", "+", "@", "-")) for line in rows.splitlines() for cell in line.split(","))


def test_same_number_of_queries_for_any_length(house: House) -> None:
    def counted(run: OfficeImport) -> int:
        client = inside(house, "farhana")
        page = reverse("desk:import", args=[run.pk])
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    head = "code,kind,name_bn,name_en,parent\n"
    short = ready(house, head + "a-1,field,এক,One,bd-dist-46\n")
    long = ready(house, head + "".join(f"b-{n},field,এক,One,bd-dist-46\n" for n in range(300)))
    assert counted(short) == counted(long)


@pytest.mark.parametrize("query", ["?after=x", "?after=-1", "?after=99999999999"])
def test_no_page_for_no_number(house: House, query: str) -> None:
    run = ready(house)
    assert inside(house, "farhana").get(reverse("desk:import", args=[run.pk]) + query).status_code == 404


def test_long_list_is_paged_by_row(house: House) -> None:
    head = "code,kind,name_bn,name_en,parent\n"
    run = ready(house, head + "".join(f"b-{n:03},field,এক,One,bd-dist-46\n" for n in range(120)))
    client = inside(house, "farhana")
    page = text(client.get(reverse("desk:import", args=[run.pk])))
    assert "b-049" in page
    assert "b-050" not in page
    assert "after=51" in page
    further = text(client.get(reverse("desk:import", args=[run.pk]) + "?after=51"))
    assert "b-050" in further


def test_a_job_that_runs_a_second_time_does_not_leave_the_list_under_way(house: House) -> None:
    run = ready(house)
    imports.apply(house.scope("farhana"), run=run, now=clock.now())
    carry_on(str(run.pk), "applying", str(house.people["farhana"].pk))
    again = OfficeImport.objects.get(pk=run.pk)
    assert (again.state, again.stage) == (ImportState.APPLIED, "")
