"""Static files with a hash in the name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name while files have not been collected (tests, first minute)."""

    manifest_strict = False
