"""A second opinion that is set up wrongly stops the program with a sentence, never with the key in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker import checks
from tracker.env import BadSetting, amount

ROOT = Path(__file__).parent.parent
LOCAL = "http://localhost:11434/v1"


def test_nothing_set_up_is_nothing_to_refuse():
    checks.second_opinion("", "", "")
    checks.second_opinion(LOCAL, "tiny", "")
    checks.second_opinion("https://models.example/v1", "tiny", "sk-1")


@pytest.mark.parametrize(
    ("url", "model", "key", "words"),
    [
        ("localhost:11434", "tiny", "", "SECOND_OPINION_URL must start with http"),
        (LOCAL, "", "", "SECOND_OPINION_MODEL must name the model"),
        (LOCAL, "x" * 121, "", "SECOND_OPINION_MODEL"),
        (
            "http://models.example/v1",
            "tiny",
            "sk-hidden",
            "SECOND_OPINION_KEY would be sent .* without encryption",
        ),
        (LOCAL, "tiny", "sk-hidden\nmore", "SECOND_OPINION_KEY must be one line"),
    ],
)
def test_what_cannot_be_used_is_named(url, model, key, words):
    with pytest.raises(BadSetting, match=words) as refused:
        checks.second_opinion(url, model, key)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(("value", "found"), [("", None), ("0.15", "0.15"), (" 3 ", "3")])
def test_a_sum_is_read(monkeypatch, value, found):
    monkeypatch.setenv("SECOND_OPINION_PRICE_IN", value)
    assert str(amount("SECOND_OPINION_PRICE_IN")) == str(found)


@pytest.mark.parametrize("value", ["-1", "1,50", "free", "nan", "inf", "1e30"])
def test_a_sum_that_is_none_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("SECOND_OPINION_PRICE_IN", value)
    with pytest.raises(BadSetting, match="SECOND_OPINION_PRICE_IN"):
        amount("SECOND_OPINION_PRICE_IN")


def start(tmp_path, **settings):
    code = "from django.conf import settings; settings.DEBUG; print(settings.SECOND_OPINION_KEY)"
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATA_DIR": str(tmp_path),
        **settings,
    }
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)


def test_a_start_with_a_wrong_address_stops(tmp_path):
    done = start(tmp_path, SECOND_OPINION_URL="models.example", SECOND_OPINION_MODEL="tiny")
    assert done.returncode != 0
    assert "SECOND_OPINION_URL must start with http" in done.stderr


def test_the_command_line_says_it_in_one_sentence(tmp_path):
    environ = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "SECOND_OPINION_URL": LOCAL,
        "SECOND_OPINION_MODEL": "",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Second Source cannot start: SECOND_OPINION_MODEL must name the model")
    assert "Traceback" not in done.stderr


def test_the_key_may_lie_in_a_file(tmp_path):
    (tmp_path / "key").write_text("sk-filed\n")
    done = start(
        tmp_path,
        SECOND_OPINION_URL=LOCAL,
        SECOND_OPINION_MODEL="tiny",
        SECOND_OPINION_KEY_FILE=str(tmp_path / "key"),
    )
    assert (done.returncode, done.stdout) == (0, "sk-filed\n"), done.stderr
