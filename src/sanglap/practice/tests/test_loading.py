"""Many accounts and statuses at once, by the command, while the server runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from sanglap.practice.testing import PracticeServer

OFFICE, CITIZEN, POST, COMMENT, ANSWER, LETTER = (117_000_000_000_000_000 + number for number in range(6))
LINES: tuple[dict[str, Any], ...] = (
    {
        "kind": "account", "id": OFFICE, "handle": "loaded_office", "name": "দপ্তর", "note": "দাপ্তরিক",
        "created_at": "2025-11-01T04:00:00+00:00", "citizen": False, "token": "t0ken-of-the-loaded",
    },
    {
        "kind": "account", "id": CITIZEN, "handle": "loaded_citizen", "name": "মিতা রায়", "note": "",
        "created_at": "2025-11-01T04:00:00+00:00", "citizen": True, "token": None,
    },
    {
        "kind": "status", "id": POST, "account": OFFICE, "in_reply_to": None, "language": "bn",
        "versions": [{"at": "2026-01-05T04:00:00.123+00:00", "text": "শিশুকে টিকা দিন।"}],
    },
    {
        "kind": "status", "id": COMMENT, "account": CITIZEN, "in_reply_to": POST, "language": "bn",
        "versions": [
            {"at": "2026-01-05T05:00:00.500+00:00", "text": "কোথায়"},
            {"at": "2026-01-05T06:00:00.250+00:00", "text": "কোথায়?"},
        ],
    },
    {
        "kind": "status", "id": ANSWER, "account": OFFICE, "in_reply_to": COMMENT, "language": "bn",
        "versions": [{"at": "2026-01-05T07:00:00+00:00", "text": "ইউনিয়ন পরিষদে।"}],
    },
    {
        "kind": "status", "id": LETTER, "account": CITIZEN, "in_reply_to": None, "language": "bn",
        "versions": [{"at": "2026-01-06T07:00:00+00:00", "text": "@loaded_office একটি সনদ চাই"}],
    },
)  # fmt: skip


def load(server: PracticeServer, folder: Path, lines: Iterable[dict[str, Any]]) -> None:
    file = folder / "lines.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    given = {"SANGLAP_PRACTICE_DB": str(server.database), "DJANGO_SETTINGS_MODULE": "sanglap.practice.settings"}
    command = [sys.executable, "-m", "django", "practice_load", str(file)]
    subprocess.run(command, env={**os.environ, **given}, check=True, timeout=60)


def test_what_is_loaded_is_there_once_with_its_own_times(server: PracticeServer, tmp_path: Path) -> None:
    load(server, tmp_path, LINES)
    load(server, tmp_path, LINES)
    headers = {"Authorization": "Bearer t0ken-of-the-loaded"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client:
        mine = client.get("/api/v1/accounts/verify_credentials").json()
        assert (mine["id"], mine["statuses_count"], mine["last_status_at"]) == (str(OFFICE), 2, "2026-01-05")
        post = client.get(f"/api/v1/statuses/{POST}").json()
        assert (post["created_at"], post["replies_count"]) == ("2026-01-05T04:00:00.123Z", 1)
        comment, answer = client.get(f"/api/v1/statuses/{POST}/context").json()["descendants"]
        assert (comment["id"], comment["edited_at"]) == (str(COMMENT), "2026-01-05T06:00:00.250Z")
        assert "কোথায়?" in comment["content"]
        assert len(client.get(f"/api/v1/statuses/{COMMENT}/history").json()) == 2
        assert (answer["in_reply_to_id"], answer["in_reply_to_account_id"]) == (str(COMMENT), str(CITIZEN))
        (told,) = client.get("/api/v1/notifications", params={"types[]": "mention"}).json()
        assert told["status"]["id"] == str(LETTER)
        assert client.get(f"/@loaded_citizen/{COMMENT}").status_code == 200
