"""A tour of two minutes: five steps on the desk, remembered for each person, begun again in settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.access import Action, require
from claims.models import User

from .request import Request, whole_number
from .respond import done, fragment


@dataclass(frozen=True)
class Step:
    """One step: what it is about, in two sentences, and the page to look at."""

    title: str
    text: str
    link: str
    page: str
    number: int = 0
    of: int = 0

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.page)


STEPS = (
    Step(
        "Articles come in, claims come out",
        "An article is stored as it is and split into single claims, each with who said it.",
        "Add or look at articles",
        "claims:article-list",
    ),
    Step(
        "One key decides",
        "In the review the article stands beside one card: A accepts, X rejects, E edits, Z takes back.",
        "Review claims",
        "claims:review",
    ),
    Step(
        "A second source changes things",
        "Later articles are compared with the claims you hold; figures that differ are marked, "
        "and copies of one origin count once.",
        "Claims that later sources touch",
        "claims:claim-list",
    ),
    Step(
        "Work has one pair of hands",
        "A claim is with one person or in the desk’s pool, with a due time; what is late is told once.",
        "Assignments",
        "claims:assignment-list",
    ),
    Step(
        "What readers get never changes",
        "One person proposes a verdict, another approves it; a frozen report keeps its seal, "
        "corrections are shown.",
        "Reports",
        "claims:report-list",
    ),
)


def step_of(user: User) -> Step | None:
    """Return the step the person is at, None when they closed the tour."""
    if not 1 <= user.tour_step <= len(STEPS):
        return None
    step = STEPS[user.tour_step - 1]
    return Step(step.title, step.text, step.link, step.page, user.tour_step, len(STEPS))


@require_POST
def tour(request: Request) -> HttpResponse:
    """Go to a step of the tour (`step`), close it (0), or begin it again from the settings (1)."""
    require(request.user, Action.READ)
    wanted = whole_number(request.POST.get("step"), default=0) or 0
    request.user.tour_step = wanted if wanted <= len(STEPS) else 0
    request.user.save(update_fields=["tour_step"])
    if request.htmx:
        context = {"tour": step_of(request.user), "tour_moved": True}
        return fragment(request, "claims/web/_tour.html", context)
    return done(request, reverse("claims:desk"))
