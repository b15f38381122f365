"""Charts: lengths in proportion, the same figures in the table, no style of their own."""

import re

import pytest
from django.template import Context, Template

from office.figures import band_bar_parts, nice_top, percent, share_of

FUNNEL = [("参加した", 168, 172), ("面談をした", 166, 169), ("支援が成立した", 91, None)]


def drawn(tag: str, /, **context) -> str:
    text = Template("{% load charts %}" + tag).render(Context(context))
    assert "style=" not in text
    assert '<figure class="chart">' in text and "<table" in text
    return text


def test_a_bar_is_as_long_as_its_figure():
    text = drawn('{% bar_chart rows title="分野" unit="件" %}', rows=[("営業", 40), ("海外", 10), ("なし", 0)])
    assert re.findall(r'<rect y="2" width="([\d.]+)%"', text) == ["74.0", "18.5", "0.0"]
    assert "80.0 %" in text and "20.0 %" in text


def test_a_chart_of_nothing():
    assert "—" in drawn('{% bar_chart rows title="分野" %}', rows=[("営業", 0)])
    drawn('{% bar_chart rows title="分野" %}', rows=[])
    drawn('{% funnel_chart rows title="歩み" %}', rows=[])
    drawn('{% line_chart labels series title="歩み" %}', labels=[], series=[("参加", [])])
    drawn('{% stacked_chart rows parts title="順位" %}', rows=[("第1回", [0, 0])], parts=["一", "二"])


def test_pieces_stand_side_by_side():
    text = drawn(
        '{% stacked_chart rows parts title="順位" %}', rows=[("第1回", [20, 10, 10])], parts=["一", "二", "三"]
    )
    pieces = [(float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)%" y="2" width="([\d.]+)%"', text)]
    assert pieces == [(0.0, 37.0), (37.0, 18.5), (55.5, 18.5)]


def test_a_missing_year_breaks_the_line():
    text = drawn(
        '{% line_chart labels series title="歩み" %}', labels=["4", "5", "6", "7"], series=[("参加", [4, None, 6, 8])]
    )
    assert len(re.findall(r'stroke-width="3" stroke-dasharray=""/>', text)) == 1 + 1  # the legend and 6 to 7
    assert text.count("<circle") == 3 and '<td class="num">—</td>' in text


def test_each_step_has_its_share_of_the_one_before():
    text = drawn('{% funnel_chart rows title="歩み" strong="支援が成立した" %}', rows=FUNNEL)
    assert "前から 98.8 %" in text and "前から 54.8 %" in text
    assert "54.2 %" in text  # of the first
    assert text.count('fill="#0017c1"') == 1
    assert "昨年度" in text and "172" in text
    assert "昨年度" not in drawn('{% funnel_chart rows title="歩み" %}', rows=[row[:2] for row in FUNNEL])


def test_too_many_kinds_are_refused():
    with pytest.raises(ValueError, match="at most 5"):
        drawn('{% stacked_chart rows parts title="x" %}', rows=[], parts=list("123456"))
    with pytest.raises(ValueError, match="at most 3"):
        drawn('{% line_chart labels series title="x" %}', labels=[], series=[(n, []) for n in "1234"])


def test_labels_are_escaped():
    assert "<b>" not in drawn("{% bar_chart rows title=title %}", rows=[("<b>", 1)], title="<b>")


@pytest.mark.parametrize(("value", "top"), [(0, 4), (3, 4), (5, 8), (9, 20), (20, 20), (168, 200), (4175, 8000)])
def test_axes_end_on_round_figures(value, top):
    assert nice_top(value) == top


def test_shares():
    assert share_of(1, 3) == 33.3
    assert share_of(5, 4) == 100.0 and share_of(-1, 4) == 0.0 and share_of(None, 4) == 0.0 and share_of(1, 0) == 0.0
    assert percent(2253, 4175) == "54.0 %" and percent(1, 0) == "—" and percent(None, 5) == "—"


@pytest.mark.parametrize(("value", "colour"), [(3, "#e58a00"), (4, "#5b6bd8"), (9, "#5b6bd8"), (10, "#00118f")])
def test_the_band_decides_the_colour(value, colour):
    bar = band_bar_parts(value, 4, 9, 20)
    assert (bar.colour, bar.band_start, bar.band_share) == (colour, 20.0, 25.0)
