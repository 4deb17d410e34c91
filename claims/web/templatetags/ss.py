"""Template tags of Second Source: icons, statuses, people. Built in, no `load` needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.states import CHOSEN_REASONS, EvidenceState, Relation
from claims.together import deeds
from claims.web import own_keys, vocabulary
from claims.web.vocabulary import Look

register = template.Library()
SPRITE = "icons.svg"
_SOME = UUID(int=2**127)
ARIA_HIDDEN = format_html(' aria-hidden="{}"', "true")


@register.filter
def at(found: dict[Any, Any], key: Any) -> Any:
    """Return what a dictionary holds under `key`, None for nothing."""
    return found.get(key)


# What hangs on its arguments alone is made once: a page of the queue shows hundreds of these.
made_once = lru_cache(maxsize=512, typed=True)  # a safe string is not one that needs escaping


@register.filter
def address(pk: Any, name: str) -> str:
    """Return the address of a row: {{ claim.pk|address:"claims:claim" }}. Quick enough for long lists."""
    front, back = _around(name, get_urlconf(), get_script_prefix())
    return f"{front}{pk}{back}"


@lru_cache(maxsize=64)
def _around(name: str, urlconf: str | None, prefix: str) -> tuple[str, str]:
    front, _, back = reverse(name, args=[_SOME]).partition(str(_SOME))
    return front, back


@register.simple_tag
@made_once
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Show an icon of the sprite; with `label` it speaks, else it is decoration."""
    said = format_html(' role="img" aria-label="{}"', label) if label else ARIA_HIDDEN
    return format_html(
        '<svg class="icon {}"{}><use href="{}#{}"></use></svg>', size, said, static(SPRITE), name
    )


@register.simple_tag
@made_once
def verdict_tag(value: str) -> SafeString:
    """Show a verdict as a tag: icon and label, never colour alone."""
    look = vocabulary.VERDICT[value]
    form = {"dash": "dash", "open": "open"}.get(look.form, "")
    return format_html(
        '<span class="tag {} {}">{}{}</span>', look.colour, form, icon(look.icon, "s"), look.label
    )


@register.simple_tag
def status(table: str, value: str, extra: str = "") -> SafeString:
    """Show a value of another axis as glyph and plain text; `extra` is added behind the label."""
    look = vocabulary.TABLES[table][value]
    return _glyph(look, extra, word="word" if table in ("attribution", "article") else "")


@register.simple_tag
def review_status(claim: Any) -> SafeString:
    """Show the review state of a claim, with the reason of a rejection or the second opinion asked."""
    if claim.second_opinion and claim.review_state == "extracted":
        return _glyph(vocabulary.SECOND_OPINION, "")
    reason = vocabulary.REJECT_REASON[claim.reject_reason].label.lower() if claim.reject_reason else ""
    return _glyph(vocabulary.REVIEW[claim.review_state], reason)


@register.simple_tag
def evidence_status(row: Any) -> SafeString:
    """Show where a piece of evidence stands, and who decided or that the machine proposed it."""
    if row.state == EvidenceState.PROPOSED and not row.proposed_by_id:
        return _glyph(vocabulary.BY_MACHINE, "")
    return _glyph(_evidence_look(row), row.decided_by.initials if row.decided_by else "")


def _evidence_look(row: Any) -> Look:
    if row.state == EvidenceState.DISMISSED and row.proposed_by_id:
        return vocabulary.TAKEN_BACK  # what a person had brought
    logged = row.relation == Relation.ABSENCE and row.state == EvidenceState.CONFIRMED
    return vocabulary.LOGGED if logged else vocabulary.EVIDENCE_STATE[row.state]


@register.filter
def evidence_word(row: Any) -> str:
    """Return where a piece of evidence stands, in a word: "Confirmed", "Withdrawn"."""
    return _evidence_look(row).label


@register.filter
def grade_words(row: Any) -> str:
    """Return the grade of evidence in the words of the scale: "Usually reliable; probably true"."""
    return vocabulary.grade_words(row.reliability, row.credibility)


