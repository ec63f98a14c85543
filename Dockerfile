# Python 3.11 on Debian 12: what the lock file is made for and the tests run on.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# Packages ----------------------------------------------------------------------
FROM ${PYTHON_IMAGE} AS packages

RUN python -m venv /opt/venv
COPY requirements.lock /tmp/
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --requirement /tmp/requirements.lock

# Application -------------------------------------------------------------------
FROM ${PYTHON_IMAGE}

# What WeasyPrint loads; the same list as in scripts/system_packages.py.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libfontconfig1 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin soest \
    && install --directory --owner=soest --mode=0750 /var/lib/soest

COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    # The container's file system may be read-only: caches go to /tmp, data to the volume.
    XDG_CACHE_HOME=/tmp/cache \
    SOEST_VAR_DIR=/var/lib/soest

# Collected and compressed once, here; needs settings, but none of production's secrets.
RUN SOEST_ENV=local SOEST_VAR_DIR=/tmp/build python manage.py collectstatic --no-input \
    && python -m compileall -q accounts indicators reports soest strategy \
    && rm -rf /tmp/build

# One blocking thread a worker process; more readers are served by more workers.
ENV SOEST_ENV=production \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=1 \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_RESPAWN_FAILED_WORKERS=true

USER soest
VOLUME /var/lib/soest
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "scripts.healthcheck"]
CMD ["python", "-m", "granian", "soest.wsgi:application"]
