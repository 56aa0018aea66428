"""The OpenAI protocol beyond text: recordings to text, text to recordings, and harmful texts."""

from tests.vendor.http import Request, Response
from tests.vendor.openai_api import error_body
from tests.vendor.rules import Script

ROUTES = ("/audio/transcriptions", "/audio/speech", "/moderations")
SOUND = b"ID3 "  # a recording is this and the spoken text


def answer(request: Request, response: Response, script: Script) -> None:
    """Answer by the rules: what a recording says, whether a text can be spoken, `flagged` for a harmful one."""
    body = request.json
    is_json = isinstance(body, dict)
    reply = script.answer(str(body["input"]) if is_json else request.body.decode("utf-8", "replace"))
    if reply.status >= 400:
        response.send_json(reply.status, error_body(reply))
    elif request.path.endswith("/audio/transcriptions"):
        response.send_json(200, {"text": reply.text})
    elif request.path.endswith("/audio/speech"):
        response.send(200, SOUND + body["input"].encode(), "audio/mpeg")
    else:
        result = {"flagged": reply.text == "flagged", "categories": {}, "category_scores": {}}
        response.send_json(200, {"id": "modr-1", "model": str(body.get("model")), "results": [result]})
