#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char **pointers(const char *texts, size_t count) {
    char **list = malloc((count + 1) * sizeof *list);
    if (!list) return NULL;
    for (size_t i = 0; i < count; i++) {
        // posix_spawn does not write through these.
        list[i] = (char *)texts;
        texts += strlen(texts) + 1;
    }
    list[count] = NULL;
    return list;
}

static int describe(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes, const struct cprocess_launch *launch) {
    int failure = 0;
    if (launch->directory) failure = posix_spawn_file_actions_addchdir_np(files, launch->directory);
    if (!failure && launch->input < 0) failure = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    if (!failure && launch->input >= 0) failure = posix_spawn_file_actions_adddup2(files, launch->input, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(files, launch->output, 1);
    if (!failure) failure = posix_spawn_file_actions_adddup2(files, launch->error, 2);
    // Libraries open sockets without asking for close-on-exec; a child must not hold them open.
    if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(files, 3);

    sigset_t signals;
    sigfillset(&signals);
    if (!failure) failure = posix_spawnattr_setsigdefault(attributes, &signals);
    sigemptyset(&signals);
    if (!failure) failure = posix_spawnattr_setsigmask(attributes, &signals);
    const short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (!failure) failure = posix_spawnattr_setflags(attributes, flags);
    return failure;
}

int cprocess_spawn(const struct cprocess_launch *launch, int *pid) {
    char **arguments = pointers(launch->arguments, launch->argument_count);
    char **environment = pointers(launch->environment, launch->environment_count);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    int failure = arguments && environment ? describe(&files, &attributes, launch) : ENOMEM;
    if (!failure) failure = posix_spawn(pid, launch->path, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    free(environment);
    free(arguments);
    return failure;
}

/// A number below 3 would be overwritten while 0, 1 and 2 of the child are put in place.
static int above_standard(int descriptor) {
    if (descriptor < 0 || descriptor > 2) return descriptor;
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    int saved = errno;
    close(descriptor);
    errno = saved;
    return moved;
}

int cprocess_pipe(int ends[2], int own_end) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    ends[0] = above_standard(ends[0]);
    ends[1] = above_standard(ends[1]);
    if (ends[0] >= 0 && ends[1] >= 0 && fcntl(ends[own_end], F_SETFL, O_NONBLOCK) == 0) return 0;
    int saved = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = saved;
    return -1;
}

int cprocess_open_output(const char *path) {
    return above_standard(open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600));
}

int cprocess_open(int pid) { return pidfd_open(pid, 0); }

int cprocess_signal(int handle, int signal_number) { return pidfd_send_signal(handle, signal_number, NULL, 0); }

int cprocess_wait(int handle, int keep, int *was_signalled, int *code) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    int options = WEXITED | WNOHANG | (keep ? WNOWAIT : 0);
    while (waitid(P_PIDFD, (id_t)handle, &info, options) != 0) {
        if (errno != EINTR) return -1;
    }
    if (info.si_pid == 0) return 0;
    *was_signalled = info.si_code != CLD_EXITED;
    *code = info.si_status;
    return 1;
}

ptrdiff_t cprocess_write(int descriptor, const void *bytes, size_t count) {
    sigset_t broken_pipe, before, pending;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    sigpending(&pending);
    int was_pending = sigismember(&pending, SIGPIPE);
    ssize_t written = write(descriptor, bytes, count);
    int saved = errno;
    // The signal of this write waits for this thread; it is taken away before the mask is put back.
    if (written < 0 && saved == EPIPE && !was_pending) {
        const struct timespec at_once = {0, 0};
        while (sigtimedwait(&broken_pipe, NULL, &at_once) < 0 && errno == EINTR) {}
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return written;
}

int cprocess_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L); }
