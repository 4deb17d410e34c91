"""Static files with a hash in the name, so that browsers may keep them for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name while files have not been collected (a command, the first minute).

    Our own modules import each other under their hashed names, so that each is loaded once.
    """

    manifest_strict = False
    patterns: Any = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def stored_name(self, name: str) -> str:
        """Return the name with the hash; `name` itself where no such file was collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
