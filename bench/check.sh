#!/bin/sh
# Builds truststack as it is shipped and measures it beside conftest and opa exec;
# README.md says what and how. Arguments are passed on: check.sh -runs 5
set -eu
cd "$(dirname "$0")/.."

corpus=${TRUSTSTACK_CORPUS:-../shared/corpus}/templates/serverless-patterns
if [ ! -d "$corpus" ]; then
	echo "bench: error: no corpus at $corpus; set TRUSTSTACK_CORPUS" >&2
	exit 1
fi
if [ ! -x bench/out/peers/opa ] || [ ! -x bench/out/peers/conftest ]; then
	bench/peers.sh
fi
CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o bench/out/truststack ./cmd/truststack
go build -o bench/out/run ./bench/run
cat bench/out/peers/versions
bench/out/run -corpus "$corpus" -truststack bench/out/truststack \
	-conftest bench/out/peers/conftest -opa bench/out/peers/opa "$@"
