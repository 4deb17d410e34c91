"""Where a sentence is cut: every token gets the piece it belongs to, by clause and by figure.

The rules are those of annotation: one predicate and one quantity role a claim. A clause is cut off when
it could stand alone; a phrase is cut off when it brings a figure or a record of its own.
"""

from __future__ import annotations

from claims.extract.cuts.borrowing import adopt_subjects, borrow, own_head, share_tails
from claims.extract.cuts.clauses import label, tree_heads
from claims.extract.cuts.conjuncts import cut_conjoined_figures
from claims.extract.cuts.gaps import cut_gaps
from claims.extract.cuts.stretches import cut_segments
from claims.extract.reading.pieces import Kind, Piece, Sentence


def cut(sentence: Sentence) -> list[Piece]:
    """Return the pieces of a sentence in text order; every token is in exactly one `tokens`."""
    heads = tree_heads(sentence)
    labels = label(sentence, heads)
    adopted = adopt_subjects(sentence, heads, labels)
    kinds: dict[int, Kind] = dict(heads)
    cut_segments(sentence, labels, kinds)
    pieces: dict[int, Piece] = {}
    for i in sentence.tokens():
        piece = pieces.setdefault(labels[i], Piece(labels[i], kinds.get(labels[i], "main"), [], []))
        piece.tokens.append(i)
    for piece in pieces.values():
        piece.head = own_head(sentence.doc, piece)
        if piece.head not in adopted:
            borrow(sentence, piece, pieces)
    share_tails(sentence, pieces)
    return [part for piece in pieces.values() for part in _cut_conjuncts(sentence, piece)]


def _cut_conjuncts(sentence: Sentence, piece: Piece) -> list[Piece]:
    """Cut two figures under one verb, the surest way first."""
    halves = cut_gaps(sentence, piece, strict=True)
    if len(halves) > 1:
        return [part for half in halves for part in cut_conjoined_figures(sentence, half)]
    parts = cut_conjoined_figures(sentence, piece)
    return parts if len(parts) > 1 else cut_gaps(sentence, piece, strict=False)
