/* What --version says, and every report. */
#pragma once

#define LAMPYRIS_VERSION "0.1.0"
