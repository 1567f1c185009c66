#!/bin/sh
# Builds the programs that check.sh measures truststack against, at pinned
# versions, into bench/out/peers. They are not part of TrustStack or its CI.
set -eu
cd "$(dirname "$0")"

CONFTEST=v0.71.1
OPA=v1.22.2

mkdir -p out/peers
GOBIN="$PWD/out/peers"
export GOBIN CGO_ENABLED=0
# The same flags as the shipped truststack: no symbol table, no build paths.
go install -trimpath -ldflags="-s -w" "github.com/open-policy-agent/conftest@$CONFTEST"
go install -trimpath -ldflags="-s -w" "github.com/open-policy-agent/opa@$OPA"
printf 'conftest %s\nopa %s\n' "$CONFTEST" "$OPA" >out/peers/versions
