# The program for a server: web, worker, scheduler and commands are one image, started with different words.

FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /srv/annotator
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY . .
# Only to read the settings: nothing is connected to, and neither value stays in the image.
RUN DATABASE_URL=postgresql://annotator@localhost/annotator \
    SECRET_KEY=only-while-the-static-files-are-collected \
    .venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --home-dir /srv/data --shell /usr/sbin/nologin annotator \
    && install -d -o annotator -g annotator -m 0700 /srv/data
COPY --from=build /srv/annotator /srv/annotator
WORKDIR /srv/annotator
ENV PATH=/srv/annotator/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ANNOTATOR_HOME=/srv/data
USER annotator
VOLUME /srv/data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--workers-kill-timeout", "10", \
     "annotator.config.wsgi:application"]
