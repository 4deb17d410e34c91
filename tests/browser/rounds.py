"""A round visits every page of the app and asks each the same questions.

The pages are the addresses of tests/security/test_routes.py, whose table is held against the resolver: a new
address is visited without another line here. An answer without a doctype is a fragment: its page is visited.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from claims.models import Role, User
from tests.cast import sign_in
from tests.security.test_routes import OPEN, ROUTES

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
PROBES = Path(__file__).with_name("probes.js")
FILES = {  # a browser would take them home
    "claims:edition-file",
    "claims:edition-claim",
    "claims:evidence-file",
    "claims:claims-export",
    "claims:claim-record",
    "claims:report-as-of-file",
    "claims:health",
    "claims:signing-keys",
    "claims:public-file",
    "claims:feed",
    "claims:desk-feed",
}
FIRST, LATER = 250_000, 40_000  # bytes a page may weigh on its way: the first of a visit, and one after it
WAYS = {  # other forms of a page
    "claims:article-new": ("?by=url", "?by=file", "?by=feed"),
    "claims:article-list": ("?q=nothing-has-this-word",),
    "claims:claim-list": ("?q=nothing-has-this-word", "?review=rejected"),
    "claims:source-list": ("?q=nothing-has-this-word",),
    "claims:event-list": ("?q=nothing-has-this-word",),
    "claims:evidence-add": ("?kind=file", "?kind=search"),
    "claims:claim": ("?as_of=2999-01-01T00:00Z",),
    "claims:event": ("?as_of=2999-01-01T00:00Z",),
    "claims:report": ("?as_of=2999-01-01T00:00Z",),
}
ALSO = {"claims:claim-words": "placed_claim"}  # another thing of the world that makes another page


@dataclass(frozen=True)
class Stop:
    """One page of a round; `send` is what is posted to it, None to look only."""

    name: str
    address: str
    who: str
    send: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.name} {'(sent) ' if self.send is not None else ''}as {self.who}"


def stops(world: dict[str, list[Any]] | None) -> Iterator[Stop]:
    """Yield every page; without a world those that stand on no row, as an empty newsroom has them."""
    for name, route in ROUTES.items():
        if name in FILES or (route.of and world is None):
            continue
        address = reverse(name, args=world[route.of] if route.of and world else None)
        stop = Stop(name, address, Role.ADMIN if route.least == Role.ADMIN else Role.EDITOR)
        if route.exempt:
            yield replace(stop, who=OPEN)
            continue
        if route.get == 200:
            yield stop
            yield from (replace(stop, name=name + way, address=address + way) for way in WAYS.get(name, ()))
            if name in ALSO and world is not None:
                yield replace(
                    stop, name=f"{name} of {ALSO[name]}", address=reverse(name, args=world[ALSO[name]])
                )
        if route.least == Role.VIEWER and route.get == 200:
            yield replace(stop, who=Role.VIEWER)
        if route.post == 422 and world is not None:
            yield replace(stop, send=route.data)


class Round:
    """A browser's way through the pages, as different people."""

    def __init__(
        self,
        chromium: Any,
        base: str,
        people: dict[str, User | None],
        *,
        with_axe: bool = True,
        **options: Any,
    ) -> None:
        self._chromium, self._base, self._people, self._options = chromium, base, people, options
        self._scripts = [AXE, PROBES] if with_axe else [PROBES]
        self._pages: dict[str, Any] = {}
        self._said: list[str] = []
        self.seen = 0  # pages that were asked

    def page(self, who: str) -> Any:
        """Return the page of a person, signed in, with probes and axe in every document it opens."""
        if who not in self._pages:
            self._pages[who] = self._open(self._people[who])
        return self._pages[who]

    def _open(self, user: User | None) -> Any:
        options = {"viewport": {"width": 1440, "height": 1000}, "reduced_motion": "reduce", **self._options}
        context = self._chromium.new_context(base_url=self._base, **options)
        context.set_default_timeout(20_000)
        for script in self._scripts:
            context.add_init_script(path=script)
        if user is not None:
            context.add_cookies([{"name": "session", "value": session_of(user), "url": self._base}])
        page = context.new_page()
        page.on("pageerror", lambda error: self._said.append(f"error: {error} {error.stack}"))
        page.on("console", self._listen)
        return page

    def _listen(self, line: Any) -> None:
        if line.type == "error" and "the server responded with a status of 4" not in line.text:
            self._said.append(f"console: {line.text}")

    def go(self, stop: Stop) -> Any:
        """Open a stop and return its page; None when the answer is no page: a fragment, figures, a file."""
        page = self.page(stop.who)
        if stop.send is None:
            answer = page.goto(stop.address)
        else:
            if page.locator(TOKEN).count() == 0:  # a form is sent from whatever page has a token
                page.goto(reverse("claims:settings"))
            with page.expect_navigation() as sent:
                page.evaluate(SEND, [stop.address, stop.send])
            answer = sent.value
        return page if answer and page.evaluate(SETTLED) else None

    def ask(self, where: list[Stop], questions: Callable[[Any], list[str]]) -> list[str]:
        """Return what `questions` finds on each page, and what the pages said in their console."""
        found = []
        for stop in where:
            self._said.clear()
            page = self.go(stop)
            if page is None:
                continue
            self.seen += 1
            answers = questions(page) + page.evaluate("probes.refused()") + self._said
            found += [f"{stop}: {answer}" for answer in answers]
        return found

    def end(self) -> None:
        """Close what was opened."""
        for page in self._pages.values():
            page.context.close()


# Fonts are there and a frame has been laid out with them; whether it is a page, and no fragment.
SETTLED = """document.doctype?.name === "html" && location.protocol === "http:"
  && document.fonts.ready
    .then(() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true)))))"""
TOKEN = "[name=csrfmiddlewaretoken]"
SEND = """([address, values]) => {
  const form = document.createElement("form");
  Object.assign(form, {method: "post", action: address, hidden: true});
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...values})) {
    const field = document.createElement("input");
    Object.assign(field, {name, value});
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def session_of(user: User) -> str:
    """Return the session key of a signed-in person."""
    return sign_in(Client(), user).cookies["session"].value


def probe(page: Any, *names: str) -> list[str]:
    """Return what the named probes find on the page as it stands."""
    return page.evaluate(
        "async names => (await Promise.all(names.map(name => probes[name]()))).flat()", list(names)
    )


def assert_none(found: list[str]) -> None:
    """Fail with every line: one look shows all that is to be put right."""
    assert not found, "\n" + "\n".join(found)


@cache
def weight(path: str) -> int:
    """Return what a static file weighs on its way, in bytes: text is compressed, fonts are already."""
    body = Path(finders.find(path)).read_bytes()
    return len(body if path.endswith("woff2") else gzip.compress(body))


def files_of(page: Any) -> set[str]:
    """Return the static files that a page made the browser load."""
    names = page.evaluate(
        "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)"
    )
    return {name.removeprefix("/static/") for name in names if name.startswith("/static/")}


def axe(page: Any, kind: str = "all") -> list[str]:
    """Return what axe holds against the page by WCAG 2.2 A and AA: "all", "colours" alone, or "shapes"."""
    return page.evaluate("kind => probes.axed(kind)", kind)
