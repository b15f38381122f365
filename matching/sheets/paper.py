"""What all papers share: the template's fingerprint, and texts fitted into their place."""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import get_template, render_to_string

from kouryukai.lib.fitting import Fitted, fit
from kouryukai.lib.glyphs import FAMILIES, font_file, width
from kouryukai.lib.pdf import AttachedFile, for_people, render_pdf, style_version

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Paper:
    """One kind of paper: its template, its stylesheets and the modules whose change changes its look."""

    template: str
    stylesheets: tuple[str, ...]
    variant: str = for_people
    charts: tuple[str, ...] = ()  # templates of charts that it draws

    def fingerprint(self, facts) -> str:
        """A hash of the facts and of everything that decides the look: the same hash, the same file."""
        data = json.dumps(dataclasses.asdict(facts), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{_look(self.template, self.stylesheets, self.charts)}\n{data}".encode()).hexdigest()

    def render(self, context: dict, attachments: Sequence[AttachedFile] = ()) -> bytes:
        html = render_to_string(f"matching/print/{self.template}", context)
        return render_pdf(html, stylesheets=self.stylesheets, variant=self.variant, attachments=attachments)


@cache
def _look(template: str, stylesheets: tuple[str, ...], charts: tuple[str, ...]) -> str:
    mark = hashlib.sha256(style_version(stylesheets).encode())
    folder = Path(get_template(f"matching/print/{template}").origin.name).parent
    drawn = [Path(get_template(chart).origin.name) for chart in charts]
    for path in [*sorted(folder.glob("*.html")), *sorted(Path(__file__).parent.glob("*.py")), *drawn]:
        mark.update(path.read_bytes())
    for family in FAMILIES:
        mark.update(str(Path(font_file(family)[0]).stat().st_size).encode())
    return mark.hexdigest()


@dataclass(frozen=True)
class Line:
    """A text in its size, with the height that it takes."""

    text: str
    points: float
    height_mm: float
    is_cut: bool = False

    @property
    def size(self) -> str:
        return f"{self.points}pt"


def line(
    text: str,
    *,
    width_mm: float,
    points: Sequence[float],
    max_lines: int = 1,
    bold: bool = False,
    leading: float = 1.45,
    note: str = "",
) -> Line:
    found = fit(text, width_mm=width_mm, max_lines=max_lines, points=points, bold=bold, note=note)
    return placed(found, leading)


def placed(found: Fitted, leading: float) -> Line:
    return Line(found.text, found.points, height(found.lines, found.points, leading), found.is_cut)


def height(lines: int, points: float, leading: float) -> float:
    return lines * points * MM_PER_POINT * leading


def digits(number: int, *, points: float, width_mm: float) -> str:
    """The size of a number that must stand on one line: `points`, or less where it has many digits."""
    return f"{min(points, int(width_mm / (width(str(number), bold=True) * MM_PER_POINT)))}pt"
