"""What was received, kept as it came: one compressed file for each content, named by its hash."""

import gzip
import hashlib
from pathlib import Path

from yudane.reading.replacing import replacing


class RawStore:
    """Raw documents under one folder. They may hold personal data, so only their owner reads them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / f"{sha256}.gz"

    def store(self, content: bytes) -> str:
        """Store the bytes once and give their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with replacing(path) as temporary:
                temporary.write_bytes(gzip.compress(content, compresslevel=5, mtime=0))
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes again. Raises FileNotFoundError, and ValueError where the file was changed."""
        content = gzip.decompress(self.path(sha256).read_bytes())
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(f"raw document {sha256} is damaged")
        return content
