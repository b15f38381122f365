"""Charts as small SVG from our own templates: no script, no inline style, the same in a page and in a PDF.

Lengths are per cent of the width, heights and letters are pixels, so that a chart narrows without shrinking its words.
The drawing is hidden from screen readers; the table below it holds the same figures for everybody.
"""

from django import template

from office.figures import nice_top, percent, share_of

register = template.Library()

# The longest bar in per cent of the track, so that the figure after it has room; in a funnel the share as well.
LONGEST, LONGEST_STEP = 74.0, 58.0
COLOURS = (  # fill, colour of letters on it
    ("#0017c1", "#ffffff"),
    ("#7d8be0", "#1a1a1c"),
    ("#c9cff3", "#1a1a1c"),
    ("#e9a23b", "#1a1a1c"),
    ("#b5b8bf", "#1a1a1c"),
)
LINES = (("#0017c1", "", "circle"), ("#c26a00", "7 4", "square"), ("#5c5f66", "2 4", "diamond"))
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 5.0, 88.0, 24, 204


@register.inclusion_tag("components/charts/bar.html")
def bar_chart(rows, title: str, unit: str = "件", head: str = "", note: str = "", table: bool = True) -> dict:
    """One bar for each (label, value). `head` names the first column of the table."""
    rows = [(label, value) for label, value in rows]
    top = max((value for _, value in rows), default=0)
    total = sum(value for _, value in rows)
    shown = [
        {
            "label": label,
            "value": value,
            "length": _length(value, top),
            "share": percent(value, total),
        }
        for label, value in rows
    ]
    return {"rows": shown, "title": title, "unit": unit, "head": head, "note": note, "table": table, "total": total}


@register.inclusion_tag("components/charts/stacked.html")
def stacked_chart(
    rows, parts, title: str, unit: str = "件", head: str = "", note: str = "", table: bool = True
) -> dict:
    """One bar for each (label, [a figure for each of `parts`]), at most five parts. Without `table` the page brings its own."""
    if len(parts) > len(COLOURS):
        raise ValueError(f"at most {len(COLOURS)} parts, not {len(parts)}")
    rows = [(label, list(values)) for label, values in rows]
    top = max((sum(values) for _, values in rows), default=0)
    shown = []
    for label, values in rows:
        start, pieces = 0.0, []
        for value, (fill, letters) in zip(values, COLOURS, strict=False):
            length = _length(value, top)
            pieces.append(
                {
                    "value": value,
                    "x": round(start, 2),
                    "length": length,
                    "middle": round(start + length / 2, 2),
                    "fill": fill,
                    "letters": letters,
                    "roomy": length >= 7,
                }
            )
            start += length
        shown.append({"label": label, "values": values, "pieces": pieces, "total": sum(values), "end": round(start, 2)})
    legend = [{"name": name, "fill": fill} for name, (fill, _) in zip(parts, COLOURS, strict=False)]
    return {
        "rows": shown,
        "legend": legend,
        "title": title,
        "unit": unit,
        "head": head,
        "note": note,
        "table": table,
    }


@register.inclusion_tag("components/charts/line.html")
def line_chart(labels, series, title: str, unit: str = "件", head: str = "", note: str = "") -> dict:
    """One line for each (name, [a figure or None for each of `labels`]), at most three lines."""
    labels, series = list(labels), [(name, list(values)) for name, values in series]
    if len(series) > len(LINES):
        raise ValueError(f"at most {len(LINES)} lines, not {len(series)}")
    top = nice_top(max((v for _, values in series for v in values if v is not None), default=0))
    places = _places(len(labels))
    drawn = []
    for (name, values), (colour, dashes, mark) in zip(series, LINES, strict=False):
        points = [
            {"x": x, "y": _height(v, top), "value": v} if v is not None else None
            for x, v in zip(places, values, strict=True)
        ]
        steps = [(a, b) for a, b in zip(points, points[1:], strict=False) if a and b]
        drawn.append({"name": name, "colour": colour, "dashes": dashes, "mark": mark, "steps": steps, "points": points})
    every = max(1, -(-len(labels) // 6))
    return {
        "ticks": [
            {"x": x, "label": label, "minor": i % every != 0}
            for i, (x, label) in enumerate(zip(places, labels, strict=True))
        ],
        "grid": [{"y": _height(top * i / 4, top), "value": _plain(top * i / 4)} for i in range(5)],
        "lines": drawn,
        "single": len(series) == 1 and len(labels) <= 12,
        "table": [(label, [values[i] for _, values in series]) for i, label in enumerate(labels)],
        "title": title,
        "unit": unit,
        "head": head,
        "note": note,
    }


@register.inclusion_tag("components/charts/funnel.html")
def funnel_chart(
    rows, title: str, unit: str = "社", head: str = "段階", note: str = "", strong: str = "", before: str = "昨年度"
) -> dict:
    """Steps in order as (label, value) or (label, value, value of the year before); all in one unit.

    `strong` is the label of the step drawn in full blue. Every step shows its share of the one before and of the first.
    """
    rows = [(row[0], row[1], row[2] if len(row) > 2 else None) for row in rows]
    top = max((value for _, value, _ in rows), default=0)
    first = rows[0][1] if rows else 0
    shown, previous = [], None
    for i, (label, value, last) in enumerate(rows):
        following = rows[i + 1][1] if i + 1 < len(rows) else None
        shown.append(
            {
                "label": label,
                "value": value,
                "last": last,
                "length": _length(value, top, LONGEST_STEP),
                "next_length": None if following is None else _length(following, top, LONGEST_STEP),
                "from_previous": None if previous is None else percent(value, previous),
                "from_first": percent(value, first),
                "strong": label == strong,
            }
        )
        previous = value
    return {
        "rows": shown,
        "title": title,
        "unit": unit,
        "head": head,
        "note": note,
        "before": before if any(last is not None for _, _, last in rows) else "",
    }


def _length(value: float, top: float, longest: float = LONGEST) -> float:
    return round(share_of(value, top) * longest / 100, 2)


def _height(value: float, top: float) -> float:
    return round(PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * share_of(value, top) / 100, 1)


def _places(count: int) -> list[float]:
    if count < 2:
        return [round((PLOT_LEFT + PLOT_RIGHT) / 2, 2)] * count
    step = (PLOT_RIGHT - PLOT_LEFT) / (count - 1)
    return [round(PLOT_LEFT + step * i, 2) for i in range(count)]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
