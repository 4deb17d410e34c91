"""Texts find their copies when they arrive, and clusters grow, meet and part by people's word alone."""

from __future__ import annotations

import hashlib
from itertools import permutations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.ingest.reuse import store
from claims.ingest.reuse.selectors import cluster_of, copies_of, same_origin, same_origins
from claims.models import ArticleVersion, OriginRuling, TextCluster, TextCopy, TextPrint
from tests.cast import make_article, make_outlet, make_source
from tests.ingest.reuse.test_prints import story
from tests.verify.scene import matched

WIRE = story(1)


def arrive(desk, paragraphs, outlet, **more) -> ArticleVersion:
    """Return the version of a new article whose text was looked up."""
    text = "\n".join(paragraphs)
    row = make_article(desk, text=text, title=outlet, outlet=make_outlet(outlet), **more)
    version = row.versions.get(number=1)
    store.version_print(version)
    return version


def together(*versions) -> bool:
    found = cluster_of([version.pk for version in versions])
    return len(found) == len(versions) and len(set(found.values())) == 1


def rule(one: ArticleVersion, other: ArticleVersion, ruling: str, by) -> None:
    """Say something of two texts as the pages do, and group them anew."""
    pair = sorted([one.article_id, other.article_id])
    OriginRuling.objects.create(
        desk=one.article.desk,
        about="text",
        ruling=ruling,
        article_id=pair[0],
        other_id=pair[1],
        reason="Seen on paper.",
        ruled_by=by,
    )
    store.regroup_articles(one.article.desk_id, pair)


def test_a_cut_copy_joins_the_story_and_another_report_does_not(foreign_desk):
    whole = arrive(foreign_desk, WIRE, "Morning Ledger")
    half = arrive(foreign_desk, ["MOSCOW: " + WIRE[0], *WIRE[1:6]], "Harbour Herald")
    other = arrive(foreign_desk, story(2), "Bay Post")
    assert together(whole, half)
    assert other.pk not in cluster_of([other.pk])
    link = TextCopy.objects.get()
    assert (link.version, link.of) == (half, whole)
    assert link.containment > 0.95
    assert 0.4 < link.resemblance < 0.6


def test_the_order_of_arrival_makes_no_difference(foreign_desk, other_desk, db):
    """A story and two parts of it that share nothing: the story bridges them, whenever it comes."""
    for number, order in enumerate(permutations([WIRE, WIRE[:6], WIRE[6:]])):
        desk = type(foreign_desk).objects.create(name=f"Desk {number}")
        versions = [arrive(desk, part, f"{number} {len(part)} {part[0][:20]}") for part in order]
        assert together(*versions), order


def test_clusters_that_a_text_bridges_become_one(foreign_desk):
    one, two = arrive(foreign_desk, WIRE[:6], "A"), arrive(foreign_desk, WIRE[:6] + story(8)[:1], "B")
    three, four = arrive(foreign_desk, WIRE[6:], "C"), arrive(foreign_desk, WIRE[6:] + story(9)[:1], "D")
    assert together(one, two)
    assert together(three, four)
    assert not together(one, three)
    arrive(foreign_desk, WIRE, "E")
    assert together(one, two, three, four)


def test_another_desk_has_clusters_of_its_own(foreign_desk, other_desk):
    arrive(foreign_desk, WIRE, "A")
    theirs = arrive(other_desk, WIRE, "B")
    assert cluster_of([theirs.pk]) == {}


def test_looking_up_again_changes_nothing(foreign_desk):
    one, two = arrive(foreign_desk, WIRE, "A"), arrive(foreign_desk, WIRE[:8], "B")
    before = cluster_of([one.pk, two.pk])
    store.version_print(one)
    store.version_print(two)
    assert cluster_of([one.pk, two.pk]) == before
    assert (TextCopy.objects.count(), TextCluster.objects.count()) == (1, 1)


