#!/usr/bin/env bash
# One hash of the state, whichever compiler and optimisation level. What holds it to one hash within
# a build (models, lanes, grains, instruction sets) are these tests, one of which has the hash
# written down. The arguments are the command that calls make.
set -euo pipefail

for cc in gcc clang; do
    for opt in O0 O3; do
        echo "== $cc -$opt"
        "$@" wrapped-test ONLY_CORE=yes BUILD="build/agree/$cc-$opt" CC="$cc" OPT="-$opt" WERROR= \
            ONLY='test_agreement test_kernel' WRAPPER=env
    done
done
