"""Writing comments: said, put right within a quarter of an hour, withdrawn. Mentions tell people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from claims import record
from claims.access import ROLE_ACTIONS, Action
from claims.models import Comment, CommentText, Notification, ReadMark, User
from claims.models.discussion import EDITABLE, LONGEST
from claims.models.notification import NoticeKind
from claims.models.people import Role

from .mentions import mentioned
from .subjects import Subject, subject_of

TOO_LATE = "A comment can be changed for 15 minutes, by its author. Write another one."


class CannotSay(Exception):
    """The comment cannot be taken; the message says why and what to do."""


def clean(text: str) -> str:
    """Return what was typed as it is kept: lines end in one way, no NUL, nothing around it.

    Raises CannotSay for nothing and for more than LONGEST characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not text:
        raise CannotSay("Write a comment first.")
    if len(text) > LONGEST:
        over = len(text) - LONGEST
        raise CannotSay(
            f"A comment has {LONGEST:,} characters at most. Take out {over:,}, or write two comments."
        )
    return text


def people_to_mention(desk_id: UUID) -> QuerySet[User]:
    """Return who can be mentioned on a desk: its people who may read claims, by name."""
    rows = User.objects.filter(desk=desk_id, is_active=True).order_by("first_name", "username")
    return rows.filter(role__in=[role for role in Role.values if Action.READ in ROLE_ACTIONS[role]])


def comment_add(*, user: User, subject: Subject, text: str) -> Comment:
    """Say something about a claim or an article; tells whom it mentions. Raises CannotSay."""
    text = clean(text)
    comment = Comment.objects.create(desk_id=subject.row.desk_id, author=user, **subject.key)
    _write(comment, text, number=1)
    record.created(comment, actor=user, action="comment.add")
    read_until(user=user, subject=subject, until=comment.created_at)
    return comment


def comment_edit(*, user: User, comment: Comment, text: str) -> Comment:
    """Put an own comment right, within its first quarter of an hour; the earlier words stay on record.

    `comment` is locked. Raises CannotSay.
    """
    text = clean(text)
    if not editable(comment, user):
        raise CannotSay(TOO_LATE)
    last = comment.texts.order_by("-number")[0]
    if last.body != text:
        _write(comment, text, number=last.number + 1)
        numbers = ({"text": last.number}, {"text": last.number + 1})
        record.change(comment, actor=user, action="comment.edit", extra=numbers)
    return comment


def comment_withdraw(*, user: User, comment: Comment) -> Comment:
    """Take an own comment back: its words are shown no longer, the trace stays. Raises CannotSay."""
    if comment.author_id != user.pk:
        raise CannotSay("Only who wrote a comment can withdraw it.")
    if comment.withdrawn_at is not None:
        raise CannotSay("This comment is withdrawn already.")
    record.change(comment, actor=user, action="comment.withdraw", withdrawn_at=timezone.now())
    Notification.objects.filter(comment=comment, read_at__isnull=True).update(read_at=timezone.now())
    return comment


def editable(comment: Comment, user: User) -> bool:
    """Whether `user` may still put the comment right."""
    recent = comment.created_at > timezone.now() - EDITABLE
    return comment.author_id == user.pk and comment.withdrawn_at is None and recent


def read_until(*, user: User, subject: Subject, until: datetime) -> None:
    """Remember that the person has read the discussion up to `until`, and its mentions of them."""
    mark, made = ReadMark.objects.get_or_create(user=user, **subject.key, defaults={"until": until})
    if not made and mark.until < until:
        ReadMark.objects.filter(pk=mark.pk, until__lt=until).update(until=until)
    told = Notification.objects.filter(user=user, kind=NoticeKind.MENTION, read_at__isnull=True)
    told.filter(comment__created_at__lte=until, **subject.key).update(read_at=timezone.now())


def _write(comment: Comment, text: str, *, number: int) -> None:
    """Store the words and tell those whom they mention, each once for a comment."""
    people = {person.username: person for person in people_to_mention(comment.desk_id)}
    found = sorted(mentioned(text, people))
    names = {name: people[name].display_name for name in found}
    CommentText.objects.create(comment=comment, number=number, body=text, names=names)
    subject = subject_of(comment)
    Notification.objects.bulk_create(
        [
            Notification(
                user=people[name],
                kind=NoticeKind.MENTION,
                comment=comment,
                **subject.key,
            )
            for name in found
            if people[name].pk != comment.author_id
        ],
        ignore_conflicts=True,
    )