@register.simple_tag
def reject_reasons() -> list[tuple[str, Look]]:
    """Return the six reasons a person may reject for, in the order of their keys."""
    return [(reason, vocabulary.REJECT_REASON[reason]) for reason in CHOSEN_REASONS]


@made_once
def _glyph(look: Look, extra: str, word: str = "") -> SafeString:
    rest = format_html(' <span class="ink3">{}</span>', extra) if extra else ""
    return format_html(
        '<span class="glyph {} {}">{}<span>{}</span>{}</span>',
        look.colour,
        word,
        icon(look.icon, "s"),
        look.label,
        rest,
    )


@register.simple_tag
def freshness(claim: Any) -> SafeString:
    """Show freshness: a bar at the left for what is due or needs a re-check, and its cause."""
    return _fresh(str(claim.freshness), claim.freshness_cause)


@made_once
def _fresh(value: str, why: str) -> SafeString:
    look = vocabulary.FRESHNESS[value]
    cause = format_html(' <span class="cause">{}</span>', why) if why else ""
    word = look.label if value == "current" else format_html("<b>{}</b>", look.label)
    return format_html('<span class="fresh {}">{}{}{}</span>', value, icon(look.icon, "s"), word, cause)


@register.simple_tag(takes_context=True)
def key(context: template.Context, name: str) -> SafeString:
    """Show a key cap, the person's own. Decoration: the button says what it does."""
    request = getattr(context, "request", None) or context.get("request")
    own = getattr(getattr(request, "user", None), "own_keys", None) or {}
    return format_html('<kbd aria-hidden="true">{}</kbd>', own_keys.cap(str(name), own))


@register.filter
def label(value: str, table: str) -> str:
    """Return the label of a status: {{ claim.verdict|label:"verdict" }}."""
    return vocabulary.TABLES[table][value].label


@register.filter
def look(value: str, table: str) -> Look:
    """Return the whole look of a status."""
    return vocabulary.TABLES[table][value]


@register.filter
def directed(field: BoundField) -> SafeString:
    """Show the box of a form's field so that what is typed in it runs in its own direction."""
    return field.as_widget(attrs={"dir": "auto"})


@register.filter
def item(rows: Any, at: int) -> Any:
    """Return the element of a list at a place: {{ heads|item:forloop.counter0 }}."""
    return rows[at]


@register.filter
def short_hash(value: str) -> str:
    """Return "865cd8ef…72e6" of a long hash."""
    return f"{value[:8]}…{value[-4:]}" if len(value) > 14 else value


@register.simple_tag
def badge(user: Any) -> SafeString:
    """Show a person's initials in a ring, with the name as its title."""
    if user is None:
        return format_html('<span class="who" title="{}">–</span>', "Nobody")
    return format_html('<span class="who" dir="auto" title="{}">{}</span>', user.display_name, user.initials)


@register.simple_tag
def worth(value: float) -> SafeString:
    """Show check-worthiness, 0 to 1, as five cells and in figures."""
    cells = format_html_join(
        "",
        '<rect class="{}" x="{}" y="0.5" width="5" height="12"></rect>',
        [("full" if value >= place / 5 - 0.1 else "none", place * 6.5 - 6) for place in range(1, 6)],
    )
    return format_html(
        '<span class="worth"><svg viewBox="0 0 32 13" aria-hidden="true">{}</svg>Check-worthy, {}</span>',
        cells,
        f"{value:.2f}",
    )


@register.filter
def deed(entry: Any) -> str:
    """Return what an audit entry says was done, in words: "accepted", "submitted a verdict on"."""
    words = deeds.deed(entry.action).replace("{it}", "").strip()
    reason = entry.after.get("reject_reason")
    if entry.action == "claim.reject" and reason in vocabulary.REJECT_REASON:
        return f"{words} ({vocabulary.reject_label(reason).lower()})"
    return " ".join(words.split())
