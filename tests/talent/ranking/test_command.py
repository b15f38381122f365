"""`manage.py rank` as a person runs it: a process of its own, without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ISSUES = [
    {"id": "i1", "categories": ["PRODUCTION"], "title": "歩留まりを上げたい"},
    {"id": "i2", "categories": ["HR"], "title": "若手が辞める"},
]
SENIORS = [
    {"id": "b", "specialities": [{"category": "HR", "years": 12}], "careers": [{"summary": "離職を半分に減らした。"}]},
    {"id": "a", "careers": [{"summary": "良品率を90%から97%に上げた。"}]},
    {"id": "c"},
]


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "rank", *words], cwd=ROOT, env={}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def files(tmp_path):
    names = tmp_path / "issues.json", tmp_path / "seniors.json", tmp_path / "out.json"
    names[0].write_text(json.dumps(ISSUES, ensure_ascii=False), encoding="utf-8-sig")
    names[1].write_text(json.dumps(SENIORS), encoding="utf-8")
    return names


def test_all_seniors_for_every_issue(files):
    done = run(*map(str, files))
    assert (done.returncode, done.stderr) == (0, "")
    out = json.loads(files[2].read_text(encoding="utf-8"))
    assert list(out) == ["i1", "i2"]
    assert [row["id"] for row in out["i1"]][0] == "a"
    assert [row["id"] for row in out["i2"]][0] == "b"
    for rows in out.values():
        assert sorted(row["id"] for row in rows) == ["a", "b", "c"]
        assert all(round(sum(row["parts"].values()), 4) == row["score"] for row in rows)
    assert sorted(path.name for path in files[2].parent.iterdir()) == ["issues.json", "out.json", "seniors.json"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[", "file:"),
        (b"{}", "seniors:"),
        ('[{"id": "山"}]'.encode("cp932"), "UTF-8"),
        (b'[{"id": "a", "specialities": [{"category": "X"}]}]', "seniors[0].specialities[0].category"),
    ],
)
def test_a_broken_file_is_2_and_named(files, content, says):
    files[1].write_bytes(content)
    files[2].write_text("before")
    done = run(*map(str, files))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{files[1]}: " in done.stderr and says in done.stderr
    assert files[2].read_text() == "before"


def test_files_that_cannot_be_read_or_written_are_2(files, tmp_path):
    assert run(str(tmp_path / "none.json"), str(files[1]), str(files[2])).returncode == 2
    done = run(str(files[0]), str(files[1]), str(tmp_path / "none" / "out.json"))
    assert done.returncode == 2 and "書けません" in done.stderr
