"""Copy fonts and icons out of npm packages: `python static/vendor/build.py NODE_MODULES`.

Needs the packages of README.md installed below NODE_MODULES. Writes vendor/fonts/, vendor/fonts.css
and icons.svg; run it again after changing ICONS or a version. The fonts of PDFs: printed.py.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
FAMILIES = {
    # package, css file, which files to keep
    "source-serif-4": [("opsz.css", "normal"), ("opsz-italic.css", "italic")],
    "source-sans-3": [("index.css", "normal")],
}
ICONS = """
alarm alert-triangle arrow-back-up arrow-down arrow-right arrow-up arrows-diff arrows-split-2
check checks chevron-down chevron-left chevron-right circle-dashed circle-number-1 clipboard clock
copy dots edit external-link eye filter flag help hourglass inbox info-circle keyboard link
loader-2 lock logout message-question moon pencil player-play plus point puzzle quote refresh
refresh-alert repeat search search-off settings shield-check sun upload user user-x users
world x zoom-in device-desktop maximize equal
""".split()  # noqa: SIM905


def fonts(modules: Path) -> None:
    """Copy the woff2 files of the wanted styles and write one style sheet for them."""
    target = HERE / "fonts"
    target.mkdir(exist_ok=True)
    sheet = []
    for family, wanted in FAMILIES.items():
        folder = modules / "@fontsource-variable" / family
        for name, _ in wanted:
            css = (folder / name).read_text(encoding="utf-8")
            for file in re.findall(r"files/([\w.-]+)", css):
                shutil.copy(folder / "files" / file, target / file)
            sheet.append(css.replace("./files/", "fonts/"))
    (HERE / "fonts.css").write_text("\n".join(sheet), encoding="utf-8")


def icons(modules: Path) -> None:
    """Write one sprite with a symbol for each icon, its strokes in the colour of the text around it."""
    symbols = []
    for name in sorted(set(ICONS)):
        svg = (modules / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
        body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        inner = re.sub(r"\s+", " ", body[1]).strip() if body else ""
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (HERE.parent / "icons.svg").write_text(sprite, encoding="utf-8")


if __name__ == "__main__":
    fonts(Path(sys.argv[1]))
    icons(Path(sys.argv[1]))
