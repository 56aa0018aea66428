"""Formats that are zip archives: opened only when what they unpack to is bounded."""

import io
import zipfile

from engine.extract.extracted import ExtractLimits, TextExtractionError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old Office formats, and new ones that are encrypted
_ENCRYPTED = 0x1


def checked_zip(data: bytes, limits: ExtractLimits) -> zipfile.ZipFile:
    """Return the archive, all of whose entries may be read.

    Raises:
        TextExtractionError: it is none, is protected, or unpacks to more than the limits allow.
    """
    if not data:
        raise TextExtractionError("the file is empty")
    if data.startswith(_OLE):
        raise TextExtractionError("it is protected by a password, or of an old format under a new name")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TextExtractionError(f"it is broken: {error}") from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise TextExtractionError(f"it has {len(entries):,} parts; {limits.entries:,} is the limit")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise TextExtractionError(f"it unpacks to {unpacked:,} bytes; {limits.unpacked_bytes:,} is the limit")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TextExtractionError("it is protected by a password")
    return archive
