"""Start a worker: `python -m workers`. Needs REDIS_URL; LOG_LEVEL and MILLRACE_LOG_FORMAT are heeded.

It imports next to nothing before a job: settings, engine and database stay outside, which keeps an
idle worker small.
"""

import os
import sys

import redis

from services.platform.logs import configure_logging
from workers.jobs import NICE
from workers.worker import MillraceWorker


def main() -> None:
    """Work until SIGTERM, or until the app that started this process ends."""
    url = os.environ.get("REDIS_URL")
    if not url:
        sys.exit("A worker needs REDIS_URL, the Redis that the app uses (see .env.example).")
    configure_logging(os.environ.get("LOG_LEVEL") or "INFO", os.environ.get("MILLRACE_LOG_FORMAT") or "auto")
    os.nice(NICE)
    started_by_app = os.getsid(0) == os.getpid()
    worker = MillraceWorker(redis.Redis.from_url(url), parent=os.getppid() if started_by_app else None)
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main()
