#pragma once
#include <sqlite3.h>
#include "CountingFiles.h"
/// `sqlite3_db_config` for the options that take a number: Swift cannot call variadic C. Returns a result code.
int csqlite_set_option(sqlite3 *database, int option, int value);
/// Reads the file's first 100 bytes through SQLite's own descriptor: opening and closing the file a second time in one
/// process would drop the locks that SQLite holds on it. Returns 0, or -1 when the file is shorter or cannot be read.
int csqlite_read_header(sqlite3 *database, unsigned char *bytes);
/// Binds bytes as text or as a blob; SQLite copies them. Returns a result code.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, unsigned long long count);
int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, unsigned long long count);
