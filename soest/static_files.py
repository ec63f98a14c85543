"""Static files with the hash of their content in the name, compressed once and for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """WhiteNoise's storage, without repeating work.

    A hashed name stands for one content, so what was compressed under it stays right. Without
    this, each change of a style sheet would spend half a minute on compressing Plotly again.
    """

    keep_only_hashed_files = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        new = [path for path in paths if not self.exists(f"{path}.gz")]
        yield from super().compress_files(new)
