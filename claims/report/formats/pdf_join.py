"""Joins PDFs that typst made of the parts of one report into one, page after page, tags and bookmarks too.

It reads what typst writes and no other PDF: plain objects one after the other, one table of places at the
end, references only between these. Objects get new numbers; the roots (pages, tags, bookmarks) become one.
A part is in memory at a time, and so is where each object stands. Pure.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from typing import IO

HEADER = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
CATALOG, PAGES, TAGS, MARKS = 1, 2, 3, 4
FIRST_FREE = 5
# Escapes and brackets tell what stands in a text; references and places in the list of tags are renumbered.
TOKEN = re.compile(
    rb"\\.|\(|\)|(?<![\w.])(\d+) 0 R(?!\w)|(?<=/StructParents )\d+|(?<=/StructParent )\d+", re.DOTALL
)
PLACES = re.compile(rb"/ParentTree<</Nums\[(.*?)\]>>", re.DOTALL)
PAIR = re.compile(rb"(\d+) (\d+ 0 R)")
NUMBER_OF_PAGES = re.compile(rb"<xmpTPg:NPages>\d+</xmpTPg:NPages>")


class NotOurs(ValueError):
    """The PDF is not as typst writes it."""


class Part:
    """One PDF as it was written: its objects, and which of them are the roots."""

    def __init__(self, data: bytes) -> None:
        begin = int(_found(rb"startxref\n(\d+)", data[-64:]))
        table = data[begin:]
        self.count = int(_found(rb"xref\n0 (\d+)\n", table)) - 1
        trailer = table[table.index(b"trailer") :]
        at = table.index(b"\n", table.index(b"\n") + 1) + 1
        starts = [int(table[at + 20 * n : at + 20 * n + 10]) for n in range(1, self.count + 1)]
        self.starts = [*starts, begin]
        self.data = data
        self.catalog, self.info = _ref(b"Root", trailer), _ref(b"Info", trailer)
        head = self.body(self.catalog)
        self.pages, self.tags = _ref(b"Pages", head), _ref(b"StructTreeRoot", head)
        self.marks = _ref(b"Outlines", head)
        self.number_of_pages = int(_found(rb"/Type/Pages/Count (\d+)", self.body(self.pages)))

    def body(self, number: int) -> bytes:
        """Return an object without its number."""
        whole = self.data[self.starts[number - 1] : self.starts[number]]
        head = b"%d 0 obj\n" % number
        if not whole.startswith(head):
            raise NotOurs(f"object {number}")
        return whole[len(head) : whole.rindex(b"\nendobj")]


def _found(pattern: bytes, data: bytes) -> bytes:
    match = re.search(pattern, data)
    if match is None:
        raise NotOurs(pattern.decode())
    return match[1]


def _ref(name: bytes, data: bytes) -> int:
    return int(_found(rb"/" + name + rb" (\d+) 0 R", data))


def renumbered(data: bytes, new: Callable[[int], int], pages_before: int) -> bytes:
    """Return an object with its references renumbered; nothing within a text is touched."""
    out, done, depth = [], 0, 0
    for token in TOKEN.finditer(data):
        text = token[0]
        if text == b"(":
            depth += 1
        elif text == b")":
            depth -= 1
        elif depth == 0 and text[:1] != b"\\":
            value = b"%d 0 R" % new(int(token[1])) if token[1] else b"%d" % (int(text) + pages_before)
            out += [data[done : token.start()], value]
            done = token.end()
    return b"".join([*out, data[done:]])


class Joiner:
    """Writes the joined PDF into `sink`, part by part; `end` closes it."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink, self._at = sink, 0
        self._places = array("Q", [0] * FIRST_FREE)
        self._catalog = b""
        self._info = 0
        self._page_roots: list[int] = []
        self._documents: list[bytes] = []
        self._tagged: list[bytes] = []
        self._roles = b""
        self._first_mark = self._marks = self._before = self._firsts = self._lasts = 0
        self._last_mark: tuple[int, bytes] | None = None
        self.pages = 0
        self._write(HEADER)

    def add(self, data: bytes) -> None:
        """Write the objects of a part. Raises NotOurs."""
        part = Part(data)
        base = len(self._places) - 1
        roots = {part.tags: TAGS, part.marks: MARKS}

        def new(number: int) -> int:
            return roots.get(number, base + number)

        self._places.extend([0] * part.count)
        left_out = {part.catalog, part.tags, part.marks} | ({part.info} if self._info else set())
        held = self._join_marks(part, base)
        for number in range(1, part.count + 1):
            if number in left_out or base + number in held:
                continue
            self._object(base + number, self._body(part, number, new))
        for number, body in held.items():
            self._hold_mark(number, renumbered(body, new, self.pages))
        self._note(part, new)

    def _body(self, part: Part, number: int, new: Callable[[int], int]) -> bytes:
        body, stream = part.body(number), b""
        if b"\nstream\n" in body[:4000] and body.startswith(b"<<"):
            head, mark, rest = body.partition(b"\nstream\n")
            body, stream = head, mark + NUMBER_OF_PAGES.sub(lambda found: b" " * len(found[0]), rest)
        if number == part.pages:
            parent = b"<</Type/Pages/Parent %d 0 R" % PAGES
            return renumbered(body, new, 0).replace(b"<</Type/Pages", parent, 1)
        return renumbered(body, new, self.pages) + stream

    def _note(self, part: Part, new: Callable[[int], int]) -> None:
        """Keep what the roots of all parts hold together."""
        tags = renumbered(part.body(part.tags), new, 0)
        self._documents.append(_found(rb"/K\[([^\]]*)\]", tags))
        places = PAIR.findall(_found(PLACES.pattern, tags))
        self._tagged += [b"%d %s" % (int(key) + self.pages, ref) for key, ref in places]
        self._page_roots.append(new(part.pages))
        self.pages += part.number_of_pages
        if not self._catalog:
            self._roles = _found(rb"(/RoleMap<<.*?>>)", tags)
            self._catalog = renumbered(part.body(part.catalog), self._of_catalog(part, new), 0)
            self._info = new(part.info)

    def _of_catalog(self, part: Part, new: Callable[[int], int]) -> Callable[[int], int]:
        return lambda number: PAGES if number == part.pages else new(number)

    def _join_marks(self, part: Part, base: int) -> dict[int, bytes]:
        """Return the first and last bookmark of a part, old references, once they know their neighbours.

        The last one waits for the next part, in which its neighbour stands.
        """
        root = part.body(part.marks)
        first, last = _ref(b"First", root), _ref(b"Last", root)
        self._marks += int(_found(rb"/Count (\d+)", root))
        if self._last_mark is not None:
            number, body = self._last_mark
            self._object(number, body.replace(b"<<", b"<</Next %d 0 R" % (base + first), 1))
        self._first_mark = self._first_mark or base + first
        self._before = self._last_mark[0] if self._last_mark else 0
        self._firsts, self._lasts = base + first, base + last
        return {base + number: part.body(number) for number in {first, last}}

    def _hold_mark(self, number: int, body: bytes) -> None:
        if number == self._firsts and self._before:
            body = body.replace(b"<<", b"<</Prev %d 0 R" % self._before, 1)
        if number == self._lasts:
            self._last_mark = (number, body)
        else:
            self._object(number, body)

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self._at += len(data)

    def end(self, identity: bytes) -> None:
        """Write the roots, the table of places and the end; `identity`: 32 hexadecimal digits."""
        if self._last_mark is not None:
            self._object(*self._last_mark)
        kids = b" ".join(b"%d 0 R" % number for number in self._page_roots)
        self._object(CATALOG, self._catalog)
        self._object(PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.pages, kids))
        tree = (b" ".join(self._documents), b" ".join(self._tagged), self.pages)
        tags = b"/K[%s]/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>" % tree
        self._object(TAGS, b"<</Type/StructTreeRoot" + self._roles + tags)
        last = self._last_mark[0] if self._last_mark else 0
        marks = (self._first_mark, last, self._marks)
        self._object(MARKS, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % marks)
        begin = self._at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places))
        for number in range(1, len(self._places)):
            at = self._places[number]
            self._write(b"%010d 00000 n \n" % at if at else b"0000000000 00000 f \n")
        names = (len(self._places), CATALOG, self._info, identity, identity)
        self._write(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\n" % names)
        self._write(b"startxref\n%d\n%%%%EOF" % begin)
