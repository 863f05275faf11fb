#pragma once
#include <sqlite3.h>
/// A number that one thread adds to and another reads.
typedef struct csqlite_counter csqlite_counter;
/// A new one at 0, or NULL when there is no memory.
csqlite_counter *csqlite_counter_new(void);
void csqlite_counter_free(csqlite_counter *counter);
/// How many pages were read so far. Safe from any thread.
unsigned long long csqlite_counter_value(const csqlite_counter *counter);
/// The name of a VFS that is the system's own and counts what is read through it; NULL when it cannot be had.
const char *csqlite_counting_vfs(void);
/// Makes every page read of the connection's file and its write-ahead log count. The connection was opened with the VFS above, and the
/// counter outlives it. Returns a result code.
int csqlite_count_reads(sqlite3 *database, csqlite_counter *counter);
