"""How the newsroom checks and corrects, for everybody: made from the tables and rules that the tool uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims import signing
from claims.access import ROLE_ACTIONS, Action
from claims.models import Evidence, Role
from claims.states import EvidenceState, Relation, Verdict
from claims.verify.assessments import warnings
from claims.verify.freshness import FIGURES_AFTER, TOLLS_AFTER
from claims.verify.origins import DOUBTS
from claims.web.vocabulary import ATTRIBUTION, RELATION, VERDICT

from . import cached
from .shown import contact

# How anybody checks the signature of an edition with OpenSSL 3 alone.
BY_HAND = """\
printf '%s\\n' 'STATEMENT' > statement.txt
printf '%s' 'SIGNATURE' | openssl base64 -d -A > statement.txt.sig
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement.txt -sigfile statement.txt.sig"""


@dataclass(frozen=True)
class Rule:
    """A verdict, and what the tool holds against it while the evidence does not fit."""

    verdict: str
    sentences: list[str]


@login_not_required
@require_safe
@csp_replace({"script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]})
def methodology(request: HttpRequest) -> HttpResponseBase:
    """Show the scale, the rules, the two-person rule, the times of re-check and how errors are corrected."""
    return cached.page(request, cached.tag_of("methodology", _said()), _page)


def _page() -> str:
    context = {
        "public": {"listed": True},
        "address": f"{settings.SITE_URL}{reverse('claims:methodology')}",
        "verdicts": list(VERDICT),
        "attributions": list(ATTRIBUTION),
        "relations": list(RELATION),
        "rules": rules(),
        "times": times(),
        "approvers": those_who_may(Action.APPROVE),
        "publishers": those_who_may(Action.PUBLISH),
        "keys": signing.public_keys(),
        "by_hand": BY_HAND,
        "contact": contact(),
        "contact_words": settings.CORRECTIONS_CONTACT,
    }
    return str(render_to_string("claims/report/public/methodology.html", context))


def _said() -> str:
    """Return everything the page is made from, to tell one configuration from another."""
    people = (those_who_may(Action.APPROVE), those_who_may(Action.PUBLISH))
    return repr((VERDICT, ATTRIBUTION, RELATION, rules(), times(), people, signing.public_keys()))


def rules() -> list[Rule]:
    """Return what warns whoever approves a verdict: without evidence, and with evidence that does not fit."""
    second = Evidence(relation=Relation.CORROBORATES, state=EvidenceState.CONFIRMED)
    found = []
    for verdict in Verdict:
        evidence = [*warnings(verdict, []), *warnings(verdict, [second])]
        sentences = dict.fromkeys([*evidence, *DOUBTS.get(verdict, ())])
        if sentences:
            found.append(Rule(verdict, list(sentences)))
    return found


def times() -> list[tuple[str, str]]:
    """Return which claims are looked at again after which time."""
    return [
        ("Preliminary figures, and how many people were killed, hurt or are missing", ladder(TOLLS_AFTER)),
        ("Other claims with figures", spelled(FIGURES_AFTER)),
        ("Claims without figures", "when a later source touches them"),
    ]


def ladder(steps: Sequence[timedelta]) -> str:
    """Return "after 6 hours; when the verdict holds, after 24 hours, then after 7 days"."""
    first, *later = map(spelled, steps)
    return f"{first}; when the verdict holds, {', then '.join(later)}" if later else first


def spelled(time: timedelta) -> str:
    """Return "after 6 hours", "after 2 days"."""
    hours = int(time.total_seconds() // 3600)
    if hours % 24 or hours < 48:
        return f"after {hours} hours"
    return f"after {hours // 24} days"


def those_who_may(action: Action) -> str:
    """Return the roles that may do it: "editors and admins"."""
    names = [f"{Role(role).label.lower()}s" for role, actions in ROLE_ACTIONS.items() if action in actions]
    return " and ".join(names)
