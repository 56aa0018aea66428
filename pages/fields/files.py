"""Fields for files: what a person hands in is kept at once, and named in the values of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.document import Document
from engine.files import FileRules
from pages.language.text import t
from pages.shell.guard import sentence
from pages.shell.people import Person
from pages.shell.state import FilesState, page_state
from services.errors import ServiceError
from services.files import files
from services.files.given_files import upload_as
from services.runtime import current
from storage.records import App

Given = dict[str, str]  # how the values of a run name a file
LOCAL, REMOTE = "local_file", "remote_url"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Whose files a form keeps: for runs of `app` that start as `invoke_from`."""

    app: App
    invoke_from: str

    def given(self, chosen: Sequence[UploadedFile]) -> list[Given]:
        """Return how a run names the files that were chosen; one that is refused says why and is left out."""
        return [given for file in chosen if (given := self._given(file))]

    def _given(self, file: UploadedFile) -> Given | None:
        kept = page_state(FilesState).kept
        key = (self.app.id, file.file_id)
        if key not in kept:
            try:
                kept[key] = self._keep(file)
            except ServiceError as error:
                st.error(sentence(error), icon=":material/error:")
                return None
        return {"transfer_method": LOCAL, "upload_file_id": kept[key]}

    def _keep(self, file: UploadedFile) -> str:
        rt, person = current(), Person.here()
        work = upload_as(
            rt,
            self.app,
            person.user,
            invoke_from=self.invoke_from,
            account_id=person.account_id,
            data=file,
            filename=file.name,
            mime_type=file.type,
        )
        return rt.call(work).id


def file_field(item: Mapping[str, Any], label: str, key: str, uploads: Uploads | None) -> list[Given]:
    """Ask for the files of a form's item: those of this machine, and addresses, as far as the item takes them."""
    rules = FileRules(
        types=item.get("allowed_file_types") or (),
        extensions=item.get("allowed_file_extensions") or (),
        methods=item.get("allowed_file_upload_methods") or (),
    )
    takes_local = uploads is not None and LOCAL in (rules.methods or (LOCAL,))
    takes_remote = REMOTE in (rules.methods or (REMOTE,))
    many = item.get("type") == "file-list"
    found: list[Given] = []
    if takes_local and uploads is not None:
        found += uploads.given(_chosen(label, key, rules, many=many))
    if takes_remote:
        found += _addresses(t("or by address, one a line") if takes_local else label, f"{key}_addresses")
    return found


def message_files(document: Document, key: str, uploads: Uploads) -> list[Given]:
    """Ask for the files that go with a message or a run, where the app takes some."""
    rules = FileRules.of_features(document.features)
    if rules is None:
        return []
    item = {
        "type": "file-list",
        "allowed_file_types": rules.types,
        "allowed_file_extensions": rules.extensions,
        "allowed_file_upload_methods": rules.methods,
    }
    return file_field(item, t("Files"), key, uploads)


def _chosen(label: str, key: str, rules: FileRules, *, many: bool) -> list[UploadedFile]:
    extensions = files.taken_extensions(rules)
    most = files.largest_upload(current()) // 2**20
    if many:
        return st.file_uploader(label, type=extensions, accept_multiple_files=True, key=key, max_upload_size=most)
    one = st.file_uploader(label, type=extensions, key=key, max_upload_size=most)
    return [one] if one else []


def _addresses(label: str, key: str) -> list[Given]:
    written = st.text_area(label, key=key, placeholder="https://…", height=80, help=t("One public address a line."))
    lines = [line.strip() for line in written.splitlines()]
    return [{"transfer_method": REMOTE, "url": line} for line in lines if line]


def files_markdown(given: Sequence[Mapping[str, Any]]) -> str:
    """Return files as Markdown: pictures as such, others as links that read them from this server or elsewhere."""
    return "\n".join(_markdown(file) for file in given)


def _markdown(file: Mapping[str, Any]) -> str:
    name = str(file.get("filename") or file.get("url") or "").translate(_PLAIN)
    address = files.address_here(current(), str(file.get("url") or ""))
    return f"![{name}]({address})" if file.get("type") == "image" else f":material/attach_file: [{name}]({address})  "


_PLAIN = str.maketrans(dict.fromkeys("[]()\\`*_<>", ""))
