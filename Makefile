# The tasks of this repository; `make` by itself makes the report of the example workshop.
# Written for GNU make 3.81 (macOS) and later. Windows: see docs/windows.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

# CI installs what requirements-ci.txt names, version by version; everybody else what pyproject.toml allows.
PINS := $(if $(CI),--constraint requirements-ci.txt)
LOCK := build/lock
AUDIT := build/audit

# Each stamp says that a step is done, so that the next call does not do it again.
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_BENCH := $(VENV)/.installed-bench
PANGO := $(VENV)/.pango
OFFICE := $(VENV)/.office
CHROMIUM := $(VENV)/.chromium

PANGO_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
PANGO_LOADS := $(BIN)/python -c "from weasyprint.text import ffi; assert ffi.harfbuzz_subset" >/dev/null 2>&1
CHROMIUM_THERE := command -v chromium >/dev/null 2>&1
OFFICE_THERE := command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1

# $(call apt,PACKAGES): install where no password is asked for, else print the command; never fails.
APT_GET := DEBIAN_FRONTEND=noninteractive apt-get -qq
apt = if [ "$$(id -u)" = 0 ]; then \
	    { $(APT_GET) update && $(APT_GET) install -y --no-install-recommends $(1); } >/dev/null; \
	  elif sudo -n true 2>/dev/null; then \
	    { sudo $(APT_GET) update && sudo $(APT_GET) install -y --no-install-recommends $(1); } >/dev/null; \
	  else \
	    echo "Please run: sudo apt install $(1)"; \
	  fi || echo "That did not work. Please run: sudo apt install $(1)"

.DEFAULT_GOAL := report
.NOTPARALLEL:
.PHONY: report check test coverage bench fuzz lock audit clean

# The report of the workshop in this folder, in output/.
report: $(INSTALLED) $(PANGO)
	@$(BIN)/report-builder build
	@echo "The report lies in $(CURDIR)/output:"
	@for suffix in docx pdf html; do \
	  if [ -f output/report.$$suffix ]; then echo "  output/report.$$suffix"; fi; \
	done

# Form and types of the code.
check: $(INSTALLED_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# All tests.
test: $(INSTALLED_DEV) $(PANGO) $(OFFICE) $(CHROMIUM)
	$(BIN)/python -m pytest -n 2

# All tests, and which lines of the program they never reach.
coverage: $(INSTALLED_DEV) $(PANGO) $(OFFICE) $(CHROMIUM)
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage report --show-missing --skip-covered

# How quick it is beside other ways, as a table for docs/performance.md; some ten minutes.
# SIZES="100 1000 10000" takes an hour; LOADS=1 takes large workshops through instead; QUICK=1 only sees that all runs.
# LABELS=file.jsonl tells how well your own statements are coded.
bench: $(INSTALLED_BENCH) $(PANGO)
	@if [ -n "$(LABELS)" ]; then $(BIN)/python -m tests.bench.coding $(LABELS); else \
	  $(BIN)/python -m tests.bench $(if $(LOADS),--loads) $(if $(QUICK),--quick) $(SIZES); fi

# The versions that CI installs: the newest that pyproject.toml allows, with all that they need, as Python 3.11 on
# Linux has them.
lock:
	@rm -rf $(LOCK) && $(PYTHON) -m venv $(LOCK)
	@$(LOCK)/bin/python -m pip --disable-pip-version-check --quiet install --editable ".[dev]"
	@{ echo "# The versions that CI installs. Renew them with: make lock"; \
	  $(LOCK)/bin/python -m pip --disable-pip-version-check freeze --exclude-editable; } > requirements-ci.txt

# Whether a known weakness is on record for one of these versions; needs a network.
audit: | $(AUDIT)/bin/pip-audit
	@$(AUDIT)/bin/pip-audit --strict --requirement requirements-ci.txt --no-deps --disable-pip --progress-spinner off || \
	  { echo "A weakness is on record, or what is on record could not be asked for without a network."; exit 1; }

$(AUDIT)/bin/pip-audit:
	@rm -rf $(AUDIT) && $(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip --disable-pip-version-check --quiet install pip-audit || \
	  { rm -rf $(AUDIT); echo "pip-audit could not be installed; is there a network?"; exit 1; }

# Damaged files, many of each kind; FUZZ says how many.
FUZZ ?= 1000
fuzz: $(INSTALLED_DEV)
	@FUZZ=$(FUZZ) $(BIN)/python -m pytest -q tests/test_fuzz.py

# What can be made again. output/ stays: somebody may have edited a draft there.
clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Python 3.11 or newer is needed; name it, as in: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml | $(BIN)/python
	@echo "Installing report-builder into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

# hatchling: one test builds the package as it is published.
$(INSTALLED_DEV): pyproject.toml requirements-ci.txt | $(BIN)/python
	@echo "Installing report-builder and its development tools into $(VENV) ..."
	@$(PIP) $(PINS) --editable ".[dev]" hatchling
	@touch $(INSTALLED) $@

# The other ways that the measures compare it with; the program itself needs none of them.
$(INSTALLED_BENCH): $(INSTALLED_DEV)
	@echo "Installing what it is measured against ..."
	@$(PIP) --editable ".[bench]"
	@touch $@

# What WeasyPrint needs from the system to set PDF. Without it Word and HTML are made all the same.
$(PANGO): $(INSTALLED)
	@if $(PANGO_LOADS); then :; \
	elif [ "$$(uname)" = Darwin ]; then \
	  if command -v brew >/dev/null 2>&1; then brew install --quiet pango; \
	  else echo "For PDF, install Homebrew, then run: brew install pango"; fi; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  echo "PDF needs $(PANGO_PACKAGES) ..."; $(call apt,$(PANGO_PACKAGES)); \
	else \
	  echo "For PDF, install Pango and HarfBuzz with your system's package manager."; \
	fi
	@if $(PANGO_LOADS); then touch $@; else echo "No PDF for now; Word and HTML are made."; fi

# Some tests let LibreOffice open what was made; without it they are skipped.
$(OFFICE): $(INSTALLED_DEV)
	@if $(OFFICE_THERE); then :; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  echo "Some tests need LibreOffice ..."; \
	  if apt-cache show libreoffice-writer-nogui >/dev/null 2>&1; then \
	    $(call apt,libreoffice-writer-nogui libreoffice-calc-nogui); \
	  else \
	    $(call apt,libreoffice-writer libreoffice-calc); \
	  fi; \
	fi
	@if $(OFFICE_THERE); then touch $@; fi

# Some tests look at the web page in a browser; without it they are skipped.
$(CHROMIUM): $(INSTALLED_DEV)
	@if $(CHROMIUM_THERE); then :; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  echo "Some tests need Chromium ..."; $(call apt,chromium); \
	fi
	@if $(CHROMIUM_THERE); then touch $@; fi
