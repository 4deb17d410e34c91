"""The text of an article before it is stored: cleaned, checked, hashed, its language and date noted."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from claims.ingest.errors import TextRefused
from claims.ingest.stamps import Moment, read_stamp

CHARACTERS_MAX = 1_000_000
BYTES_MAX = 5_000_000
UNDETERMINED = "und"  # ISO 639: no language could be told

_MARKS_MAX = 30  # Unicode's stream-safe limit
_LETTERS_MIN = 20
_SURE = 0.75
_SAMPLE = 4_000

_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\v\f\u2028]")
_C1 = re.compile(r"[\x80-\x9f]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffc\ufffe\uffff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# Overrides, embeddings and isolates make text read otherwise than it is stored. Left-to-right and
# right-to-left marks stay: they order punctuation and change no letter.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u206f]")
# Invisible characters that split words ("in\u00advasion").
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060-\u2065\ufeff\U000e0000-\U000e007f]")
# Joiners stay where they shape letters (Persian, Hindi, emoji) and go beside Latin ones.
_LATIN = "\x00-\u036f\u1e00-\u1eff"
_JOINER = re.compile(f"(?<![^{_LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LATIN}]|$)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text fit to be stored; `removed` says in words what was taken out or repaired."""

    text: str
    removed: list[str]


def clean(text: str) -> Cleaned:
    """Make text safe to store, show and slice, and change no word of it.

    Only composition (NFC) is normalised, so that a letter typed and the same letter copied are equal
    for search and hash. Compatibility forms, quotation marks and spaces stay as the author wrote them:
    a verbatim quote must stay verbatim. Cleaning twice changes nothing.
    """
    removed: list[str] = []
    for _ in range(4):  # what one step takes out can bring together what another looks for
        before = text
        text = _clean_once(text, removed)
        if text == before:
            break
    return Cleaned(text, removed)


def _clean_once(text: str, removed: list[str]) -> str:
    def apply(pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], what: str) -> None:
        nonlocal text
        text, count = pattern.subn(by, text)
        if count:
            removed.append(f"{count:,} {what if count == 1 else what + 's'}")

    if _SURROGATES.search(text):  # halves of one character are joined, lone ones replaced
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        removed.append("broken characters")
    text = _BREAKS.sub("\n", text).replace("\u2029", "\n\n")
    if not text.isascii():
        apply(_C1, _windows, "mistaken character code")
        apply(_BIDI, "", "text direction control")
        apply(_INVISIBLE, "", "invisible character")
        apply(_JOINER, "", "invisible character")
        apply(_piles(text), r"\1", "pile of accents")
        text = unicodedata.normalize("NFC", text)
    apply(_CONTROL, "", "control character")
    # by line: a pattern for trailing blanks would take quadratic time on a line of blanks
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _windows(match: re.Match[str]) -> str:
    """Bytes of Windows-1252 that were read as Latin-1: mostly quotation marks, which carry meaning."""
    return match.group().encode("latin-1").decode("cp1252", "ignore")


def _piles(text: str) -> re.Pattern[str]:
    """More accents in a row than any script uses: noise, and slow to compose."""
    marks = "".join(char for char in set(text) if unicodedata.combining(char))
    pattern = f"([{re.escape(marks)}]{{{_MARKS_MAX}}})[{re.escape(marks)}]+" if marks else r"(\Zx)"
    return re.compile(pattern)


def check(text: str) -> None:
    """Raise TextRefused, saying what to do, for text that is empty, no text, or too long."""
    if not text.strip():
        raise TextRefused("There is no text. Paste the text of the article.")
    if len(text) > CHARACTERS_MAX or len(text.encode("utf-8", "replace")) > BYTES_MAX:
        raise TextRefused(
            f"The text has {len(text):,} characters; an article may have {CHARACTERS_MAX:,} "
            f"and {BYTES_MAX // 1_000_000} MB. Add its parts as separate articles."
        )
    if not any(char.isalpha() for char in text):
        raise TextRefused("The text has no words in it. Paste the text of the article.")


