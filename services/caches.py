"""What requests need again and again, kept in memory and forgotten when it is written.

One process owns the database and every write goes through the services, so nothing here expires by
time: the writer forgets what it changed, after its commit.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING, Generic, TypeVar

from services.accounts.attempts import Attempts
from services.rates import Rates

if TYPE_CHECKING:
    from engine.knowledge.nearest import Vectors
    from engine.models import ModelRegistry
    from engine.running.reuse import KeptResult
    from services.apps.annotation_reply import AnnotationIndex
    from services.apps.serving import Served
    from services.publishing.budgets import Budget, Purse
    from services.publishing.publications import Shared
    from storage.records import Account, ApiKey, App, Conversation, EndUser, LoginSession, Webhook, Workspace
    from storage.records.publishing import Publication

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """The `most` values that were used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._forgotten = 0  # how often something was forgotten

    def get(self, key: K) -> V | None:
        """Return the value of `key`, None when it is not here."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value, dropping the one unused for longest when there are too many."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    async def load(self, key: K, read: Callable[[], Awaitable[V]]) -> V:
        """Return the value of `key`, reading it when it is not here.

        A value is not kept when something was forgotten while it was read: it may be the old one.
        """
        found = self.get(key)
        if found is not None:
            return found
        before = self._forgotten
        value = await read()
        if value is not None and before == self._forgotten:
            self.put(key, value)
        return value

    def forget(self, key: K) -> None:
        """Drop one value."""
        self._forgotten += 1
        self._values.pop(key, None)

    def values(self) -> list[V]:
        """Return all values that are here; none counts as used by that."""
        return list(self._values.values())

    def take_all(self) -> list[V]:
        """Drop all values and return them."""
        self._forgotten += 1
        values, self._values = list(self._values.values()), OrderedDict()
        return values

    def forget_where(self, unwanted: Callable[[K, V], bool]) -> None:
        """Drop every value for which `unwanted(key, value)` holds."""
        self._forgotten += 1
        for key in [key for key, value in self._values.items() if unwanted(key, value)]:
            del self._values[key]


@dataclass(slots=True)
class KeyUses:
    """When keys were used since that was last written."""

    pending: dict[str, float] = field(default_factory=dict)  # key id -> epoch seconds
    written_at: float = 0.0


class Caches:
    """What one runtime keeps in memory."""

    def __init__(self, *, login_tries: int = 5, login_tries_by_ip: int = 20) -> None:
        self.keys: Cache[str, tuple[ApiKey, App] | None] = Cache(1000)  # by hash of the key
        self.dataset_keys: Cache[str, ApiKey | None] = Cache(100)  # by hash of the key
        self.served: Cache[tuple[str, str], Served] = Cache(200)  # by app id, and version id, "" or a draft's hash
        self.shared: Cache[str, Shared | None] = Cache(1000)  # by code of the site
        self.publications: Cache[str, Publication] = Cache(1000)  # by app id
        self.models: Cache[str, ModelRegistry] = Cache(100)  # by workspace id
        self.query_vectors: Cache[bytes, Vectors] = Cache(1000)  # by key of model and text
        self.end_users: Cache[tuple[str, str, str], EndUser] = Cache(10_000)  # by app id, type, session id
        self.annotations: Cache[str, AnnotationIndex] = Cache(200)  # by app id
        self.annotating: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # by app id; held by its jobs
        self.new_conversations: dict[str, Conversation] = {}  # by id; their first turn is still running
        self.webhooks: Cache[str, list[Webhook]] = Cache(1000)  # by app id
        self.results: Cache[str, KeptResult] = Cache(1000)  # by id of the result; none is large
        self.members: Cache[tuple[str, str], tuple[Account, str]] = Cache(1000)  # and role, by workspace and account id
        self.logins: Cache[str, LoginSession] = Cache(1000)  # by id
        self.tickets: Cache[str, bool] = Cache(10_000)  # that were used, by nonce
        self.readings: Cache[tuple[str, str], float] = Cache(
            1000
        )  # when somebody's look was noted, by account and thing
        self.workspaces: Cache[str, Workspace] = Cache(100)  # by id
        self.timezones: Cache[str, tzinfo] = Cache(100)  # by workspace id
        self.trusted_code: Cache[str, bool] = Cache(100)  # whether scripts are trusted, by workspace id
        self.is_set_up = False  # whether an account exists; once true it stays so
        self.keeping_frames = asyncio.Lock()  # held while files of data frames and their rows come or go
        self.loading_nodes = asyncio.Lock()  # held while files of own nodes are looked at
        self.setting_up = asyncio.Lock()  # held while the first account is made
        self.site_passwords = Attempts(login_tries_by_ip)  # by app and machine
        self.newcomers = Rates()  # visitors that come to an app from one machine
        self.purses: dict[str, Purse] = {}  # by id of app, key or workspace: what is left, as of the last look
        self.budgets: Cache[str, Budget] = Cache(100)  # by workspace id
        self.key_uses = KeyUses()
        self.logins_by_email = Attempts(login_tries)
        self.logins_by_ip = Attempts(login_tries_by_ip)

    def forget_account(self, account_id: str) -> None:
        """Forget what is known of a person, after a change to the account, its memberships or its logins."""
        self.members.forget_where(lambda key, _: key[1] == account_id)
        self.logins.forget_where(lambda _, login: login.account_id == account_id)

    def forget_app(self, app_id: str) -> None:
        """Forget what is known of an app, after a change to it, its keys or what it serves."""
        self.keys.forget_where(lambda _, found: found is not None and found[1].id == app_id)
        self.served.forget_where(lambda key, _: key[0] == app_id)
        self.publications.forget(app_id)
        self.shared.forget_where(lambda _, found: found is not None and found.app.id == app_id)
