#pragma once
#include <stddef.h>

/// What a new process is made of. Texts end in NUL; lists are their texts one after the other, each with its NUL.
struct cprocess_launch {
    const char *path;
    /// NULL leaves the directory as it is.
    const char *directory;
    const char *arguments;
    size_t argument_count;
    const char *environment;
    size_t environment_count;
    /// Descriptors for 0, 1 and 2, all of them above 2; an input of -1 means /dev/null.
    int input;
    int output;
    int error;
};

/// Starts a program in a session of its own, with default signal actions, nothing blocked and no descriptor but 0, 1 and 2.
/// Returns 0 and the process number, or an errno value.
int cprocess_spawn(const struct cprocess_launch *launch, int *pid);

/// A pipe that closes on exec, both numbers above 2, with the end of this process (0 read, 1 write) non-blocking.
/// Returns 0, or -1 with errno set.
int cprocess_pipe(int ends[2], int own_end);

/// A descriptor of a file for output, created if missing, written at its end, closed on exec; or -1 with errno set.
int cprocess_open_output(const char *path);

/// A handle of a process that is not reused when the number is; or -1 with errno set.
int cprocess_open(int pid);

/// Sends a signal through a handle. Returns 0, or -1 with errno set.
int cprocess_signal(int handle, int signal_number);

/// How a child ended. With `keep` it stays a zombie, so that its number stays taken.
/// Returns 1 and the ending, 0 while it runs, or -1 with errno set (ECHILD: not, or no longer, a child of this process).
int cprocess_wait(int handle, int keep, int *was_signalled, int *code);

/// Writes what fits, without a SIGPIPE for this process when nobody reads. As `write`.
ptrdiff_t cprocess_write(int descriptor, const void *bytes, size_t count);

/// Makes orphaned descendants children of this process. Returns 0, or -1 with errno set.
int cprocess_become_subreaper(void);