def check_published(published: date | datetime, now: datetime) -> None:
    """Raise TextRefused when the time of publication cannot be one. Times are aware."""
    if isinstance(published, datetime):
        day, late = published.date(), published > now + timedelta(minutes=5)
    else:  # a day may be ahead of ours as far as the earth's time zones reach
        day, late = published, published > (now.astimezone(UTC) + timedelta(hours=14)).date()
    if late:
        raise TextRefused(f"The date {day.day} {day:%B %Y} is in the future. Check the date of publication.")
    if day.year < 1600:
        raise TextRefused(f"The year {day.year} cannot be right. Check the date of publication.")


def sha256(text: str) -> str:
    """The hash (64 hex digits) by which the same text is recognised."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def language(text: str) -> str:
    """The language as an ISO 639-1 code, or "und" when the text is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if sum(char.isalpha() for char in sample) < _LETTERS_MIN:
        return UNDETERMINED
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else UNDETERMINED


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@dataclass(frozen=True, slots=True)
class LeadingFacts:
    """What the head of a pasted article says of itself; a guess to be shown, never one to be kept silent."""

    published: Moment | None = None
    modified: Moment | None = None
    title: str = ""
    byline: str = ""


_HEAD_LINES = 10
_BYLINE = re.compile(r"by\s+(?P<who>[A-Z][^.!?]{2,90})", re.IGNORECASE)
_CAPTION = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|image|video|credit|caption|illustration)\s*(?:by|:|/|credit)"
    r"|\b(?:getty|shutterstock|alamy|epa|afp|ap photo|reuters|wpa pool)\s*(?:images)?\s*(?:/|$|\))"
    r"|^\s*(?:file\s*[-–—:]|advertisement\b|share\b|subscribe\b|sign (?:in|up)\b)",
    re.IGNORECASE,
)


def leading_facts(text: str) -> LeadingFacts:
    """Date and time of publication, title and byline from the first lines of pasted text.

    Only what stands as head matter counts: a labelled date ("date 2025-06-09", "Published 9 June 2025
    15:40 BST"), a line that is little more than a date, or a dateline. A date within a sentence is news.
    """
    published: Moment | None = None
    modified: Moment | None = None
    title = byline = ""
    lines = [line.strip() for line in text[:5_000].split("\n") if line.strip()]
    for number, line in enumerate(lines[:_HEAD_LINES]):
        stamp = read_stamp(line[:300])
        if stamp and (stamp.kind != "bare" or _is_head_matter(stamp.rest)):
            if stamp.kind == "updated":
                modified = modified or stamp.value
            else:
                published = published or stamp.value
            continue
        if match := _BYLINE.fullmatch(line[:100]):
            byline = byline or match["who"].strip()
        elif not title and number < 4 and number + 1 < len(lines) and _is_title(line):
            title = line
        elif len(line) > 150:
            break  # the article has begun
    return LeadingFacts(published, modified, title, byline)


def leading_date(text: str) -> str:
    """The words of the line that gives `leading_facts` the date of publication; "" when none does."""
    wanted = leading_facts(text).published
    for line in text[:5_000].split("\n") if wanted else ():
        stamp = read_stamp(line.strip()[:300])
        if stamp and stamp.value == wanted and stamp.kind != "updated":
            return line.strip()[:80]
    return ""


def _is_head_matter(rest: str) -> bool:
    """Whether what stands beside a date is a byline, a section, an outlet: short and no sentence."""
    if len(rest) > 60 or rest.rstrip().endswith((".", "?", "!")):
        return False
    return len(rest.split()) <= 3 or bool(
        re.match(r"by\b", rest, re.IGNORECASE) or re.search(r"[|/•·]", rest)
    )


def _is_title(line: str) -> bool:
    words = line.split()
    return 3 <= len(words) <= 30 and len(line) <= 160 and line[-1] not in ".,;:" and not _CAPTION.search(line)
