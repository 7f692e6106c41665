# Everything is a target; `make` alone lists them. What each does lies in tools/.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
WORKERS ?= 2
TESTS ?= tests
offscreen := QT_QPA_PLATFORM=offscreen
# Byte code is kept even where the environment forbids it: each of two workers and every program that a test starts would compile it all anew.
pytest := $(offscreen) env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest

.PHONY: help setup setup-dev packages samples-media run test unit slow lint types contracts static check tour tour-all tour-x11 tour-read tour-samples pictures bench kill bytes fresh words lock bundle bundle-tour dist clean

help:  ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup:  ## virtual environment, locked dependencies, system libraries
	@tools/setup.sh run

setup-dev:  ## the same, with what the tests need
	@tools/setup.sh dev

packages: setup  ## course_packages/NAME.course from each course_packages/NAME
	@tools/packages.sh

samples-media: setup-dev  ## the drawings, films, sounds and captions of the sample courses, made anew (with flite, and PyAV beside the build)
	@tools/samples.sh

run: packages  ## the player with the sample course; without a display, the tour
	@tools/run.sh

test: setup-dev packages  ## the tests, two at a time (COVERAGE=1: measured against the floor of each layer)
ifdef COVERAGE
	@rm -f .coverage .coverage.*
	@$(pytest) -n $(WORKERS) --dist worksteal -m "not slow" --cov --cov-report= $(TESTS)
	@$(PYTHON) tools/coverage_floors.py
else
	@$(pytest) -n $(WORKERS) --dist worksteal -m "not slow" $(TESTS)
endif

unit: setup-dev packages  ## the tests of the parts and the laws alone, without a window, in less than a minute
	@$(pytest) -n $(WORKERS) --dist worksteal -m "not slow" tests/unit tests/property

slow: setup-dev packages  ## what the tests leave out for their time: the laws with all their examples, Tab in the other looks, every screen in the other looks, kill -9 more often
	@$(pytest) -n $(WORKERS) --dist worksteal -m slow tests
	@THOROUGH=1 $(pytest) -n $(WORKERS) --dist worksteal -m law tests
	@KILLS=20 $(MAKE) kill

lint: setup-dev
	@$(PYTHON) -m ruff check .

types: setup-dev
	@$(PYTHON) -m mypy
	@$(PYTHON) -m mypy --platform win32 --no-warn-unreachable --cache-dir .mypy_cache/win32 -p player

contracts: setup-dev
	@.venv/bin/lint-imports --no-logo

static: lint types contracts  ## ruff, mypy --strict, import contracts

check: static  ## the gate: static, then every test with the coverage floors
	@$(MAKE) test COVERAGE=1

tour: setup-dev packages  ## from a course to its certificate in the real window, with a picture per screen in build/tour
	@$(offscreen) $(PYTHON) -m tests.tour

tour-samples: setup-dev packages  ## the sample courses in English and Arabic, every lesson of every kind, films played, off the screen and at a real desktop (ONLY=offscreen or xcb); pictures in build/tour-NAME
	@$(PYTHON) -m tests.tour.all_samples $(if $(ONLY),--only $(ONLY))

tour-all: setup-dev  ## every screen in every look at two sizes, English and Arabic, with a picture of each in build/tour-all
	@EVERY_LOOK=build/tour-all $(pytest) -n 0 --timeout 1800 tests/ui/test_every_look.py

tour-x11: setup-dev packages  ## the program as a process at a real desktop (Xvfb), by mouse, keys and a screen reader's eyes, in build/tour-x11
	@$(PYTHON) -m tests.desktop

tour-read: setup-dev  ## every screen at a real desktop (Xvfb), read from outside as a screen reader reads it: nothing without a name, nothing left untold
	@$(PYTHON) -m tests.desktop.screens

pictures: tour tour-samples  ## the pictures of the README, from the tours
	@tools/pictures.sh

bench: setup-dev packages  ## ratios to floors measured in the same run
	@$(offscreen) $(PYTHON) -m tests.benchmarks $(if $(BENCH_SHORT),--short)

kill: setup-dev packages  ## kill -9 at 200 moments of a scripted course, and of restores: nothing acknowledged is lost
	@KILLS=$${KILLS:-200} $(pytest) -n 0 tests/e2e/test_kill.py tests/e2e/test_restore_killed.py

bytes: setup-dev packages  ## every byte of a signed package, changed two ways, is noticed by verify
	@BYTES_STRIDE=1 $(pytest) -n 0 --timeout 3600 tests/security/test_every_byte.py

fresh:  ## make run and make test in an empty folder with an empty HOME and no display
	@tools/fresh.sh

words: setup-dev  ## collect what the window says, bring the translations up to date, compile them (NEW=fr begins one)
	@$(PYTHON) tools/words.py $(if $(NEW),--new $(NEW))

bundle: setup-dev packages  ## dist/greentick: a folder that runs without Python; its size and parts go into docs/bundle.md
	@nice $(PYTHON) -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller build.spec
	@$(PYTHON) -m tools.bundle_report

bundle-tour: bundle  ## the bundle in an empty environment and at a real desktop, from the sample course to its certificate
	@$(PYTHON) -m tests.bundle $(if $(BUNDLE_SHORT),--starts 0)

dist: setup-dev packages  ## wheel and source archive in dist, both tried in an empty environment up to a certificate
	@nice tools/dist.sh

lock: setup-dev  ## write the locks anew from pyproject.toml
	@tools/lock.sh

clean:  ## remove what was built, keep .venv
	@rm -rf build dist .coverage .coverage.* .mypy_cache .ruff_cache .import_linter_cache .hypothesis course_packages/*.course
