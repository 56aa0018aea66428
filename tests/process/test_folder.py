"""A folder is sent into a base of a running server; the second call sends only what has changed."""

from pathlib import Path

import pytest

from services.knowledge.folder import KEY, STATE, main
from tests.process.console import ENV, console
from tests.process.server import Server, running_app

pytestmark = pytest.mark.process


def send(server: Server, folder: Path, *options: str) -> int:
    return main([str(folder), "--base", "Handbook", "--url", server.url, *options])


def documents(server: Server) -> dict[str, str]:
    base = console(server, "/datasets?keyword=Handbook", method="GET")["data"][0]["id"]
    found = console(server, f"/datasets/{base}/documents", method="GET")["data"]
    return {one["name"]: one["indexing_status"] for one in found}


def test_the_second_call_sends_only_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    (folder / "sea").mkdir(parents=True)
    (folder / "a.md").write_text("# Ferries\n\nThe ferry leaves at nine.")
    (folder / "sea" / "潮汐.txt").write_text("High water at noon.")
    (folder / "b.bin").write_bytes(b"\x00")
    (folder / ".hidden.md").write_text("no")
    with running_app(data_dir=tmp_path / "data", env=ENV) as server:
        monkeypatch.setenv(KEY, console(server, "/datasets/api-keys")["token"])
        assert send(server, folder) == 0
        assert "2 new, 1 of kinds that nothing reads" in capsys.readouterr().out
        assert documents(server) == {"a.md": "completed", "sea/潮汐.txt": "completed"}
        assert send(server, folder) == 0
        assert "2 unchanged" in capsys.readouterr().out
        (folder / "a.md").write_text("# Ferries\n\nThe ferry leaves at ten.")
        (folder / "sea" / "潮汐.txt").unlink()
        (folder / "c.pdf").write_bytes(b"%PDF-1.4 broken")
        assert send(server, folder, "--delete") == 1
        told = capsys.readouterr()
        assert "1 new, 1 changed, 1 deleted" in told.out
        assert "c.pdf" in told.err
        assert documents(server) == {"a.md": "completed", "c.pdf": "error"}
        (folder / STATE).unlink()
        assert send(server, folder) == 1
        assert "2 changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["/nowhere", "--base", "x", "--key", "k", "--url", "http://127.0.0.1:1"], "is no folder"),
        (["/tmp", "--base", "x", "--url", "http://127.0.0.1:1"], "a knowledge key is needed"),
        ([".", "--base", "x", "--key", "k", "--url", "http://127.0.0.1:1"], "does not answer"),
    ],
)
def test_what_cannot_be_sent_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    assert main(arguments) == 2
    assert told in capsys.readouterr().err
