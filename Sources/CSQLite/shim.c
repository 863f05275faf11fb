#include "CSQLite.h"

int csqlite_set_option(sqlite3 *database, int option, int value) { return sqlite3_db_config(database, option, value, (int *)0); }

int csqlite_read_header(sqlite3 *database, unsigned char *bytes) {
    sqlite3_file *file = 0;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return -1;
    if (!file || !file->pMethods) return -1;
    return file->pMethods->xRead(file, bytes, 100, 0) == SQLITE_OK ? 0 : -1;
}

int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, unsigned long long count) {
    // A null pointer would bind NULL instead of an empty text.
    return sqlite3_bind_text64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, unsigned long long count) {
    return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}
