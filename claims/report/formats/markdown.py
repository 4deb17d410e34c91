"""An edition as Markdown (CommonMark): head, corrections, then each claim with its record. Written in pieces.

Words of people never become markup: what Markdown would read as such has a backslash in front, which
readers of Markdown take away. docs/report-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from claims.web.vocabulary import VERDICT

from .facts import ADDRESS, CODE, FAINT, PLAIN, STRONG, Block, Fact, Part, Parts, block_of
from .page import Page, page_of
from .plain import isolated, printable, stamp
from .sealed import Sealed

Content = dict[str, Any]
MARKUP = re.compile(r"[\\`*_\[\]<>&|~$@^#]|:(?=//)|(?<=\w)\.(?=\w)")
# What means something at the beginning of a line only: a heading, a list, a rule, a number of a list.
LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
BREAK = "\\\n"


def safe(text: str) -> str:
    """Return one line of text, in which nothing is markup."""
    return LINE_START.sub(_start, escaped(isolated(text)))


def escaped(text: str) -> str:
    """Return what stands within a line, with a backslash before each character that could be markup."""
    return MARKUP.sub(lambda found: "\\" + found[0], text)


def _start(found: re.Match[str]) -> str:
    space, first = found.groups()
    return f"{space}{first}\\" if first.isdigit() else f"{space}\\{first}"


def lines(text: str, indent: str = "") -> str:
    """Return text of several lines with line breaks between them; empty lines are left out."""
    kept = [safe(line.strip()) for line in printable(text).split("\n") if line.strip()]
    return (BREAK + indent).join(kept)


def head(content: Content, sealed: Sealed) -> bytes:
    """Return what stands before the first claim."""
    page = page_of({**content, "claims": []}, sealed)
    report, edition = content["report"], content["edition"]
    blocks = [
        f"# {_one_line(report['title'])}",
        *(lines(part) for part in re.split(r"\n\s*\n", printable(report["introduction"])) if part.strip()),
        BREAK.join(
            [
                f"**As of {safe(page.as_of)} {safe(page.zone)}**, {_stamp(edition)}",
                f"Report by the {_one_line(report['desk'])}{_frozen(edition)}",
                f"SHA-256 of this edition: `{sealed.sha256}`",
                *(f"{label}: `{words}`" for label, words in page.signed),
                *([page.unsigned] if page.unsigned else []),
            ]
        ),
        *_corrections(page),
        f"## {page.counted}",
        "\n".join(f"- {VERDICT[row['verdict']].label}: {row['claims']}" for row in page.tally),
    ]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _stamp(edition: Content) -> str:
    return stamp(edition) if edition["frozen_by"] is None else f"edition {edition['number']}"


def _frozen(edition: Content) -> str:
    return "" if edition["frozen_by"] is None else f", frozen by {_one_line(edition['frozen_by'])}"


def _corrections(page: Page) -> list[str]:
    if not page.corrections:
        return []
    rows = [f"- **{row.when}.** {lines(f'{row.sentence} {row.reason}', '  ')}" for row in page.corrections]
    return ["## Corrections", "\n".join(rows)]


def row(content: Content) -> Callable[[Content], bytes]:
    """Return what makes the piece of one claim; of `content` only what stands around the claims is read."""
    page = page_of({**content, "claims": []})
    return lambda claim: _claim(block_of(claim, page)).encode()


def _claim(block: Block) -> str:
    parts = [
        f"### {block.position}\\. {_one_line(block.statement)}",
        _words(block.said, ""),
        "\n".join(_fact(fact) for fact in block.facts),
        f"**Record of claim {block.position}**",
        "\n".join(_fact(fact) for fact in block.record),
    ]
    return "\n" + "\n\n".join(parts) + "\n"


def _fact(fact: Fact) -> str:
    colon = "" if fact.label.endswith("?") else ":"
    return f"- {fact.label}{colon} {_words(fact.parts, '  ').lstrip()}"


def _words(parts: Parts, indent: str) -> str:
    return "".join(STYLES[part.style](part, indent) for part in parts)


def _plain(part: Part, indent: str) -> str:
    """Return the words with the space around them, which separates them from the parts beside."""
    text = part.text
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return before + lines(text, indent) + after


def _strong(part: Part, indent: str) -> str:
    """Return the words in bold, a line at a time."""
    return (BREAK + indent).join(_bold(line.strip()) for line in part.text.split("\n") if line.strip())


def _bold(line: str) -> str:
    """Return the line in bold from its first to its last letter or digit: there asterisks count."""
    found = re.search(r"[^\W_](?:.*[^\W_])?", isolated(line))
    if found is None:
        return safe(line)
    whole, (begin, end) = found.string, found.span()
    before = LINE_START.sub(_start, escaped(whole[:begin]))
    return f"{before}**{escaped(whole[begin:end])}**{escaped(whole[end:])}"


def _address(part: Part, indent: str) -> str:
    """Return an address as a link, unless it holds what would end one."""
    text = part.text
    return f"<{text}>" if text.isascii() and not re.search(r"[\s<>\\]", text) else safe(_joined(text))


STYLES: dict[str, Callable[[Part, str], str]] = {
    PLAIN: _plain,
    FAINT: _plain,
    STRONG: _strong,
    CODE: lambda part, indent: f"`{part.text}`",
    ADDRESS: _address,
}


def _joined(text: str) -> str:
    return " ".join(text.split())


def _one_line(text: str) -> str:
    return safe(_joined(printable(text)))
