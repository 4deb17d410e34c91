"""Ranks of several signals made one, and which words are looked up."""

from __future__ import annotations

from uuid import UUID

from claims.verify.candidates.fusion import fuse
from claims.verify.candidates.lexemes import JOINED, RARE, keys, lexemes, weights

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def test_what_stands_high_in_several_lists_stands_first():
    fused = fuse({"text": [A, B, C], "context": [B, A, D], "figure": [B]}, 3)
    assert [item.id for item in fused] == [B, A, C]
    assert fused[0].signals == ("near figure", "alike in wording", "alike in setting")
    assert 0 < fused[1].score < fused[0].score < 1


def test_first_in_all_lists_scores_one_and_ties_have_one_order():
    (fused,) = fuse({"text": [A], "context": [A], "figure": [A], "words": [A]}, 5)
    assert abs(fused.score - 1) < 1e-9
    assert [item.id for item in fuse({"text": [B], "context": []}, 5)] == [B]
    assert fuse({}, 5) == []


def test_what_two_signals_are_sure_of_is_not_crowded_out_by_what_resembles_each_other():
    crowd = [UUID(int=number) for number in range(100, 160)]
    lists = {"text": [A, *crowd], "words": [A], "figure": crowd, "context": crowd}
    assert A in {item.id for item in fuse(lists, 10)}


def test_lexemes_are_stems_and_figures():
    found = lexemes("Some 1,200 drones were destroyed, 3.5% of Ukraine's")
    assert {"1200", "3.5", "destroy", "ukraine"} <= set(found)
    assert "were" not in found
    assert lexemes("…") == []


def test_rare_words_are_looked_up_alone_and_common_ones_together():
    counts = {"": 9000, "drone": JOINED + 1, "launch": JOINED, "night": 9000, "479": 3, "shahed": RARE}
    found = keys(["drone", "479", "night", "shahed", "launch"], counts)
    assert found[:2] == [("479",), ("shahed",)]
    assert set(found[2:]) == {("launch", "drone"), ("launch", "night")}


def test_common_words_are_looked_up_together_when_there_is_nothing_rare():
    counts = {"": 9000, "drone": JOINED + 1, "night": 9000}
    assert keys(["drone", "night"], counts) == [("drone", "night")]
    assert keys(["night"], counts) == []


def test_the_rarer_a_word_the_more_it_tells():
    told = weights(["a", "b", "c"], {"": 100, "a": 100, "b": 10}, 100)
    assert 0 < told["a"] < told["b"] < told["c"]
