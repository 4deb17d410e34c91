"""The look keeps its promises: contrast of every pair, one vocabulary, no inline code, a light first load."""

from __future__ import annotations

import ast
import gzip
import re
from enum import StrEnum
from pathlib import Path

import django_htmx
import pytest

from claims import states
from claims.web import vocabulary
from claims.web.styleguide import icon_names

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A file that readers take home carries its style with it and has no server that could send a policy.
CARRIES_ITS_STYLE = {"templates/claims/report/edition_file.html"}

HUES = ("pos", "amb", "neg", "blu", "gry")
TEXT_ON = [
    *[
        (text, ground)
        for text in ("ink", "ink2", "ink3", "accent")
        for ground in ("paper", "surface", "sunken")
    ],
    *[("ink", ground) for ground in ("accent-t", "m-open", "m-cur", "m-acc")],
    ("ink3", "accent-t"),
    ("ink2", "accent-t"),
    ("ink2", "m-open"),
    ("accent", "accent-t"),
    ("on-accent", "accent"),
    ("on-toast", "toast"),
    ("pos", "m-acc"),
    *[(hue, f"{hue}-t") for hue in HUES],
    *[(hue, ground) for hue in HUES for ground in ("paper", "surface")],
]
EDGE_ON = [
    *[(edge, ground) for edge in ("ctl", "focus") for ground in ("paper", "surface")],
    *[(f"{hue}-l", ground) for hue in HUES for ground in ("paper", "surface")],
    ("m-cur-b", "m-cur"),
    ("m-cur-b", "surface"),
]


def tokens() -> dict[str, tuple[str, str]]:
    """Return the colours of tokens.css: name to (light, dark)."""
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-fA-F]{6}),\s*(#[0-9a-fA-F]{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON, ids=lambda name: name)
def test_text_is_readable_on_its_ground(text, ground, theme):
    colours = tokens()
    assert contrast(colours[text][theme], colours[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON, ids=lambda name: name)
def test_edges_that_carry_meaning_can_be_seen(edge, ground, theme):
    colours = tokens()
    assert contrast(colours[edge][theme], colours[ground][theme]) >= 3


def test_the_measure_of_contrast_is_the_known_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    line, paper = tokens()["line"][0], tokens()["paper"][0]
    assert contrast(line, paper) < 3, "a hairline is decoration; the measure must be able to fail"


def raw_colours(css: str) -> list[str]:
    """Return colours outside the tokens; drawings in data addresses and black on white paper do not count."""
    without = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    without = re.sub(r'url\("data:.*?"\)', "", without)
    without = re.sub(r"@media print\s*{(?:[^{}]*{[^{}]*})*\s*}", "", without)
    return re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|oklch)a?\([^)]*\)", without)


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(sheet):
    if sheet.name != "tokens.css":
        assert raw_colours(sheet.read_text(encoding="utf-8")) == []


def test_the_search_for_raw_colours_finds_them():
    assert raw_colours(".a { color: #fff; background: rgb(0 0 0 / 20%) }") == ["#fff", "rgb(0 0 0 / 20%)"]
    assert (
        raw_colours("#toasts { color: var(--ink) } @media print { a { color: #000 } b { color: #111 } }")
        == []
    )


def used_variables(css: str) -> set[str]:
    """Return the custom properties a sheet reads without a fallback."""
    return set(re.findall(r"var\(--([\w-]+)\)", css))


def test_every_variable_used_is_defined():
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css"))
    defined = set(re.findall(r"--([\w-]+):", sheets))
    assert used_variables(sheets) - defined == set()


INLINE = {
    "a script without a file": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    "a style sheet inside": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an htmx event attribute": r"\bhx-on\b",
    "script in a value": r"hx-(?:vals|vars|headers)=['\"]js:|javascript:",
    "text taken as markup": r"\|\s*safe\b|\|\s*safeseq\b|autoescape off",
}


