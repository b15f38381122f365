"""A letter's text looked at before it is saved and before it is used: unknown, misspelt, unclosed and missing placeholders."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

PLACED = re.compile(r"\{([^{}\n]{1,30})\}")
LONGEST_TITLE = 160  # as the outbox takes it
WIDE = str.maketrans("\uff5b\uff5d", "{}")  # full-width braces


def tidied(text: str) -> str:
    """As it is kept: braces as programs write them, blanks inside them and at the ends of lines away."""
    plain = text.replace("\r\n", "\n").translate(WIDE)
    plain = PLACED.sub(lambda found: f"{{{found[1].strip()}}}", plain)
    return "\n".join(line.rstrip() for line in plain.strip().split("\n"))


def names_in(text: str) -> set[str]:
    return set(PLACED.findall(text))


def faults_of(text: str, *, offered: Iterable[str], needed: Iterable[str] = ()) -> list[str]:
    """What is wrong, in sentences for people; [] where the text can be used."""
    known = list(offered)
    faults = []
    for name in dict.fromkeys(PLACED.findall(text)):
        if name not in known:
            near = get_close_matches(name, known, 1, 0.4)
            hint = f"「{{{near[0]}}}」ではありませんか。" if near else "下の一覧から選んでください。"
            faults.append(f"「{{{name}}}」という差し込みは、この手紙では使えません。{hint}")
    for number, line in enumerate(text.split("\n"), 1):
        rest = PLACED.sub("", line)
        if "{" in rest:
            part = line[line.rindex("{") :][:12]
            faults.append(f"{number}行目の「{part}」が閉じていません。「}}」で閉じてください。")
        elif "}" in rest:
            faults.append(f"{number}行目の「}}」に、始まりの「{{」がありません。")
    there = names_in(text)
    faults += [f"「{{{name}}}」がありません。この手紙には必ず入れてください。" for name in needed if name not in there]
    return faults


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its values. A value is put in as it is: braces in it mean nothing."""
    return PLACED.sub(lambda found: values.get(found[1], ""), text)


def filled_title(text: str, values: dict[str, str]) -> str:
    """A title is one line."""
    return " ".join(filled(text, values).split())


def empty_in(text: str, values: dict[str, str]) -> list[str]:
    """Placeholders of the text for which there is no value."""
    return [name for name in dict.fromkeys(PLACED.findall(text)) if not values.get(name, "").strip()]
