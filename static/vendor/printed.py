"""The fonts of PDFs, out of npm packages: `python static/vendor/printed.py NODE_MODULES`.

Needs the packages of README.md below NODE_MODULES, and fonttools and typst beside this Python. Copies fonts
(typst reads no woff2), cuts the Chinese and Korean ones down to what people write, and notes in coverage.txt
which characters any font has, those in typst itself too, so that a PDF can say what it could not draw.
"""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "claims/report/formats/fonts"
WHOLE = {
    "source-sans-3": ["400Regular", "600SemiBold"],
    "source-serif-4": ["400Regular", "600SemiBold"],
    "noto-sans-arabic": ["400Regular"],
    "noto-sans-hebrew": ["400Regular"],
    "noto-sans-thai": ["400Regular"],
    "noto-emoji": ["400Regular"],
}
PARTS = {"noto-sans-sc": "chinese", "noto-sans-kr": "korean"}
SIGNS = [(0x2E80, 0x3130), (0x31F0, 0x3200), (0xFF00, 0xFFF0)]  # radicals, marks, kana, bopomofo, wide forms
HANGUL = [(0x1100, 0x1200), (0x3130, 0x3190), (0xAC00, 0xD7A4)]
FONT = re.compile(rb"OTTO\x00[\x05-\x30]|\x00\x01\x00\x00\x00[\x08-\x20]")
LARGEST = 2_500_000  # bytes of a font within typst


def chinese() -> set[str]:
    """Return the characters of GB 2312, Big5 and JIS X 0208: Chinese in both scripts, and Japanese."""
    found = {each for codec in ("gb2312", "big5", "shift_jis") for each in two_bytes(codec)}
    return {each for each in found if ord(each) >= 0x2E80} | in_ranges(SIGNS)


def korean() -> set[str]:
    """Return all syllables of Korean and the letters that they are made of."""
    return in_ranges(HANGUL)


def two_bytes(codec: str) -> Iterator[str]:
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            try:
                yield from bytes([first, second]).decode(codec)
            except UnicodeDecodeError:
                continue


def in_ranges(ranges: Iterable[tuple[int, int]]) -> set[str]:
    return {chr(point) for first, end in ranges for point in range(first, end)}


def copy(modules: Path) -> None:
    """Copy whole fonts and write the parts of large ones, with their licences."""
    TARGET.mkdir(exist_ok=True)
    for family, styles in WHOLE.items():
        for style in styles:
            for file in (modules / "@expo-google-fonts" / family / style).glob("*.ttf"):
                shutil.copy(file, TARGET / file.name)
    for family, kind in PARTS.items():
        (file,) = (modules / "@expo-google-fonts" / family / "400Regular").glob("*.ttf")
        cut(file, {"chinese": chinese, "korean": korean}[kind]())
    for family in [*WHOLE, *PARTS]:
        licence = HERE / f"LICENSE-{family}"
        if not licence.exists():
            shutil.copy(modules / "@expo-google-fonts" / family / "LICENSE_FONT", licence)


def cut(file: Path, wanted: set[str]) -> None:
    """Write the part of a font that draws `wanted`, without hints and substitutions."""
    options = subset.Options(layout_features=[], hinting=False)
    font = subset.load_font(str(file), options)
    part = subset.Subsetter(options)
    part.populate(unicodes=sorted(map(ord, wanted)))
    part.subset(font)
    font["head"].modified = font["head"].created  # the same bytes whenever it is made
    font.recalcTimestamp = False
    subset.save_font(font, str(TARGET / file.name), options)


def within_typst() -> Iterator[TTFont]:
    """Yield the fonts that are compiled into typst."""
    spec = importlib.util.find_spec("typst")
    (library,) = Path(spec.origin).parent.glob("*.so")
    data = library.read_bytes()
    for found in FONT.finditer(data):
        try:
            font = TTFont(io.BytesIO(data[found.start() : found.start() + LARGEST]), lazy=True)
            if font["name"].getDebugName(4) and font.getBestCmap():
                yield font
        except (TTLibError, KeyError, AssertionError, ValueError, IndexError):
            continue


def coverage() -> str:
    """Return the characters that any font has, as ranges in hexadecimal, a line each."""
    fonts = [TTFont(file, lazy=True) for file in sorted(TARGET.glob("*.ttf"))]
    points = sorted({point for font in [*fonts, *within_typst()] for point in font.getBestCmap()})
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{first:x}-{last:x}\n" for first, last in ranges)


if __name__ == "__main__":
    copy(Path(sys.argv[1]))
    (TARGET / "coverage.txt").write_text(coverage(), encoding="ascii")
