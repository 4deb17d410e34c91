"""Uploads that are too large are read to their end and thrown away, so that the form can answer.

Cutting the connection would be quicker, but browsers then show a page of their own, and typed words are gone.
Nothing of such a file is kept in memory or on disk.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BESIDE = 1024 * 1024  # what the rest of a form may weigh


class TooLarge(UploadedFile):  # type: ignore[type-arg]
    """A file of which only name and size are known."""


class Cap(FileUploadHandler):
    """Lets a file through to the next handlers up to the limit, and nothing of one that is larger.

    One whose request is plainly too large is refused from its first byte.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note what the browser announces."""
        self.hopeless = content_length > settings.EVIDENCE_FILE_LIMIT + BESIDE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the piece on, or swallow it."""
        self.size += len(raw_data)
        return None if self.hopeless or self.size > settings.EVIDENCE_FILE_LIMIT else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Return what stands for a file that was swallowed; None lets the next handler return its file."""
        if self.size <= settings.EVIDENCE_FILE_LIMIT and not (self.hopeless and self.size):
            return None
        size = max(self.size, settings.EVIDENCE_FILE_LIMIT + 1)
        return TooLarge(BytesIO(), name=self.file_name, content_type=self.content_type, size=size)
