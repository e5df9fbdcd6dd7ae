# The image of web server, worker and schedule alike; docker-compose.yml says what each runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
# Pango sets the text of PDFs.
RUN apt-get update && apt-get install -y --no-install-recommends libpangoft2-1.0-0 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /site
COPY pyproject.toml uv.lock README.md ./
# The dependencies first, so that a change of our code doesn't install them again.
RUN uv sync --locked --no-dev --no-install-project
COPY . .
RUN uv sync --locked --no-dev
ENV PATH="/site/.venv/bin:$PATH"

# The texts belong to the image. Compiling needs no real settings.
RUN MEGDAN_ENV=test MEGDAN_DATA=/tmp/build python manage.py messages --compile --verbosity=0 && rm -rf /tmp/build

RUN useradd --create-home megdan && mkdir /data && chown megdan /data
USER megdan
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4"]
