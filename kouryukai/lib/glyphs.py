"""What the fonts of our PDFs can draw, and how wide it becomes: found out before printing, not on paper."""

import subprocess
import unicodedata
from collections.abc import Mapping
from functools import cache

from fontTools.ttLib import TTFont

# In this order in every print stylesheet. The second face has what the first lacks (𠮷).
FAMILIES = ("BIZ UDPGothic", "Noto Sans CJK JP")
DEBIAN_PACKAGES = ("fonts-morisawa-bizud-gothic", "fonts-noto-cjk")


class FontMissing(Exception):
    """A font of ours is not installed; the text says what to install."""


@cache
def font_file(family: str, bold: bool = False) -> tuple[str, int]:
    """Path and index of the installed face. FontMissing where fontconfig would silently take another family."""
    pattern = f"{family}:{'bold' if bold else 'regular'}"
    found = subprocess.run(
        ["fc-match", "--format=%{file}\n%{index}\n%{family}", pattern], capture_output=True, text=True, check=True
    )
    path, index, names = found.stdout.split("\n", 2)
    if family not in names:
        package = DEBIAN_PACKAGES[FAMILIES.index(family)] if family in FAMILIES else family
        raise FontMissing(f"the font {family} is not installed; install the Debian package {package}")
    return path, int(index) & 0xFFFF


@cache
def widths(family: str, bold: bool = False) -> Mapping[int, float]:
    """What that face can draw: code point -> advance in em."""
    path, index = font_file(family, bold)
    with TTFont(path, fontNumber=index if path.endswith(".ttc") else -1, lazy=True) as font:
        units = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        return {code: advances[name][0] / units for code, name in font.getBestCmap().items()}


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` that none of our fonts can draw, each once, in order. Blanks and joiners need no glyph."""
    faces = [widths(family) for family in FAMILIES]
    return [
        sign
        for sign in dict.fromkeys(text)
        if not sign.isspace()
        and unicodedata.category(sign) not in ("Cf", "Mn")
        and not any(ord(sign) in known for known in faces)
    ]


def width(text: str, *, bold: bool = False) -> float:
    """How wide one line of `text` becomes, in em. A sign of the second face counts as a full square."""
    known = widths(FAMILIES[0], bold)
    return sum(known.get(ord(sign), 1.0) for sign in text)
