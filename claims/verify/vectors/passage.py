"""What of an article tells of a claim, as far as the sentence model reads: of a long one, a passage. Pure."""

from __future__ import annotations

from .wordpiece import LIMIT, numbers_of

WORDS = 120  # of a passage: as long as the articles that the weights of matching were fitted on


def passage_of(title: str, text: str, sentence: str) -> str:
    """Return headline and words around `sentence` when the model does not read the whole article, else ""."""
    at = text.find(sentence) if sentence else -1
    words = text.split()
    if at < 0 or not (len(words) > LIMIT or len(numbers_of(f"{title}. {text}", LIMIT + 1)) > LIMIT):
        return ""
    before, length = len(text[:at].split()), len(sentence.split())
    first = before - max(0, WORDS - length) // 2
    first = max(0, min(first, len(words) - WORDS))
    return f"{title}. {' '.join(words[first : max(first + WORDS, before + length)])}"
