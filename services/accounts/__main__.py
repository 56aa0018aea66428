"""`python -m services.accounts set-password`: set a password while the server is stopped."""

import argparse
import asyncio
import getpass
import sys

from config import Settings
from services.accounts.people import OWNER_EMAIL, ensure_workspace, set_password
from services.errors import ServiceError, StartError
from services.platform.lock import FolderLock
from services.runtime import DATABASE, Runtime
from storage.database import Database
from storage.errors import StorageError


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else _asked()
    if password is None:
        return _failed("the two entries differ; nothing was changed")
    try:
        email = asyncio.run(_set(Settings(), password, options.email))
    except (ServiceError, StartError, StorageError) as error:
        return _failed(str(error))
    sys.stdout.write(f"The password of {email} is set. Log in with that address.\n")
    return 0


async def _set(settings: Settings, password: str, email: str) -> str:
    lock = FolderLock.take(settings.data_dir, url="python -m services.accounts")
    try:
        rt = Runtime(settings)
        rt.db = Database.open(settings.data_dir / DATABASE, read_threads=1, extensions=False)
        try:
            await ensure_workspace(rt)
            return (await set_password(rt, password, email=email)).email
        finally:
            rt.db.close()
    finally:
        lock.release()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.accounts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("set-password", help="set the password of the owner, or of another account")
    command.add_argument(
        "--email", default="", help=f"whose password; without accounts, the owner's address ({OWNER_EMAIL})"
    )
    command.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser


def _asked() -> str | None:
    password = getpass.getpass("New password (8 or more characters, with letters and digits): ")
    return password if getpass.getpass("Again: ") == password else None


def _failed(reason: str) -> int:
    sys.stderr.write(f"Error: {reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
