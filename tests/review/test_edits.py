"""Editing in place: what is written, what is refused, and how sources and figures are read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.models import AuditEntry, Source, SourceAlias
from claims.models.source import fold_name
from claims.review.forms import read_number, read_range
from tests.cast import make_article, make_source
from tests.review.acting import HTMX, act, deeds, edit_data, fresh


def edit(client, claim, *, htmx=False, **changes):
    return act(client, claim, "edit", htmx=htmx, **edit_data(claim, **changes))


@pytest.mark.django_db
def test_an_edit_writes_every_field_and_one_entry_with_before_and_after(as_user, bob, twelve):
    response = edit(
        as_user(bob),
        twelve,
        statement="  Crews recovered   270 to 280 crates ",
        value_0="270–280",
        unit_0="crate",
        event_from="2025-06-08",
        event_to="2025-06-09",
        place="Harbour",
    )
    assert response.status_code == 303
    claim = fresh(twelve)
    q = claim.quantities.get()
    assert claim.statement == "Crews recovered 270 to 280 crates"
    assert (q.low, q.high, q.unit, q.qualifier) == (270, 280, "crate", "range")
    assert (str(claim.event_from), str(claim.event_to), claim.place) == (
        "2025-06-08",
        "2025-06-09",
        "Harbour",
    )
    assert (claim.review_state, claim.version) == ("extracted", 2)
    entry = AuditEntry.objects.get(claim=twelve)
    assert entry.before["statement"] == "its crews recovered 12 containers"
    assert entry.before["quantities"][0]["low"] == "12"
    assert entry.after["quantities"][0]["high"] == "280"


@pytest.mark.django_db
def test_an_edit_that_changes_nothing_keeps_the_figures_as_they_are(as_user, bob, twelve):
    before = twelve.quantities.get().pk
    edit(as_user(bob), twelve)
    assert fresh(twelve).quantities.get().pk == before


@pytest.mark.django_db
def test_figures_are_added_and_taken_away(as_user, bob, twelve):
    client = as_user(bob)
    edit(client, twelve, value_1="3", unit_1="boat", qualifier_1="at_least")
    assert [str(q) for q in fresh(twelve).quantities.all()] == ["12 container", "3 boat"]
    edit(client, fresh(twelve), value_0="")
    assert [(str(q), q.qualifier) for q in fresh(twelve).quantities.all()] == [("3 boat", "at_least")]


WRONG = {
    "statement": ("   ", "Write the statement: what is claimed, in one sentence."),
    "value_0": ("27,7", "Write a number such as 277"),
    "value_1": ("280–270", "Write the smaller number of a range first"),
    "value_2": ("1" * 30, "This number is too large"),
    "event_from": ("9 June", "Write a date such as 2025-06-09."),
    "event_to": ("2024-01-01", "The last day is before the first."),
}


@pytest.mark.django_db
@pytest.mark.parametrize("field", WRONG)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_mistake_says_what_to_write_and_keeps_what_was_typed(as_user, bob, twelve, field, htmx):
    typed, sentence = WRONG[field]
    changes = {"event_from": "2025-06-08", "place": "A place I typed", field: typed}
    response = edit(as_user(bob), twelve, htmx=htmx, **changes)
    assert response.status_code == 422
    assert sentence in response.text
    assert "A place I typed" in response.text
    assert (fresh(twelve).version, deeds(twelve)) == (1, [])


@pytest.mark.django_db
def test_characters_that_no_column_holds_never_break_an_edit(as_user, bob, twelve):
    client = as_user(bob)
    assert edit(client, twelve, unit_0="cra\x00te", value_0="1\x003").status_code == 303
    assert str(fresh(twelve).quantities.get()) == "13 crate"
    assert edit(client, fresh(twelve), statement="No\x00 way").status_code == 422
    assert edit(client, fresh(twelve), value_0="1" * 100_000).status_code == 422


@pytest.mark.django_db
def test_the_form_opens_in_the_field_that_was_clicked(as_user, bob, twelve):
    url = reverse("claims:claim-edit", args=[twelve.pk])
    page = as_user(bob).get(url, {"field": "value_0"}, **HTMX).text
    assert 'name="value_0" value="12" size="9" inputmode="decimal" aria-label="Value 1" autofocus' in page
    assert page.count("autofocus") == 1


# --- Sources ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_known_name_or_alias_chooses_that_source(as_user, bob, twelve):
    force = make_source("Ukraine’s air force", "military")
    SourceAlias.objects.create(source=force, name="the Air Force", folded=fold_name("the Air Force"))
    edit(as_user(bob), twelve, source_name="air force")
    assert fresh(twelve).source == force
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_an_unknown_name_makes_a_source_of_the_chosen_kind_on_record(as_user, bob, twelve):
    edit(as_user(bob), twelve, source_name="Coast guard", source_kind="military")
    source = fresh(twelve).source
    assert (source.name, source.kind, source.aliases.get().folded) == (
        "Coast guard",
        "military",
        "coast guard",
    )
    assert AuditEntry.objects.filter(action="source.add", actor=bob).count() == 1


@pytest.mark.django_db
def test_a_chosen_id_counts_only_with_its_own_name(as_user, bob, twelve, authority):
    edit(as_user(bob), twelve, source_name="Coast guard", source_id=str(authority.pk))
    assert fresh(twelve).source.name == "Coast guard"


@pytest.mark.django_db
def test_the_words_of_the_article_become_an_alias_when_asked(as_user, bob, twelve):
    said = twelve.appearances.get()
    said.source_words = "the harbour people"
    said.save()
    edit(as_user(bob), twelve, source_name="Coast guard", alias="on")
    assert SourceAlias.objects.get(folded="harbour people").source.name == "Coast guard"


@pytest.mark.django_db
def test_a_name_that_leads_elsewhere_is_not_taken_over(as_user, bob, twelve, authority):
    edit(as_user(bob), twelve, source_name="Coast guard", alias="on")
    assert SourceAlias.objects.get(folded="harbour authority").source == authority


@pytest.mark.django_db
def test_an_empty_source_is_the_outlets_own_voice(as_user, bob, harbour, twelve):
    own = make_source("Harbour Herald", "outlet", outlet=harbour.outlet)
    edit(as_user(bob), twelve, source_name="")
    claim = fresh(twelve)
    assert (claim.source, claim.attribution) == (own, "none")
    edit(as_user(bob), claim, source_name="Harbour authority")
    assert fresh(twelve).attribution == "indirect"


@pytest.mark.django_db
def test_a_source_inside_another_desks_article_is_not_reachable(as_user, bob, charlie, twelve, other_desk):
    theirs = make_article(other_desk, title="Elsewhere", text="Officials said 4 were lost.")
    hidden = make_source("two officials", "collective", within=theirs)
    edit(as_user(bob), twelve, source_name="two officials", source_id=str(hidden.pk))
    assert fresh(twelve).source != hidden


# --- Numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("277", "277"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("27.5", "27.5"),
        ("-3", "-3"),
        ("1.2 million", "1200000"),
        ("3bn", "3000000000"),
        (" 4 k ", "4000"),
        ("٢٧٧", "277"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "27,7", "12,34,567", "about 5", "5 apples", "1.2.3", "NaN", "1e9", "inf"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        read_number(text)


@pytest.mark.parametrize("text", ["270–280", "270-280", "270 - 280", "270 to 280", "270..280"])
def test_ranges_are_read(text):
    assert read_range(text) == (270, 280)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_value_error(text):
    try:
        low, high = read_range(text)
    except ValueError:
        return
    assert low <= high
    assert abs(high) < 10**17
