"""Makes a text fit its place on paper: smaller first, then shorter with a mark. Nothing on a sheet ever overlaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kouryukai.lib.glyphs import width

MM_PER_POINT = 25.4 / 72
CUT = "…"
# A word of Latin letters and digits stays together; every other sign may end a line.
_WORDS = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_FIRST = "、。，．・：；？！)）]］」』】〉》々ー〜…ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_SAFETY = 0.985  # of a line's width: kerning and rounding of the real typesetter


@dataclass(frozen=True)
class Fitted:
    """A text in its size: letters in points, `lines` as a typesetter breaks them."""

    text: str
    points: float
    lines: int
    is_cut: bool = False


def tidy(text: str) -> str:
    """Without control characters, with single line ends and at most one empty line between paragraphs."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n\s*\n\s*", "\n", plain).strip()


def break_lines(text: str, ems: float, *, bold: bool = False) -> list[str]:
    """The lines that a typesetter makes of `text` on lines of `ems` em; a word longer than a line is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for word in _words(paragraph, ems, bold):
            length = width(word, bold=bold)
            if line and used + length > ems:
                # A sign that may not begin a line takes its neighbour along.
                carried = line[-1] if word[0] in _NOT_FIRST and len(line) > 1 else ""
                lines.append(line[: len(line) - len(carried)])
                line, used = carried + word, width(carried, bold=bold) + length
            else:
                line, used = line + word, used + length
        lines.append(line)
    return lines


def _words(paragraph: str, ems: float, bold: bool) -> list[str]:
    words = []
    for word in _WORDS.findall(paragraph):
        words.extend([word] if width(word, bold=bold) <= ems else list(word))
    return words


def fit(
    text: str, *, width_mm: float, max_lines: int, points: Sequence[float], bold: bool = False, note: str = ""
) -> Fitted:
    """`text` in the largest of `points` at which it needs at most `max_lines`; else cut at the smallest, with … and `note`."""
    text = tidy(text)
    for size in points:
        lines = break_lines(text, _ems(width_mm, size), bold=bold)
        if len(lines) <= max_lines:
            return Fitted(text, size, len(lines))
    return cut(text, width_mm=width_mm, lines=max_lines, points=points[-1], bold=bold, note=note)


def cut(text: str, *, width_mm: float, lines: int, points: float, bold: bool = False, note: str = "") -> Fitted:
    """The first `lines` lines of `text`, ending in … and `note` where something was left out."""
    text = tidy(text)
    ems = _ems(width_mm, points)
    broken = break_lines(text, ems, bold=bold)
    if len(broken) <= lines:
        return Fitted(text, points, len(broken))
    tail = CUT + note
    kept = text[: sum(len(line) for line in broken[:lines]) + lines]
    while kept and len(break_lines(kept.rstrip() + tail, ems, bold=bold)) > lines:
        kept = kept[:-1]
    return Fitted(kept.rstrip() + tail, points, lines, is_cut=True)


def share_lines(wanted: Sequence[int], total: int) -> list[int]:
    """Deals `total` lines out to texts that want so many: a short text keeps all it needs, the long ones share the rest."""
    given = [0] * len(wanted)
    left = total
    open_places = [i for i, need in enumerate(wanted) if need > 0]
    while open_places and left > 0:
        each = max(1, left // len(open_places))
        for i in list(open_places):
            more = min(each, wanted[i] - given[i], left)
            given[i] += more
            left -= more
            if given[i] == wanted[i]:
                open_places.remove(i)
    return given


def _ems(width_mm: float, points: float) -> float:
    return width_mm * _SAFETY / (points * MM_PER_POINT)
