#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int argument_count = 0;
static char **argument_values = NULL;

// glibc hands them to every constructor.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    argument_values = values;
}

int csystem_argument_count(void) { return argument_count; }

const char *csystem_argument(int index) { return index >= 0 && index < argument_count ? argument_values[index] : NULL; }

static volatile sig_atomic_t first_signal = 0;
static int signal_event = -1;

int csystem_event_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void csystem_event_raise(int event) {
    uint64_t one = 1;
    ssize_t ignored = write(event, &one, sizeof one);
    (void)ignored;
}

// Only async-signal-safe calls; errno is the interrupted code's.
static void note_signal(int number) {
    int saved = errno;
    if (first_signal == 0) first_signal = number;
    csystem_event_raise(signal_event);
    errno = saved;
}

int csystem_watch_signals(void) {
    if (signal_event >= 0) return signal_event;
    signal_event = csystem_event_new();
    if (signal_event < 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note_signal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    const int watched[] = {SIGINT, SIGTERM, SIGHUP};
    for (unsigned i = 0; i < sizeof watched / sizeof *watched; i++) {
        struct sigaction old;
        if (sigaction(watched[i], NULL, &old) != 0) return -1;
        // A SIGHUP that the parent chose to ignore (nohup) stays ignored. SIGINT and SIGTERM are always watched:
        // a shell starts background jobs with SIGINT ignored, and a stopped diagnosis must still clean up.
        if (watched[i] == SIGHUP && old.sa_handler == SIG_IGN) continue;
        if (sigaction(watched[i], &action, NULL) != 0) return -1;
    }
    // A parent may have blocked them, and a mask is inherited; called before any thread is started, so that all have this one.
    sigset_t wanted;
    sigemptyset(&wanted);
    for (unsigned i = 0; i < sizeof watched / sizeof *watched; i++) sigaddset(&wanted, watched[i]);
    if (sigprocmask(SIG_UNBLOCK, &wanted, NULL) != 0) return -1;
    // A reader that went away is an error of write(), not the end of a run that holds children.
    // Swift's runtime takes SIGQUIT for a crash and may ask what to do: it ends the program at once.
    signal(SIGQUIT, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    // A file that reaches its limit (ulimit -f) is an error of the write, to be told and recorded.
    signal(SIGXFSZ, SIG_IGN);
    return signal_event;
}

int csystem_received_signal(void) { return first_signal; }

void csystem_die_of_signal(int number) {
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}
