# 两条命令：make run（装好、建模、试跑、开网页）和 make test（装好、跑全部检验）。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
MODEL := models/petitions
OUT := out
install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && (apt-get update -qq && apt-get install -y -qq $(1)) >/dev/null 2>&1; }

.PHONY: run test check model samples serve bench clean tools

run: samples
	$(BIN)/petitions serve

samples: $(MODEL)/manifest.json
	$(BIN)/petitions classify corpora/samples -o $(OUT)/研判结果.xlsx || [ $$? -eq 1 ]

serve: $(MODEL)/manifest.json
	$(BIN)/petitions serve

model:
	rm -f $(MODEL)/manifest.json
	$(MAKE) $(MODEL)/manifest.json

$(MODEL)/manifest.json: $(wildcard corpora/letters/*.jsonl corpora/lexicons/*) corpora/taxonomy.toml | $(VENV)/run.stamp
	$(BIN)/petitions train --letters corpora/letters --out $(MODEL)

test check: $(VENV)/test.stamp tools $(MODEL)/manifest.json
	$(BIN)/python -m pytest -n 2

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -q -c constraints.txt -e .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(PIP) install -q -c constraints.txt -e '.[test]'
	touch $@

# The tests drive a real browser and a real PostgreSQL. Where these cannot be installed they say so loudly and are skipped.
tools:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || $(call install,chromium fonts-noto-cjk) || \
	echo '注意：没有 Chromium，浏览器检验将跳过（Debian/Ubuntu：apt-get install chromium fonts-noto-cjk）。' >&2
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || $(call install,postgresql) || \
	echo '注意：没有 PostgreSQL，有关检验将跳过（Debian/Ubuntu：apt-get install postgresql）。' >&2

bench: $(VENV)/test.stamp $(MODEL)/manifest.json
	$(BIN)/python benchmarks/tokenization.py
	$(BIN)/python benchmarks/learning_curve.py
	$(BIN)/python benchmarks/accuracy.py
	$(BIN)/python benchmarks/ways.py
	$(BIN)/python benchmarks/signals.py
	$(BIN)/python benchmarks/privacy.py
	$(BIN)/python benchmarks/events.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/store.py

clean:
	rm -rf $(VENV) $(OUT) build *.egg-info $(MODEL)/model.joblib $(MODEL)/manifest.json
