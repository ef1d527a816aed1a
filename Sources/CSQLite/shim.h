#include <sqlite3.h>

/* sqlite3_config takes a variable number of arguments, which Swift cannot pass. To be called before the first open:
   without statistics every allocation is a lock cheaper. */
static inline int throughline_sqlite_without_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
