# Flasky in a container. docs/operations.md describes the way without one, which is the one that was tried.
#
#   docker build --tag flasky .

FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1
WORKDIR /srv/flasky
COPY bin/setup bin/setup
COPY Pipfile Pipfile.lock ./
RUN bin/setup packages servers
COPY . .
# What nginx, or whatever stands before this, may hand out by itself. The key only lets the command start.
RUN FLASK_CONFIG=production SERVER_NAME=localhost DATABASE_URL=sqlite:// \
    SECRET_KEY="$(python3 -c 'import secrets; print(secrets.token_hex(32))')" \
    .venv/bin/python -m flask --app wsgi static public && \
    .venv/bin/python -m compileall -q app config.py wsgi.py migrations && \
    rm -rf tests bench docs

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin flasky
WORKDIR /srv/flasky
COPY --from=build /srv/flasky /srv/flasky
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/srv/flasky/.venv/bin:$PATH \
    FLASK_CONFIG=production \
    WEB_BIND=0.0.0.0:8000
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"]
