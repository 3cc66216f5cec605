#!/usr/bin/env bash
# Names every function of 60 lines or more, every file of 400 or more, every line over 100 columns.
# The sources are laid out by clang-format, so a function is what stands between a `{` and a `}` in
# the first column.
set -euo pipefail

find src tests \( -name '*.[chS]' -o -name '*.cpp' \) -print0 | LC_ALL=C sort -z | xargs -0 awk '
    function offence(line, text) {
        printf "%s:%d: %s\n", file, line, text
        offences++
    }

    function file_ends() {
        if (file != "" && lines >= 400)
            offence(lines, "the file has " lines " lines, and must have fewer than 400")
    }

    FNR == 1 {
        file_ends()
        file = FILENAME
        opened = 0
    }

    {
        lines = FNR
    }

    length($0) > 100 {
        offence(FNR, "the line has " length($0) " columns, and may have 100")
    }

    /^\{$/ {
        opened = FNR
    }

    /^\}/ && opened {
        if (FNR - opened + 1 >= 60)
            offence(opened, "the function has " FNR - opened + 1 " lines, and must have fewer than 60")
        opened = 0
    }

    END {
        file_ends()
        exit offences > 0
    }'
