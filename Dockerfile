# The HTTP service in a container: slim, not root, every package by version and hash (requirements/).
# docker build -t mayfly . && docker run -e MAYFLY_API_TOKEN=... -p 127.0.0.1:8000:8000 mayfly
# A tag may point elsewhere tomorrow. Nobody has looked the digest up for you: take it from
# `docker buildx imagetools inspect` and give it as --build-arg PYTHON_IMAGE=python@sha256:...
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
# Another list, for another image: requirements/aegra.txt with Python 3.12.
ARG REQUIREMENTS=requirements/image.txt
WORKDIR /src
COPY requirements requirements
RUN python3 -m venv /opt/mayfly \
    && /opt/mayfly/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r ${REQUIREMENTS} \
    && python3 -m venv /opt/build \
    && /opt/build/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md hatch_build.py ./
COPY web web
COPY backend/mayfly backend/mayfly
# The build tools are those above, not whichever are the newest; what Mayfly needs is there already, or this fails.
RUN PATH=/opt/build/bin:$PATH /opt/build/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/mayfly/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps /dist/*.whl \
    && /opt/mayfly/bin/python -m pip check
# Half a gigabyte less. Nothing runs the packages' own tests, or compiles against them. Wheels can't hold links, so
# that some libraries are in them up to three times.
RUN find /opt/mayfly/lib -depth -type d \( -name tests -o -path '*/casadi/include' \) -exec rm -rf {} + \
    && find /opt/mayfly/lib -name '*.a' -delete \
    && /opt/mayfly/bin/python -m pip uninstall --quiet --yes pip \
    && hardlink --quiet --ignore-time --minimum-size 65536 /opt/mayfly

FROM ${PYTHON_IMAGE}
# libGL.so.1 and what it links: the CAD kernel loads it, though nothing is drawn with it here, so that Mesa's drivers
# and their compiler can go. A font for text().
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgl1 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /usr/lib/*/dri /usr/lib/*/libLLVM-* /usr/lib/*/libz3.*
# A volume that is mounted for the first time takes owner and mode from here.
RUN groupadd --gid 10001 mayfly \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin mayfly \
    && install -d -o mayfly -g mayfly -m 0750 /temp_models
COPY --from=build /opt/mayfly /opt/mayfly
ENV PATH=/opt/mayfly/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MAYFLY_TEMP_DIR=/temp_models \
    MAYFLY_JANITOR=off
# The janitor would end with the container; what a stopped one leaves on the volume goes at the next start.
USER 10001:10001
WORKDIR /tmp
VOLUME /temp_models
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
ENTRYPOINT ["mayfly"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
