#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

int csystem_look_up(const char *path) { return open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC); }

int csystem_rename_new(int directory, const char *from, const char *to) {
    if (renameat2(directory, from, directory, to, RENAME_NOREPLACE) == 0) return 0;
    // Some file systems know no such rename; a second link is as careful, but takes two steps.
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (linkat(directory, from, directory, to, 0) != 0) return -1;
    (void)unlinkat(directory, from, 0);
    return 0;
}

static const char access_list[] = "system.posix_acl_access";

static int is_unsupported(int code) { return code == ENOTSUP || code == ENOSYS || code == EINVAL; }

// The names of all attributes, each with its NUL; NULL with errno 0 when there are none.
static char *attribute_names(int file, ssize_t *length) {
    *length = 0;
    ssize_t size = flistxattr(file, NULL, 0);
    if (size <= 0) {
        if (size == 0 || is_unsupported(errno)) errno = 0;
        return NULL;
    }
    char *names = malloc((size_t)size);
    if (names == NULL) return NULL;
    *length = flistxattr(file, names, (size_t)size);
    if (*length > 0) return names;
    int code = *length == 0 ? 0 : errno;
    free(names);
    errno = code;
    *length = 0;
    return NULL;
}

static int copy_attribute(int from, int to, const char *name) {
    ssize_t size = fgetxattr(from, name, NULL, 0);
    if (size < 0) return -1;
    char *value = malloc(size > 0 ? (size_t)size : 1);
    if (value == NULL) return -1;
    size = fgetxattr(from, name, value, (size_t)size);
    int result = size < 0 ? -1 : fsetxattr(to, name, value, (size_t)size, 0);
    int code = errno;
    free(value);
    errno = code;
    return result;
}

int csystem_copy_attributes(int from, int to) {
    ssize_t length;
    char *names = attribute_names(from, &length);
    if (names == NULL && errno != 0) return -1;
    int has_access_list = 0;
    int result = 0;
    for (ssize_t at = 0; result == 0 && at < length; at += (ssize_t)strlen(names + at) + 1) {
        const char *name = names + at;
        if (strcmp(name, access_list) == 0) {
            has_access_list = 1;
            result = copy_attribute(from, to, name);
        } else if (strncmp(name, "user.", 5) == 0) {
            result = copy_attribute(from, to, name);
        } else if (strcmp(name, "security.selinux") == 0) {
            // Only a privileged process may set it; a new file has the label that the policy gives to this directory.
            (void)copy_attribute(from, to, name);
        }
    }
    int code = errno;
    free(names);
    errno = code;
    if (result != 0) return -1;
    // A directory's default access list is inherited by a new file, and would open it to people the old file was closed to.
    if (!has_access_list && fremovexattr(to, access_list) != 0 && errno != ENODATA && !is_unsupported(errno)) return -1;
    return 0;
}

static long long milliseconds(struct statx_timestamp time) { return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000; }

int csystem_file_times(const char *path, long long times[3]) {
    struct statx status;
    if (statx(AT_FDCWD, path, 0, STATX_BTIME | STATX_MTIME | STATX_CTIME, &status) != 0) return -1;
    int is_born_known = (status.stx_mask & STATX_BTIME) != 0 && status.stx_btime.tv_sec > 0;
    times[0] = is_born_known ? milliseconds(status.stx_btime) : INT64_MIN;
    times[1] = milliseconds(status.stx_mtime);
    times[2] = milliseconds(status.stx_ctime);
    return 0;
}
