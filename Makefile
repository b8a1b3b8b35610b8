# 两条命令：make run（装好、建模、试跑、开网页）和 make test（装好、跑全部检验）。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
MODEL := models/petitions
OUT := out
install = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && (apt-get update -qq && apt-get install -y -qq $(1)) >/dev/null 2>&1; }

.PHONY: run test check model samples serve bench bundle clean tools

run: samples
	$(BIN)/petitions serve

samples: $(MODEL)/manifest.json
	$(BIN)/petitions classify corpora/samples -o $(OUT)/研判结果.xlsx || [ $$? -eq 1 ]

serve: $(MODEL)/manifest.json
	$(BIN)/petitions serve

model:
	rm -f $(MODEL)/manifest.json
	$(MAKE) $(MODEL)/manifest.json

$(MODEL)/manifest.json: $(wildcard corpora/letters/*.jsonl corpora/lexicons/*) corpora/matters.jsonl corpora/statements.tsv corpora/taxonomy.toml | $(VENV)/run.stamp
	$(BIN)/petitions train --letters corpora/letters --matters corpora/matters.jsonl --statements corpora/statements.tsv --out $(MODEL)

test check: $(VENV)/test.stamp tools $(MODEL)/manifest.json
	$(BIN)/python -m pytest -n 2

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -q -c constraints.txt -e .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(PIP) install -q -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	$(PIP) install -q -c constraints.txt -e '.[bench]'
	$(PIP) install -q -c constraints.txt --no-deps bertopic
	touch $@

# The tests drive a real browser and a real PostgreSQL. Where these cannot be installed they say so loudly and are skipped.
tools:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || $(call install,chromium fonts-noto-cjk) || \
	echo '注意：没有 Chromium，浏览器检验将跳过（Debian/Ubuntu：apt-get install chromium fonts-noto-cjk）。' >&2
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || $(call install,postgresql) || \
	echo '注意：没有 PostgreSQL，有关检验将跳过（Debian/Ubuntu：apt-get install postgresql）。' >&2

# Against the peers (make bench QUICK=1: a few minutes, on part of the material), then the project's own figures.
PEERS := $(sort $(wildcard benchmarks/peers_*.py)) $(wildcard benchmarks/end_to_end.py)
OWN := learning_curve accuracy marking ways signals privacy events speed store clustering_scale sizing

bench: $(VENV)/bench.stamp $(MODEL)/manifest.json
	set -e; for peer in $(PEERS); do $(BIN)/python $$peer $(if $(QUICK),--quick); done
	$(BIN)/python benchmarks/results.py
	set -e; for figure in $(if $(QUICK),,$(OWN)); do $(BIN)/python benchmarks/$$figure.py; done

# A folder that installs on a machine without any network: docs/offline/安装.txt says how, tests/test_bundle.py does it.
BUNDLE := $(abspath $(OUT)/bundle)
# What setuptools makes on the way goes here and not into the source tree, which tests are reading.
APART := DIST_EXTRA_CONFIG=$(BUNDLE)/build.cfg
SYSTEMS := linux windows
PYTHONS := 3.11 3.12 3.13
EXTRAS := ocr postgres cluster
UV_linux := x86_64-manylinux_2_28
UV_windows := x86_64-pc-windows-msvc
GLIBC := 2_28 2_27 2_26 2_24 2_17 2_12 2_5
PIP_linux := $(foreach tag,$(addprefix _,$(GLIBC)) 2014 2010 1,--platform manylinux$(tag)_x86_64)
PIP_windows := --platform win_amd64
OFFLINE = --no-index --no-build --find-links $(BUNDLE)/wheels
# pip alone would ask for what this machine needs, not what the other system does: uv reads the markers as that one would.
resolved = $(BIN)/uv pip compile -q --no-header --no-annotate --python-platform $(UV_$(1)) --python-version $(2)
define fetch
$(call resolved,$(1),$(2)) pyproject.toml -c constraints.txt $(EXTRAS:%=--extra %) | grep -v ^jieba= >$(BUNDLE)/wanted.txt
$(PIP) download -q --no-deps --only-binary=:all: $(PIP_$(1)) --python-version $(2) -d $(BUNDLE)/wheels -r $(BUNDLE)/wanted.txt
echo petition-letters | $(call resolved,$(1),$(2)) $(OFFLINE) - >/dev/null

endef

bundle: $(MODEL)/manifest.json $(VENV)/test.stamp
	rm -rf $(BUNDLE)
	mkdir -p $(BUNDLE)/wheels $(BUNDLE)/corpora/lexicons $(BUNDLE)/$(MODEL) $(BUNDLE)/docs
	printf '[build]\nbuild_base = $(BUNDLE)/build\n[egg_info]\negg_base = $(BUNDLE)\n' >$(BUNDLE)/build.cfg
	$(APART) $(PIP) wheel -q --no-deps --no-build-isolation -w $(BUNDLE)/wheels .
	$(PIP) wheel -q --no-deps --no-build-isolation -c constraints.txt -w $(BUNDLE)/wheels jieba  # comes as source alone
	$(foreach system,$(SYSTEMS),$(foreach python,$(PYTHONS),$(call fetch,$(system),$(python))))
	cp docs/offline/* $(BUNDLE)
	sed -i 's/$$/\r/' $(BUNDLE)/*.cmd $(BUNDLE)/*.txt
	cp -r corpora/*.toml corpora/samples $(BUNDLE)/corpora
	cp corpora/lexicons/terms.tsv $(BUNDLE)/corpora/lexicons
	cp $(MODEL)/*.* $(BUNDLE)/$(MODEL)
	cp -r docs/manual.zh.md docs/operations.md docs/images $(BUNDLE)/docs
	rm -rf $(addprefix $(BUNDLE)/,build build.cfg wanted.txt *.egg-info)
	cd $(BUNDLE) && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS

clean:
	rm -rf $(VENV) $(OUT) build *.egg-info $(MODEL)/model.joblib $(MODEL)/manifest.json
