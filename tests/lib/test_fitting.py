"""Texts fit their place: smaller, then shorter, never more lines than there are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kouryukai.lib.fitting import CUT, break_lines, cut, fit, share_lines, tidy
from kouryukai.lib.glyphs import missing_glyphs, width

texts = st.text(alphabet="国あ、。ーW iabc.\n髙𠮷", max_size=300)


def test_a_short_text_keeps_its_size_and_words():
    found = fit("国内の出荷が減った。", width_mm=150, max_lines=2, points=(10.5, 9))
    assert (found.text, found.points, found.lines, found.is_cut) == ("国内の出荷が減った。", 10.5, 1, False)


def test_a_longer_text_becomes_smaller_before_it_is_cut():
    assert fit("国" * 45, width_mm=150, max_lines=1, points=(10.5, 9)).points == 9
    found = fit("国" * 4000, width_mm=150, max_lines=3, points=(10.5, 9), note="(省略)")
    assert found.is_cut
    assert found.text.endswith(CUT + "(省略)")


def test_one_sign_and_nothing():
    assert fit("国", width_mm=150, max_lines=1, points=(10,)).lines == 1
    assert fit("", width_mm=150, max_lines=1, points=(10,)).text == ""


@settings(max_examples=100, deadline=None)
@given(texts, st.integers(1, 6), st.sampled_from([20.0, 60.0, 150.0]))
def test_never_more_lines_than_allowed(text, most, room):
    found = fit(text, width_mm=room, max_lines=most, points=(10.5, 8.5))
    ems = room * 0.985 / (found.points * 25.4 / 72)
    lines = break_lines(found.text, ems)
    assert len(lines) <= most
    assert found.is_cut or found.text == tidy(text)


@settings(max_examples=100, deadline=None)
@given(texts, st.floats(5, 60))
def test_breaking_loses_no_sign(text, ems):
    assert "".join(break_lines(text, ems)) == text.replace("\n", "")


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6), st.integers(0, 120))
def test_lines_are_dealt_out_fairly(wanted, total):
    given_lines = share_lines(wanted, total)
    assert sum(given_lines) == min(total, sum(wanted))
    assert all(got <= need for got, need in zip(given_lines, wanted, strict=True))
    # Who gets less than he wants gets no less than anybody else, but for the last line left over.
    short = [got for got, need in zip(given_lines, wanted, strict=True) if got < need]
    assert not short or max(given_lines) - min(short) <= 1


def test_control_characters_and_empty_lines_go():
    assert tidy("a\x00\x1b\r\n\n\n b\u2028c ") == "a\nbc"


def test_a_cut_text_holds_the_first_words():
    found = cut("一二三四五六七八九十" * 10, width_mm=40, lines=2, points=10)
    assert found.text.startswith("一二三四五")


def test_every_hard_name_can_be_drawn():
    assert missing_glyphs("髙橋 山﨑 𠮷田 渡邊 邉 齋藤 齊 斎 斉 濵 浜 德 徳 塚 塚 祐 ㈱ ① ～ 〜") == []
    assert missing_glyphs("a\ue000\ue000b") == ["\ue000"]


def test_widths_are_those_of_the_font():
    assert width("国") == 1.0
    assert 0.2 < width("i") < 0.5
    assert width("𠮷") == 1.0
