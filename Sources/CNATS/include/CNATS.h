#pragma once
#include <nats/nats.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// libnats, loaded while the program runs: a table of its functions. It brings OpenSSL and three threads with it, which only
/// a command that talks to NATS should pay for.
typedef struct cnats_library cnats_library;

/// Loads the library and starts it, once for the process; it is never unloaded. `names` ends with NULL; the first that loads is taken.
/// Returns NULL when it cannot be had, with the loader's words in `reason`.
const cnats_library *cnats_open(const char *const *names, char *reason, size_t reason_size);

/// Connects, without reconnection, pings or threads for reading and writing: the caller's own loop reads and writes.
/// Texts but `url` may be NULL. User, password, token and name go into libnats's JSON as they are: escape them before.
/// `context` is given to `attach`, which hands on what the other callbacks get.
natsStatus cnats_connect(
    const cnats_library *library, natsConnection **connection, const char *url, const char *user, const char *password,
    const char *token, const char *name, int64_t timeout_milliseconds, void *context, natsEvLoop_Attach attach,
    natsEvLoop_ReadAddRemove read, natsEvLoop_WriteAddRemove write, natsEvLoop_Detach detach);
/// Ends the connection and gives it back.
void cnats_close(const cnats_library *library, natsConnection *connection);
bool cnats_is_closed(const cnats_library *library, natsConnection *connection);
void cnats_can_read(const cnats_library *library, natsConnection *connection);
void cnats_can_write(const cnats_library *library, natsConnection *connection);
/// Bytes that wait to be written.
int cnats_waiting_bytes(const cnats_library *library, natsConnection *connection);
int64_t cnats_largest_message(const cnats_library *library, natsConnection *connection);
/// The connection's last error with the server's words, or NATS_OK.
natsStatus cnats_connection_error(const cnats_library *library, natsConnection *connection, char *text, size_t text_size);
/// The sentence of the last failed call on this thread.
const char *cnats_thread_error(const cnats_library *library);
const char *cnats_message(const cnats_library *library, natsStatus status);
/// Gives back what libnats keeps for this thread.
void cnats_leave_thread(const cnats_library *library);

natsStatus cnats_subscribe(
    const cnats_library *library, natsSubscription **subscription, natsConnection *connection, const char *subject,
    natsMsgHandler handler, void *context);
void cnats_unsubscribe(const cnats_library *library, natsSubscription *subscription);

/// Publishes with up to one header; reply, header and value may be NULL. Copies the bytes.
natsStatus cnats_publish(
    const cnats_library *library, natsConnection *connection, const char *subject, const char *reply, const char *header,
    const char *value, const void *bytes, size_t count);
void cnats_message_free(const cnats_library *library, natsMsg *message);
const char *cnats_message_subject(const cnats_library *library, natsMsg *message);
/// NULL when no answer is asked for.
const char *cnats_message_reply(const cnats_library *library, natsMsg *message);
const char *cnats_message_bytes(const cnats_library *library, natsMsg *message, size_t *count);
/// The names of the headers, in an array for cnats_names_free; 0 when there are none.
int cnats_message_headers(const cnats_library *library, natsMsg *message, const char ***names);
void cnats_names_free(const char **names);
/// The first value of a header, or NULL.
const char *cnats_message_header(const cnats_library *library, natsMsg *message, const char *name);

/// A new eventfd that closes on exec, or -1 with errno set.
int cnats_event_new(void);
void cnats_event_raise(int event);
/// Makes it unreadable again.
void cnats_event_lower(int event);
/// Keeps all signals away from this thread and from the threads it starts.
void cnats_block_signals(void);
/// Keeps the descriptor from children; libnats opens it without that.
void cnats_close_on_exec(int descriptor);
