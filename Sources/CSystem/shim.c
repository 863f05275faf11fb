#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
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

static int first_signal = 0;
static int first_is_timed = 0;
static struct timespec first_time;
static int signal_event = -1;
static int insisting_event = -1;

int csystem_event_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void csystem_event_raise(int event) {
    uint64_t one = 1;
    ssize_t ignored = write(event, &one, sizeof one);
    (void)ignored;
}

// Whether the first signal came at least a second ago. One key stroke or one supervisor may send several at once.
static int is_a_second_later(void) {
    if (!__atomic_load_n(&first_is_timed, __ATOMIC_ACQUIRE)) return 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_t seconds = now.tv_sec - first_time.tv_sec;
    return seconds > 1 || (seconds == 1 && now.tv_nsec >= first_time.tv_nsec);
}

// Only async-signal-safe calls; errno is the interrupted code's. It may interrupt itself, and runs on any thread.
static void note_signal(int number) {
    int saved = errno;
    int none = 0;
    if (__atomic_compare_exchange_n(&first_signal, &none, number, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        clock_gettime(CLOCK_MONOTONIC, &first_time);
        __atomic_store_n(&first_is_timed, 1, __ATOMIC_RELEASE);
        csystem_event_raise(signal_event);
    } else if (is_a_second_later()) {
        csystem_event_raise(insisting_event);
    }
    errno = saved;
}

// A shell starts background jobs with the first two ignored, and what is stopped must still clean up.
static int is_always_watched(int number) { return number == SIGINT || number == SIGQUIT || number == SIGTERM; }

static int watch(int number, const struct sigaction *action) {
    struct sigaction old;
    if (sigaction(number, NULL, &old) != 0) return -1;
    // What the parent chose to ignore (SIGHUP by nohup) stays ignored.
    if (!is_always_watched(number) && old.sa_handler == SIG_IGN) return 0;
    return sigaction(number, action, NULL);
}

int csystem_watch_signals(void) {
    if (signal_event >= 0) return signal_event;
    insisting_event = csystem_event_new();
    if (insisting_event < 0) return -1;
    signal_event = csystem_event_new();
    if (signal_event < 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note_signal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    // Every signal that ends a program and tells of no defect in it: it must not end without its children.
    const int watched[] = {SIGINT,  SIGTERM,   SIGHUP,  SIGQUIT, SIGUSR1, SIGUSR2,  SIGALRM,
                           SIGXCPU, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT};
    // A parent may have blocked them, and a mask is inherited; called before any thread is started, so that all have this one.
    sigset_t wanted;
    sigemptyset(&wanted);
    for (unsigned i = 0; i < sizeof watched / sizeof *watched; i++) {
        if (watch(watched[i], &action) != 0) return -1;
        sigaddset(&wanted, watched[i]);
    }
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) {
        if (watch(number, &action) != 0) return -1;
        sigaddset(&wanted, number);
    }
    if (sigprocmask(SIG_UNBLOCK, &wanted, NULL) != 0) return -1;
    // A reader that went away is an error of write(), not the end of a run that holds children.
    signal(SIGPIPE, SIG_IGN);
    // A file that reaches its limit (ulimit -f) is an error of the write, to be told and recorded.
    signal(SIGXFSZ, SIG_IGN);
    return signal_event;
}

int csystem_insisting_event(void) { return insisting_event; }

int csystem_received_signal(void) {
    int number = __atomic_load_n(&first_signal, __ATOMIC_ACQUIRE);
    return number == 0 || number == SIGINT || number == SIGHUP ? number : SIGTERM;
}

void csystem_die_of_signal(int number) {
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

int csystem_claim_name(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length + 1 > sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path + 1, name, length);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)) == 0)
        return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}
