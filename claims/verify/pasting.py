"""The text of an address that could not be fetched, pasted by a person."""

from __future__ import annotations

from claims import record
from claims.ingest.details import Details
from claims.ingest.services import article_add_text
from claims.models import Evidence, User
from claims.states import Capture

from .gathered import anchored
from .refusal import CannotDecide


def text_paste(*, user: User, evidence: Evidence, text: str) -> None:
    """Let the locked evidence stand on the pasted text; its claim is locked too.

    Raises CannotDecide, also for a passage that the text does not hold, and TextRefused.
    """
    if not evidence.url:
        raise CannotDecide("Only the text of a web address is pasted here.")
    if evidence.capture == Capture.CAPTURED:
        raise CannotDecide("The page was captured in the meantime. Look at its text.")
    if user.desk_id != evidence.claim.desk_id:
        raise CannotDecide("Somebody of this desk has to paste the text: it becomes an article of the desk.")
    article = article_add_text(user=user, text=text, details=Details(url=evidence.url)).article
    version = article.latest
    body, place = anchored(version, evidence.body)
    record.change(
        evidence,
        actor=user,
        action="evidence.paste",
        page=article,
        version=version,
        body=body,
        start=place[0] if place else None,
        end=place[1] if place else None,
    )
