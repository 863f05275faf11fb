#include "CountingFiles.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

// integrity_check walks a whole tree inside one instruction, where SQLite tells nobody how far it is and holds the connection's mutex.
// The one place where the walk can be seen from another thread is the reading of pages: so reading is counted, one layer down.

struct csqlite_counter {
    atomic_ullong value;
};

csqlite_counter *csqlite_counter_new(void) { return calloc(1, sizeof(csqlite_counter)); }
void csqlite_counter_free(csqlite_counter *counter) { free(counter); }
unsigned long long csqlite_counter_value(const csqlite_counter *counter) {
    return atomic_load_explicit(&counter->value, memory_order_relaxed);
}

// An open file: this, and right behind it the system's own.
typedef struct counting_file {
    sqlite3_file base;
    // The database's file, where this is its log.
    struct counting_file *database;
    csqlite_counter *counter;
} counting_file;

// Below 100 the numbers are SQLite's (sqlite3_io_methods, xFileControl).
#define COUNT_READS 74391
#define SMALLEST_PAGE 512

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((counting_file *)file + 1); }

static int close_file(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int read_file(sqlite3_file *f, void *bytes, int count, sqlite3_int64 offset) {
    counting_file *file = (counting_file *)f;
    csqlite_counter *counter = file->database ? file->database->counter : file->counter;
    // Headers and change counters are shorter than a page.
    if (counter && count >= SMALLEST_PAGE) atomic_fetch_add_explicit(&counter->value, 1, memory_order_relaxed);
    return real(f)->pMethods->xRead(real(f), bytes, count, offset);
}
static int write_file(sqlite3_file *f, const void *bytes, int count, sqlite3_int64 offset) {
    return real(f)->pMethods->xWrite(real(f), bytes, count, offset);
}
static int truncate_file(sqlite3_file *f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
static int sync_file(sqlite3_file *f, int flags) { return real(f)->pMethods->xSync(real(f), flags); }
static int size_file(sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); }
static int lock_file(sqlite3_file *f, int level) { return real(f)->pMethods->xLock(real(f), level); }
static int unlock_file(sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
static int check_lock(sqlite3_file *f, int *result) { return real(f)->pMethods->xCheckReservedLock(real(f), result); }
static int control_file(sqlite3_file *f, int operation, void *argument) {
    if (operation == COUNT_READS) {
        ((counting_file *)f)->counter = argument;
        return SQLITE_OK;
    }
    return real(f)->pMethods->xFileControl(real(f), operation, argument);
}
static int sector_size(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int characteristics(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int map_shared(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
static int lock_shared(sqlite3_file *f, int offset, int count, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
}
static void shared_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int unmap_shared(sqlite3_file *f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

// Version 2: with shared memory, and without mapping the file, which would read past the counter.
static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, size_file, lock_file, unlock_file, check_lock, control_file,
    sector_size, characteristics, map_shared, lock_shared, shared_barrier, unmap_shared, 0, 0,
};

static sqlite3_vfs *base_vfs;
static sqlite3_vfs counting_vfs;
static const char *counting_name;

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags) {
    (void)vfs;
    counting_file *file = (counting_file *)f;
    file->base.pMethods = 0;
    file->database = 0;
    file->counter = 0;
    int code = base_vfs->xOpen(base_vfs, name, real(f), flags, out_flags);
    // Also after an error SQLite closes what has methods.
    if (real(f)->pMethods) file->base.pMethods = &methods;
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) file->database = (counting_file *)sqlite3_database_file_object(name);
    return code;
}

static void make_vfs(void) {
    base_vfs = sqlite3_vfs_find(0);
    if (!base_vfs) return;
    counting_vfs = *base_vfs;
    counting_vfs.pNext = 0;
    counting_vfs.zName = "jarvis-ops-counting";
    counting_vfs.szOsFile = (int)sizeof(counting_file) + base_vfs->szOsFile;
    counting_vfs.xOpen = open_file;
    if (sqlite3_vfs_register(&counting_vfs, 0) == SQLITE_OK) counting_name = counting_vfs.zName;
}

const char *csqlite_counting_vfs(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (sqlite3_initialize() != SQLITE_OK) return 0;
    pthread_once(&once, make_vfs);
    return counting_name;
}

int csqlite_count_reads(sqlite3 *database, csqlite_counter *counter) {
    return sqlite3_file_control(database, "main", COUNT_READS, counter);
}
