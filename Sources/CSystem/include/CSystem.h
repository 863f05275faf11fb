#pragma once
#include "ByteSearch.h"
/// A new eventfd, or -1 with errno set. It closes on exec and never blocks a reader.
int csystem_event_new(void);
/// Makes the eventfd readable. Safe from any thread.
void csystem_event_raise(int event);
/// Makes every signal that asks a program to end (SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM, …) raise a file descriptor
/// instead of ending the process.
/// Returns an eventfd that becomes readable at the first such signal, or -1 with errno set.
int csystem_watch_signals(void);
/// An eventfd that becomes readable when another signal comes at least a second after the first; -1 before they are watched.
int csystem_insisting_event(void);
/// How many arguments the program was started with, its own name included. They are kept as the program starts: what finds them
/// through /proc finds none where that is not mounted, and a program without arguments does something else.
int csystem_argument_count(void);
/// One of them, or NULL. It lives as long as the program.
const char *csystem_argument(int index);
/// The first of the watched signals that arrived, or 0. All but SIGINT and SIGHUP count as SIGTERM.
int csystem_received_signal(void);
/// Gives SIGINT, SIGTERM and SIGHUP their default action back and raises one of them in this process.
void csystem_die_of_signal(int signal_number);
/// Looks a name up without opening what is there, which needs no right to it; links are not followed. A descriptor, or -1 with errno set.
int csystem_look_up(const char *path);
/// Renames inside one directory, but never onto something that is there (EEXIST). Returns 0, or -1 with errno set.
int csystem_rename_new(int directory, const char *from, const char *to);
/// Gives `to` the extended attributes of `from`: those of users and the access list exactly (also taking away what `from` has not),
/// the security label where the system lets us. Returns 0, or -1 with errno set.
int csystem_copy_attributes(int from, int to);
/// Claims a name in the abstract socket namespace of this machine for as long as the descriptor is open: the system frees it with
/// the process. -1 with errno EADDRINUSE while somebody has it.
int csystem_claim_name(const char *name);
/// When the file was made, its bytes changed, and anything of it changed: milliseconds since 1970 into three numbers, the first of them
/// INT64_MIN where the file system does not keep it. Links are followed. Returns 0, or -1 with errno set.
int csystem_file_times(const char *path, long long times[3]);
/// The inodes of the sockets that listen on a TCP port in this network namespace, at most `capacity` of them. Returns how many were
/// written, or -1 where the kernel does not tell (sock_diag(7)).
int csystem_listeners(uint16_t port, uint32_t *inodes, size_t capacity);
