"""The key pair of the installation: made once, kept apart, replaced without loss, refused when it is none."""

from __future__ import annotations

import base64
import io
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from claims import signing


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.DATA_DIR, settings.SIGNING_KEY, settings.RETIRED_SIGNING_KEYS = tmp_path, "", ""
    return tmp_path


def test_the_key_is_made_once_for_its_owner_alone(own_keys):
    first = signing.sign(b"said")
    assert signing.sign(b"said") == first
    assert stat.S_IMODE((own_keys / "signing_key").stat().st_mode) == 0o600
    kind, key_id, value = signing.parted(first)
    assert (kind, key_id) == ("ed25519", signing.public_key().id)
    load_pem_public_key(signing.public_key().pem.encode()).verify(base64.b64decode(value), b"said")


SPOILT = {
    "another value": lambda whole: whole[:40] + "AAAA" + whole[44:],  # the last byte is often 0 anyway
    "another shape": lambda whole: whole.replace(":", ";"),
    "nothing": lambda whole: "",
    "an old one": lambda whole: "0" * 64,
    "no base64": lambda whole: whole[:-1] + "*",
    "an unknown key": lambda whole: whole.replace(whole.split(":")[1], "0" * 16),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_no_signature_of_ours_does_not_hold(what):
    whole = signing.sign(b"said")
    assert signing.holds(b"said", whole)
    assert not signing.holds(b"Said", whole)
    assert not signing.holds(b"said", SPOILT[what](whole))


def test_a_key_that_is_replaced_goes_on_proving_what_it_signed(own_keys):
    old = signing.sign(b"said")
    first, second = signing.rotate()
    _, third = signing.rotate()
    assert stat.S_IMODE((own_keys / "signing_key").stat().st_mode) == 0o600
    assert [key.id for key in signing.public_keys()] == [third.id, second.id, first.id]
    assert signing.holds(b"said", old)
    assert signing.parted(signing.sign(b"said"))[1] == third.id
    (own_keys / "retired_signing_keys").unlink()
    assert not signing.holds(b"said", old)


def test_larger_installations_give_their_key_from_outside(settings, own_keys):
    old, before = signing.sign(b"said"), signing.public_key()
    settings.SIGNING_KEY = signing._new_pem()
    settings.RETIRED_SIGNING_KEYS = f"\n# of 2026\n{before.pem}\n"
    assert [key.id for key in signing.public_keys()] == [signing.public_key().id, before.id]
    assert signing.holds(b"said", old)
    with pytest.raises(CommandError, match="SIGNING_KEY"):
        call_command("signing_key", new=True, stdout=io.StringIO())


def test_another_kind_of_key_is_refused_in_words(settings):
    pem = rsa.generate_private_key(65537, 2048).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for given in (pem.decode(), "secret"):
        settings.SIGNING_KEY = given
        with pytest.raises(ImproperlyConfigured, match="Ed25519 private key"):
            signing.sign(b"said")


def test_a_key_that_cannot_be_kept_signs_nothing(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "below"
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY"):
        signing.sign(b"said")


def test_the_command_shows_and_changes_keys():
    out = io.StringIO()
    before = signing.public_key()
    call_command("signing_key", new=True, stdout=out)
    assert f"retired: {before.id}" in out.getvalue()
    assert before.pem in out.getvalue()
    assert "PRIVATE" not in out.getvalue()


def test_everybody_can_read_the_public_keys(client):
    first, second = signing.rotate()
    said = client.get(reverse("claims:signing-keys"))
    assert said["Content-Type"].startswith("text/plain")
    assert "max-age" in said["Cache-Control"]
    for page in (said.text, client.get(reverse("claims:methodology")).text):
        assert first.id in page
        assert second.id in page
        assert "PRIVATE" not in page
    assert second.fingerprint in said.text
    assert second.pem in said.text
    assert second.grouped in client.get(reverse("claims:methodology")).text
