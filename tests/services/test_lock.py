"""A data folder belongs to one process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.errors import StartError
from services.platform.lock import NAME, FolderLock

HOLD = "import sys; from pathlib import Path; from services.platform.lock import FolderLock; \
FolderLock.take(Path(sys.argv[1]), url='http://held'); print('held', flush=True); sys.stdin.read()"


def test_a_second_holder_is_told_the_folder_and_the_process(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StartError, match=f"{tmp_path} is in use by process {holder.pid}, which serves http://held"):
        FolderLock.take(tmp_path, url="")
    holder.kill()
    holder.communicate()
    FolderLock.take(tmp_path, url="").release()


def test_the_lock_file_says_who_serves_where(tmp_path: Path) -> None:
    lock = FolderLock.take(tmp_path / "new", url="http://here")
    assert json.loads((tmp_path / "new" / NAME).read_text()) == {"pid": os.getpid(), "url": "http://here"}
    lock.release()
    assert (tmp_path / "new" / NAME).read_text() == ""


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="file/data cannot be written"):
        FolderLock.take(tmp_path / "file" / "data", url="")
