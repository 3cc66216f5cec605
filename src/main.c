/* Lampyris: a night meadow full of fireflies, moved by whatever concurrency model you choose. */

#include "app/commands.h"
#include "app/interrupt.h"

int main(int argc, char **argv)
{
    Log log;
    log_init(&log, LOG_INFO);

    Options options;
    Error error = {""};
    if (!options_parse(&options, argc, argv, &error)) {
        log_write(&log, LOG_ERROR, "%s", error.text);
        return EXIT_CODE_USAGE;
    }
    log.shown = options.shown;

    interrupt_install();
    return (int)commands_run(&options, &log);
}
