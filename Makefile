# Kurzbefehle; was sie tun, steht in scripts/. Weiteres als Variable: make test ARGS="-k entry"

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench lock

help: ## Diese Übersicht
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## Alles einrichten, nichts starten
	@$(PYTHON) -m scripts.setup

run: setup ## Beispieldaten laden und starten (HOST=127.0.0.1 PORT=8000)
	@$(BIN)/python -m scripts.run

test: ## Alle Tests auf SQLite und PostgreSQL (ARGS an pytest)
	@$(PYTHON) -m scripts.setup --dev --browser
	@$(BIN)/python -m scripts.test $(ARGS)

lint: ## Stil, Typen, Vorlagen, Migrationen, Systemprüfung
	@$(PYTHON) -m scripts.setup --dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING

bench: ## Messungen als Verhältnisse in einem Lauf
	@$(PYTHON) -m scripts.setup --dev
	@$(BIN)/python -m tests.benchmarks $(ARGS)

lock: ## Lock-Dateien aus pyproject.toml schreiben (ARGS=--upgrade für neueste Versionen)
	@$(PYTHON) -m scripts.setup --dev --packages-only
	@$(BIN)/python -m scripts.lock $(ARGS)