def test_near_identical_copies_leave_the_index_small_and_cost_few_queries(foreign_desk):
    arrive(foreign_desk, WIRE, "First")
    for number in range(30):
        arrive(foreign_desk, [f"Edition {number}", *WIRE], f"Outlet {number}")
    assert TextPrint.objects.exclude(keys=[]).count() == 1
    assert TextPrint.objects.values("cluster").distinct().count() == 1
    with CaptureQueriesContext(
        connection,
    ) as few:
        arrive(foreign_desk, ["Edition 31", *WIRE], "Outlet 31")
    assert len(few) < 30


def test_copies_that_are_each_edited_do_not_fill_the_index_either(foreign_desk):
    for number in range(40):
        changed = [*WIRE[:8], *story(100 + number)[:4]]  # two thirds in common
        arrive(foreign_desk, changed, f"Outlet {number}")
    assert TextPrint.objects.exclude(keys=[]).count() <= store.ENOUGH + 1
    assert TextPrint.objects.values("cluster").distinct().count() == 1


def test_a_word_that_two_texts_differ_divides_them_and_outlasts_what_comes_later(foreign_desk, bob):
    one, two = arrive(foreign_desk, WIRE, "A"), arrive(foreign_desk, WIRE[:8], "B")
    rule(one, two, "separate", bob)
    assert not together(one, two)
    third = arrive(foreign_desk, ["LISBON: " + WIRE[0], *WIRE[1:]], "C")
    assert not together(one, two)
    assert together(third, one)
    store.version_print(two)
    assert not together(one, two)
    rule(one, two, "machine", bob)
    assert together(one, two, third)


def test_a_word_that_two_texts_are_the_same_joins_them(foreign_desk, bob):
    one, two = arrive(foreign_desk, WIRE, "A"), arrive(foreign_desk, story(2), "B")
    rule(one, two, "same", bob)
    assert together(one, two)
    copy = arrive(foreign_desk, story(2)[:8], "C")
    assert together(one, two, copy)
    rule(one, two, "separate", bob)
    assert together(two, copy)
    assert not together(one, two)


def test_two_articles_of_one_text_are_one_origin_with_the_share_they_have(foreign_desk):
    one, two = arrive(foreign_desk, WIRE, "A"), arrive(foreign_desk, WIRE[:8], "B")
    assert same_origin(one.article, two.article) == "same text, 100 %"


def test_two_articles_of_one_agency_are_one_origin_in_their_own_voice(foreign_desk):
    one = arrive(foreign_desk, WIRE, "A", agency="AFP")
    two = arrive(foreign_desk, story(2), "B", agency="AFP")
    other = arrive(foreign_desk, story(3), "C", agency="Reuters")
    assert same_origins([(one.article, two.article), (one.article, other.article)]) == ["both credit AFP", ""]


def test_two_credits_that_name_no_agency_show_nothing(foreign_desk):
    one = arrive(foreign_desk, WIRE, "A", agency="agencies")
    two = arrive(foreign_desk, story(2), "B", agency="agencies")
    assert same_origin(one.article, two.article) == ""


def test_copies_of_an_article_are_those_in_which_the_sentence_stands(foreign_desk):
    whole = arrive(foreign_desk, WIRE, "A")
    half = arrive(foreign_desk, WIRE[:6], "B")
    assert [row.article for row in copies_of(whole).rows] == [half.article]
    assert [row.percent for row in copies_of(whole, sentence=WIRE[0].split(". ")[0]).rows] == [100]
    assert copies_of(whole, sentence=WIRE[-1].split(". ")[0]).rows == ()


def test_a_second_version_of_an_article_is_no_copy_of_it(foreign_desk):
    first = arrive(foreign_desk, WIRE, "A")
    text = "\n".join([*WIRE, "One line more."])
    second = ArticleVersion.objects.create(
        article=first.article,
        number=2,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        method="paste",
        captured_at=timezone.now(),
    )
    store.version_print(second)
    assert copies_of(second).rows == ()


def test_the_match_stage_looks_texts_up(foreign_desk):
    make_source()
    rows = [make_article(foreign_desk, text="\n".join(WIRE), outlet=make_outlet(name)) for name in "AB"]
    for row in rows:
        matched(row)
    assert together(*(row.versions.get() for row in rows))
