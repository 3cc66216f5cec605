# Prints the targets of a Makefile that carry a `## text`, under their `##@ Section`s.
/^##@ / {
    printf "\n%s\n", substr($0, 5)
}
/^[A-Za-z0-9-]+:.* ## / {
    text = $0
    sub(/^.* ## /, "", text)
    sub(/:.*/, "", $1)
    printf "    make %-13s %s\n", $1, text
}
END {
    print "\nVariables, with their defaults"
    print "    CC=gcc  OPT=-O2  BUILD=build  WERROR=-Werror  V= (1: show the commands)"
    print "    SETUP= (no: install nothing)  such as  make OPT=-O3 BUILD=build/o3"
}
