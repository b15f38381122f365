"""``plan`` and ``check_plan``: exit codes, one line for every fault, no database, the same bytes every time."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.matching.problems import small_problem

ROOT = Path(__file__).resolve().parents[2]


def write(path: Path, document: Any) -> str:
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return str(path)


def code_of(*arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as caught:
        call_command(*arguments)
    assert "\n" not in str(caught.value)
    return caught.value.returncode, str(caught.value)


def test_plan_then_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, solution = write(tmp_path / "p.json", small_problem()), str(tmp_path / "s.json")
    call_command("plan", problem, solution)
    assert capsys.readouterr().out.startswith("optimal")
    call_command("check_plan", problem, solution)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["p.json", "s.json"]
    first = Path(solution).read_text(encoding="utf-8")
    call_command("plan", problem, solution)
    steady = re.compile(r'"seconds": [0-9.]+')
    assert steady.sub("", Path(solution).read_text(encoding="utf-8")) == steady.sub("", first)


def test_infeasible_is_an_answer(tmp_path: Path) -> None:
    locks = [{"company": "C1", "senior": senior, "slot": 0} for senior in ("S1", "S2")]
    problem, solution = write(tmp_path / "p.json", small_problem(locked=locks)), str(tmp_path / "s.json")
    call_command("plan", problem, solution)
    document = json.loads(Path(solution).read_text(encoding="utf-8"))
    assert (document["status"], document["interviews"], document["objectives"]) == ("infeasible", [], [])
    assert document["cause"]["kind"] == "clash"
    call_command("check_plan", problem, solution)


def test_wrong_claim_is_exit_1(tmp_path: Path) -> None:
    problem, solution = write(tmp_path / "p.json", small_problem()), tmp_path / "s.json"
    call_command("plan", problem, str(solution))
    document = json.loads(solution.read_text(encoding="utf-8"))
    document["objectives"][2]["value"] += 1
    assert code_of("check_plan", problem, write(solution, document))[0] == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": NaN}', "\ufeff{}", small_problem(name=None)], ids=range(6))
def test_broken_problem_is_exit_2_and_writes_nothing(tmp_path: Path, text: Any) -> None:
    problem, solution = write(tmp_path / "p.json", text), tmp_path / "s.json"
    code, line = code_of("plan", problem, str(solution))
    assert (code, line.startswith(f"{problem}: ")) == (2, True)
    assert not solution.exists()
    assert code_of("check_plan", problem, problem)[0] == 2


def test_a_link_or_a_device_as_target_stays_what_it_is(tmp_path: Path) -> None:
    problem, solution = write(tmp_path / "p.json", small_problem()), tmp_path / "s.json"
    for name, target in (("device", Path(os.devnull)), ("link", solution)):
        link = tmp_path / name
        link.symlink_to(target)
        call_command("plan", problem, str(link))
        assert link.readlink() == target
    assert json.loads(solution.read_text(encoding="utf-8"))["status"] == "optimal"
    assert not Path(os.devnull).is_file()


def test_files_that_cannot_be_read_or_written_are_exit_2(tmp_path: Path) -> None:
    problem = write(tmp_path / "p.json", small_problem())
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe\x00")
    for name in (str(tmp_path / "none.json"), str(tmp_path), str(tmp_path / "latin.json"), "a\0b"):
        assert code_of("plan", name, str(tmp_path / "s.json"))[0] == 2
        assert code_of("check_plan", problem, name)[0] == 2
    for name in (str(tmp_path / "no" / "s.json"), str(tmp_path), "a\0b"):
        assert code_of("plan", problem, name)[0] == 2
    assert code_of("plan", problem, str(tmp_path / "s.json"), "--seconds=nan")[0] == 2
    assert code_of("plan", problem, str(tmp_path / "s.json"), "--workers=0")[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latin.json", "p.json"]


def test_repair_is_exit_3(tmp_path: Path) -> None:
    repair = {"previous": [], "now": 0, "absent": []}
    problem = write(tmp_path / "p.json", small_problem(repair=repair))
    assert code_of("plan", problem, str(tmp_path / "s.json"))[0] == 3
    sound = str(tmp_path / "s.json")
    call_command("plan", write(tmp_path / "q.json", small_problem()), sound)
    assert code_of("check_plan", problem, sound)[0] == 3


def test_from_a_shell_without_a_database(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    environment["DATABASE_URL"] = "postgresql://nobody:nothing@127.0.0.1:9/none"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    problem, solution = write(tmp_path / "p.json", small_problem()), str(tmp_path / "s.json")
    planned = run("plan", problem, solution, "--seconds", "10", "--workers", "1")
    assert (planned.returncode, planned.stderr) == (0, "")
    checked = run("check_plan", problem, solution)
    assert (checked.returncode, checked.stderr) == (0, "")
    broken = run("plan", write(tmp_path / "b.json", "{"), solution)
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 1
