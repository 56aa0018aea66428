"""A browser's side of the page server's websocket, as small as script runs need."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class PageSession:
    """One tab; `fragments` are the ids of the fragments of the page that ran last, in their order."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.fragments: list[str] = []

    def run(self, page: str = "", query: str = "", *, fragment: str = "", seconds: float = 30.0) -> int:
        """Run a page, or one of its fragments, once; return when it has ended, with the bytes that came."""
        rerun = BackMsg()
        rerun.rerun_script.page_name, rerun.rerun_script.query_string = page, query
        rerun.rerun_script.fragment_id = fragment
        self._socket.send(rerun.SerializeToString())
        found: dict[str, None] = {}
        size = 0
        while True:
            data = self._socket.recv(seconds)
            size += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.fragment_id:
                found[message.delta.fragment_id] = None
            if kind == "script_finished" and message.script_finished in ENDS:
                self.fragments = self.fragments if fragment else list(found)
                return size


@contextmanager
def page_session(url: str) -> Iterator[PageSession]:
    """Open a tab on the first page."""
    address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], origin=Origin(url), max_size=None) as socket:
        yield PageSession(socket)
