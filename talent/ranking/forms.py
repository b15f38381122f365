"""JSON in, records out. Whatever is wrong is said with the path of the field; what is missing is unknown."""

import json
from collections.abc import Callable
from typing import Any

from talent.ranking.records import CATEGORIES, Career, Issue, Senior, Speciality

LONGEST = 100_000  # characters of one text


class BrokenFile(ValueError):
    """A sentence for people that names the field."""


def read_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise BrokenFile("file: 入れ子が深すぎます。") from None
    except BrokenFile:
        raise
    except ValueError as error:
        raise BrokenFile(f"file: JSONとして読めません（{str(error).splitlines()[0]}）。") from None


def _refuse(word: str) -> Any:
    raise BrokenFile(f"file: {word} は使えません。")


def read_issues(document: Any) -> list[Issue]:
    return _all(document, "issues", _issue)


def read_seniors(document: Any) -> list[Senior]:
    return _all(document, "seniors", _senior)


def _all(document: Any, name: str, read: Callable[[dict, str], Any]) -> list:
    if not isinstance(document, list):
        raise BrokenFile(f"{name}: 配列（[ ]）ではありません。")
    found: dict[str, Any] = {}
    for number, row in enumerate(document):
        path = f"{name}[{number}]"
        record = read(_object(row, path), path)
        if record.id in found:
            raise BrokenFile(f"{path}.id: {json.dumps(record.id, ensure_ascii=False)} が二度あります。")
        found[record.id] = record
    return list(found.values())


def _issue(row: dict, path: str) -> Issue:
    categories = []
    for number, code in enumerate(_list(row, "categories", path)):
        categories.append(_category(code, f"{path}.categories[{number}]"))
    return Issue(
        _id(row, path),
        tuple(dict.fromkeys(categories)),
        *(_text(row, key, path) for key in ("title", "body", "wanted_profile", "industry", "region")),
    )


def _senior(row: dict, path: str) -> Senior:
    specialities = []
    for number, item in enumerate(_list(row, "specialities", path)):
        here = f"{path}.specialities[{number}]"
        item = _object(item, here)
        if item.get("category") is None:
            raise BrokenFile(f"{here}.category: ありません。")
        specialities.append(Speciality(_category(item["category"], f"{here}.category"), _years(item, here)))
    careers = []
    for number, item in enumerate(_list(row, "careers", path)):
        here = f"{path}.careers[{number}]"
        item = _object(item, here)
        careers.append(
            Career(
                _text(item, "industry", here),
                _text(item, "department", here),
                _text(item, "position", here),
                _years(item, here),
                _text(item, "summary", here),
            )
        )
    return Senior(
        _id(row, path),
        tuple(specialities),
        tuple(careers),
        _texts(row, "qualifications", path),
        _text(row, "strengths", path),
        _text(row, "achievements", path),
        _texts(row, "regions", path),
        _texts(row, "industries", path),
    )


def _object(value: Any, path: str) -> dict:
    if not isinstance(value, dict):
        raise BrokenFile(f"{path}: オブジェクト（{{ }}）ではありません。")
    return value


def _list(row: dict, key: str, path: str) -> list:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BrokenFile(f"{path}.{key}: 配列（[ ]）ではありません。")
    return value


def _text(row: dict, key: str, path: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    return _checked(value, f"{path}.{key}")


def _texts(row: dict, key: str, path: str) -> tuple[str, ...]:
    return tuple(_checked(value, f"{path}.{key}[{number}]") for number, value in enumerate(_list(row, key, path)))


def _checked(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise BrokenFile(f"{path}: 文字列ではありません。")
    if len(value) > LONGEST:
        raise BrokenFile(f"{path}: {LONGEST}文字より長いです。")
    return value


def _id(row: dict, path: str) -> str:
    value = row.get("id")
    if value is None:
        raise BrokenFile(f"{path}.id: ありません。")
    value = _checked(value, f"{path}.id")
    if not value:
        raise BrokenFile(f"{path}.id: 空です。")
    return value


def _category(value: Any, path: str) -> str:
    if not isinstance(value, str) or value not in CATEGORIES:
        shown = json.dumps(value, ensure_ascii=False)[:40]
        raise BrokenFile(f"{path}: {shown} は10分類（{', '.join(CATEGORIES)}）にありません。")
    return value


def _years(row: dict, path: str) -> float | None:
    value = row.get("years")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BrokenFile(f"{path}.years: 数ではありません。")
    if not 0 <= value <= 100:  # NaN neither
        raise BrokenFile(f"{path}.years: 0から100までではありません。")
    return float(value)
