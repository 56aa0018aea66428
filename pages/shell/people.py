"""Who uses an app from these pages, as the services want it told."""

from dataclasses import dataclass
from typing import Any

from pages.shell.state import Session, page_state
from services.knowledge.permissions import Reader, reader_of
from services.runs.runs import WEB_APP
from services.runtime import current

LOCAL_USER = "local"  # the one user of a workspace without accounts


@dataclass(frozen=True, slots=True)
class Person:
    """The person before the screen."""

    workspace_id: str
    account_id: str | None

    @classmethod
    def here(cls) -> "Person":
        """Return the person of this tab."""
        session = page_state(Session)
        return cls(session.workspace_id, session.account_id)

    @property
    def user(self) -> str:
        """Return the name under which the person's conversations are kept."""
        return self.account_id or LOCAL_USER

    @property
    def reader(self) -> Reader:
        """Return which knowledge bases the person may open."""
        rt = current()
        return rt.call(reader_of(rt, self.workspace_id, self.account_id))

    @property
    def of_chat(self) -> dict[str, Any]:
        """Return what tells the service whose conversations are meant."""
        return {"invoke_from": WEB_APP, "account_id": self.account_id}
