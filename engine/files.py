"""Files that callers hand in: from the mappings of the API to `File`s, and what a field lets in."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from engine.errors import InvalidInputs
from engine.values import File

EXTENSIONS: Mapping[str, Sequence[str]] = {
    "image": ("jpg", "jpeg", "png", "webp", "gif", "svg"),
    "document": (
        *("txt", "markdown", "md", "mdx", "pdf", "html", "htm", "xlsx", "xls", "vtt", "properties"),
        *("doc", "docx", "csv", "eml", "msg", "ppt", "pptx", "xml", "epub", "odt"),
    ),
    "audio": ("mp3", "m4a", "wav", "amr", "mpga"),
    "video": ("mp4", "mov", "mpeg", "webm"),
}
_TYPES = {extension: kind for kind, extensions in EXTENSIONS.items() for extension in extensions}


class FileLookup(Protocol):
    """Finds uploads; whoever keeps them implements it."""

    def __call__(self, upload_id: str, /) -> File | None:
        """Return the upload, None when there is none or the caller may not use it."""
        ...


@dataclass(frozen=True, slots=True)
class FileRules:
    """What a field lets in; empty sequences and None let everything in."""

    types: Sequence[str] = ()  # `custom` stands for the `extensions`
    extensions: Sequence[str] = ()  # in any case, with or without the dot
    methods: Sequence[str] = ()  # local_file, remote_url
    limit: int | None = None  # number of files

    @classmethod
    def of_features(cls, features: Mapping[str, Any]) -> "FileRules | None":
        """Return the rules for the files of a whole message, None when none are let in."""
        upload = features.get("file_upload") or {}
        if upload.get("enabled"):
            return cls(
                types=upload.get("allowed_file_types") or (),
                extensions=upload.get("allowed_file_extensions") or (),
                methods=upload.get("allowed_file_upload_methods") or (),
                limit=upload.get("number_limits") or None,
            )
        image = upload.get("image") or {}
        if image.get("enabled"):
            methods = image.get("transfer_methods") or ()
            return cls(types=("image",), methods=methods, limit=image.get("number_limits") or None)
        return None

    def check(self, name: str, file: File) -> None:
        """Raise InvalidInputs when `file` may not be in the field `name`."""
        if self.methods and file.transfer_method not in self.methods:
            allowed = ", ".join(self.methods)
            raise InvalidInputs(f"{name} takes files by {allowed} only, not by {file.transfer_method}", name)
        if self.types and file.type not in self.types and not self._is_custom(file):
            allowed = ", ".join([*self.types, *self.extensions])
            raise InvalidInputs(f"{name} takes {allowed} only; {file.filename!r} is of type {file.type}", name)
        if self.types and file.type == "custom" and not self._is_custom(file):
            allowed = ", ".join(self.extensions)
            raise InvalidInputs(f"{name} takes files ending in {allowed} only, not {file.filename!r}", name)

    def _is_custom(self, file: File) -> bool:
        extensions = {extension.lower().lstrip(".") for extension in self.extensions}
        return "custom" in self.types and _bare_extension(file) in extensions


@dataclass(frozen=True, slots=True)
class FileReader:
    """Makes `File`s of what callers hand in."""

    lookup: FileLookup | None = None  # None: there are no uploads
    strict: bool = True  # a given type must be the one that the file's name or MIME type shows

    def read(self, name: str, given: Any, rules: FileRules) -> File:
        """Return the file that `given` names; `name` is the field's, for errors.

        Raises:
            InvalidInputs: it is no file, is not there, or may not be in this field.
        """
        file = given if isinstance(given, File) else self._of_mapping(name, given)
        rules.check(name, file)
        return file

    def read_all(self, name: str, given: Any, rules: FileRules) -> list[File]:
        """Return the files that the list `given` names.

        Raises:
            InvalidInputs: it is no list, is too long, or `read` refuses an item.
        """
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise InvalidInputs(f"{name} in input form must be a list of files, got {given!r:.80}", name)
        if rules.limit is not None and len(given) > rules.limit:
            raise InvalidInputs(f"{name} takes at most {rules.limit} files, got {len(given)}", name)
        return [self.read(name, item, rules) for item in given]

    def _of_mapping(self, name: str, given: Any) -> File:
        if not isinstance(given, Mapping):
            raise InvalidInputs(f"{name} in input form must be a file, got {given!r:.80}", name)
        method = given.get("transfer_method")
        if method == "remote_url":
            file = _remote(name, given.get("url") or given.get("remote_url"))
        elif method == "local_file":
            file = self._upload(name, given.get("upload_file_id") or given.get("related_id"))
        else:
            raise InvalidInputs(f"{name} needs a transfer_method, remote_url or local_file, got {method!r}", name)
        return replace(file, type=self._type(name, file, given.get("type")))

    def _upload(self, name: str, upload_id: Any) -> File:
        file = self.lookup(upload_id) if self.lookup is not None and isinstance(upload_id, str) else None
        if file is None:
            raise InvalidInputs(f"{name} names an upload that does not exist: {upload_id!r:.80}", name)
        return file

    def _type(self, name: str, file: File, given: Any) -> str:
        detected = detect_type(file)
        if not given or given == "custom":
            return detected
        if given not in EXTENSIONS:
            raise InvalidInputs(f"{name} has a file of the unknown type {given!r:.80}", name)
        if self.strict and detected not in ("custom", given):
            raise InvalidInputs(f"{name} has a file of type {detected} that is given as {given}", name)
        return str(given)


def detect_type(file: File) -> str:
    """Return the type that the file's name or else its MIME type shows, `custom` when neither does."""
    by_name = _TYPES.get(_bare_extension(file))
    if by_name is not None:
        return by_name
    by_mime = _TYPES.get((mimetypes.guess_extension(file.mime_type) or "").lstrip("."))
    family = file.mime_type.partition("/")[0]
    return by_mime or (family if family in ("image", "audio", "video") else "custom")


def _bare_extension(file: File) -> str:
    return (file.extension or PurePosixPath(file.filename).suffix).lower().lstrip(".")


def _remote(name: str, url: Any) -> File:
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise InvalidInputs(f"{name} needs a url that starts with http:// or https://, got {url!r:.80}", name)
    filename = unquote(PurePosixPath(parts.path).name)
    return File(
        type="custom",
        transfer_method="remote_url",
        filename=filename,
        extension=PurePosixPath(filename).suffix.lower(),
        mime_type=mimetypes.guess_type(filename)[0] or "",
        remote_url=url,
    )
