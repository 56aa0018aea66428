"""A browser's side of the page server's websocket, as small as script runs need."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


class PageSession:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def run(self, *, seconds: float = 30.0) -> None:
        """Run the page once and return when it has ended."""
        rerun = BackMsg()
        rerun.rerun_script.query_string = ""
        self._socket.send(rerun.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._socket.recv(seconds))
            if message.WhichOneof("type") == "script_finished":
                return


@contextmanager
def page_session(url: str) -> Iterator[PageSession]:
    """Open a tab on the first page."""
    address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], origin=Origin(url), max_size=None) as socket:
        yield PageSession(socket)
