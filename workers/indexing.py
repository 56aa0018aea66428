"""Index one document in a process of its own, where there is no queue: `python -m workers.indexing FOLDER`."""

import os
import sys

from services.platform.logs import configure_logging
from workers.jobs import NICE, index_document

if __name__ == "__main__":
    configure_logging(os.environ.get("LOG_LEVEL") or "INFO", os.environ.get("MILLRACE_LOG_FORMAT") or "auto")
    os.nice(NICE)
    index_document(sys.argv[1])