def inline_code(markup: str) -> list[str]:
    """Return which kinds of inline code a template has."""
    return [kind for kind, pattern in INLINE.items() if re.search(pattern, markup, re.IGNORECASE)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_have_no_inline_script_or_style(template):
    if str(template.relative_to(ROOT)) not in CARRIES_ITS_STYLE:
        assert inline_code(template.read_text(encoding="utf-8")) == []


def test_the_search_for_inline_code_finds_each_kind():
    bad = (
        '<script>x()</script><style>a{}</style><p style="color:red"><a onclick="x()" hx-on:click="x()" '
        "hx-vals='js:{a:1}'>{{ text|safe }}</a>"
    )
    assert inline_code(bad) == list(INLINE)
    assert inline_code('<script src="/a.js"></script><a data-only="1" href="?on=1">{{ unsafe }}</a>') == []


def named_icons() -> dict[str, set[str]]:
    """Return every icon a template or the vocabulary names, with where."""
    found: dict[str, set[str]] = {}
    for path in TEMPLATES:
        for name in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    for table in (*vocabulary.TABLES.values(), {"": vocabulary.SECOND_OPINION}):
        for look in table.values():
            found.setdefault(look.icon, set()).add("vocabulary")
    return found


def test_every_icon_named_is_in_the_sprite():
    missing = {name: places for name, places in named_icons().items() if name not in icon_names()}
    assert missing == {}


STATUSES = {
    "verdict": states.Verdict,
    "attribution": states.AttributionVerdict,
    "review": states.Review,
    "reject_reason": states.RejectReason,
    "freshness": states.Freshness,
    "relation": states.Relation,
    "evidence": states.EvidenceState,
    "capture": states.Capture,
    "assessment": states.AssessmentState,
    "assignment": states.AssignmentState,
    "article": states.ArticleState,
    "work": states.WorkState,
    "job": states.JobState,
    "report": states.ReportState,
    "publication": states.PublicationState,
    "link": states.LinkState,
}


def test_every_kind_of_status_has_a_table():
    kinds = {kind for kind in vars(states).values() if isinstance(kind, type) and issubclass(kind, StrEnum)}
    assert set(STATUSES.values()) == kinds - {StrEnum}
    assert set(vocabulary.TABLES) == set(STATUSES)


@pytest.mark.parametrize("kind", STATUSES)
def test_every_status_has_words_and_an_icon(kind):
    table = vocabulary.TABLES[kind]
    assert {str(value) for value in STATUSES[kind]} <= set(table)
    assert all(look.label and look.icon for look in table.values())


def labels() -> set[str]:
    """Return the words of every status."""
    looks = {look.label for table in vocabulary.TABLES.values() for look in table.values()}
    return looks | {vocabulary.SECOND_OPINION.label, vocabulary.BY_MACHINE.label, vocabulary.LOGGED.label}


def spelled(source: str, template: bool) -> set[str]:
    """Return the labels of statuses that a file writes by itself: whole strings, or whole pieces of text."""
    if not template:
        found = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
        return {words for words in found if isinstance(words, str)} & labels()
    pieces = re.split(r"<[^>]*>|{%.*?%}|{{.*?}}", source)
    return {piece.strip(" \n?…") for piece in pieces} & labels()


# The same word for another thing: where it stands, and what it means there.
OTHER_MEANING = {
    ("page.py", "Context"),  # the third row of an edition: what helps to understand
    ("reassigning.py", "Taken back"),  # the note of the person who did it
    ("404.html", "Not found"),
    ("_checks.html", "Open"),  # a link
    ("claims.html", "Open"),  # the button of the chosen row
    ("own_keys.py", "Updates"),  # what a key does
    ("columns.py", "Due"),
    ("_table.html", "Due"),
    ("_card.html", "Verbatim"),  # the sentence as it stands
    ("_edit_form.html", "Verbatim"),
    ("_split_form.html", "Verbatim"),
    ("_merge_form.html", "Verbatim"),
    ("_add_form.html", "Verbatim"),
    ("_keys.html", "Second opinion"),  # the button that asks for one
    ("_buttons.html", "Second opinion"),
    ("facets.py", "Due"),  # heads of columns, facets, fields
    ("claims.html", "Due"),
    ("_handed.html", "Due"),
    ("_handout_fields.html", "Due"),
    ("_reassign.html", "Due"),
    ("_assignment.html", "Done"),  # buttons
    ("_handed_row.html", "Done"),
}
WRITES = [
    *(
        path
        for path in (ROOT / "claims").rglob("*.py")
        if path.name != "vocabulary.py" and "migrations" not in path.parts
    ),
    *TEMPLATES,
]


def test_no_file_spells_a_status_by_itself():
    found = {
        (path.name, word)
        for path in WRITES
        for word in spelled(path.read_text(encoding="utf-8"), path.suffix == ".html")
    }
    assert found - OTHER_MEANING == set(), "take the words from claims/web/vocabulary.py"


def test_the_search_for_spelled_statuses_finds_them():
    assert spelled('state = "Single source"', template=False) == {"Single source"}
    assert spelled("<b>{% icon 'x' %} Disputed?</b><p>Disputed by two</p>", template=True) == {"Disputed"}


def test_no_two_verdicts_look_the_same():
    looks = [(look.icon, look.label) for look in vocabulary.VERDICT.values()]
    icons = [look.icon for look in vocabulary.VERDICT.values()]
    assert len(set(looks)) == len(set(icons)) == len(states.Verdict)


def first_load() -> dict[str, int]:
    """Return what base.html makes a browser fetch on a first visit, each compressed, in bytes."""
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    names = re.findall(r"{% static '([^']+\.(?:css|js))' %}", base)
    files = [STATIC / name for name in names]
    files += [STATIC / "js" / "keys.js", STATIC / "icons.svg"]
    files.append(Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js")
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    fonts = ("source-serif-4-latin-opsz-normal", "source-sans-3-latin-wght-normal")
    return sizes | {name: (STATIC / "vendor" / "fonts" / f"{name}.woff2").stat().st_size for name in fonts}


def test_the_first_page_weighs_less_than_250_kilobytes():
    assert sum(first_load().values()) <= 250_000


def test_fonts_and_licences_are_there():
    sheet = (STATIC / "vendor" / "fonts.css").read_text(encoding="utf-8")
    files = re.findall(r"url\((fonts/[\w.-]+)\)", sheet)
    assert files
    assert [name for name in files if not (STATIC / "vendor" / name).exists()] == []
    listed = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    for licence in re.findall(r"LICENSE-[\w-]+", listed):
        assert (STATIC / "vendor" / licence).exists() or (ROOT / "tests" / "vendor" / licence).exists()
