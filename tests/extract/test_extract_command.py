"""The extract command: JSON lines in and out, files as a table, a broken line named and skipped."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def run(monkeypatch, lines, *options):
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("extract", "--jsonl", *options, stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


GOOD = json.dumps({"id": "a", "text": "The coastguard said 40 men were saved.", "published": "2025-06-09"})


def test_one_article_a_line_gives_one_line_of_claims(monkeypatch):
    found, err, code = run(monkeypatch, GOOD + "\n")
    assert code == 0
    assert err == ""
    claim = found[0]["claims"][0]
    assert claim["source"] == "The coastguard"
    assert claim["attribution"] == "indirect"
    assert claim["quantities"][0]["value"] == 40
    assert claim["quantities"][0]["unit"] == "man"
    assert set(found[0]) >= {"id", "attributions", "claims"}


def test_a_broken_line_is_named_and_the_others_are_still_read(monkeypatch):
    found, err, code = run(monkeypatch, f"{GOOD}\nnot json\n{GOOD}\n")
    assert len(found) == 2
    assert "line 2" in err
    assert code == 1


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        '{"id": "a"}',
        '{"text": "a"}',
        '{"id": "a", "text": 3}',
        '{"id": "a", "text": "b", "published": "soon"}',
    ],
)
def test_a_line_that_is_no_article_says_why(monkeypatch, line):
    found, err, code = run(monkeypatch, line + "\n")
    assert found == []
    assert err.startswith("line 1: ")
    assert code == 1


def test_text_with_a_lone_surrogate_still_gives_valid_json(monkeypatch):
    found, _, code = run(monkeypatch, '{"id": "a", "text": "A \\ud800 boat sank."}\n')
    assert code == 0
    assert found[0]["id"] == "a"


def test_files_give_a_readable_table_and_a_missing_one_an_error(tmp_path, monkeypatch):
    file = tmp_path / "ferry.txt"
    file.write_text("The coastguard said 40 men were saved.", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("extract", str(file), str(tmp_path / "gone.txt"), stdout=out, stderr=err)
    assert stop.value.code == 1
    assert "40 men were saved" in out.getvalue()
    assert "gone.txt" in err.getvalue()


def test_without_input_it_says_what_to_give():
    with pytest.raises(CommandError, match="--jsonl"):
        call_command("extract")


def test_lines_read_in_groups_and_one_by_one_give_the_same(monkeypatch):
    texts = ["The mayor said 9 boats sank.", "", "“It was a storm,” said Ines Vale.\n\n“A bad one.”", "Hale."]
    lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts))
    grouped, single = run(monkeypatch, lines)[0], run(monkeypatch, lines, "--each")[0]
    assert [line["id"] for line in grouped] == ["0", "1", "2", "3"]
    assert grouped == single
    assert grouped[0]["claims"]
