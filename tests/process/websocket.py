"""A browser's side of the page server's websocket, as small as a script run needs."""

from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


def run_page(url: str, *, seconds: float = 30.0) -> None:
    """Open a session of its own, run the first page once, and return when it has ended."""
    address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], origin=url, max_size=None) as socket:
        rerun = BackMsg()
        rerun.rerun_script.query_string = ""
        socket.send(rerun.SerializeToString())
        while True:
            message = ForwardMsg.FromString(socket.recv(seconds))
            if message.WhichOneof("type") == "script_finished":
                return
