#define _GNU_SOURCE
#include "CNATS.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

// name, as declared in nats.h: its type is taken from there.
#define FUNCTIONS(F) \
    F(nats_Open) F(nats_GetLastError) F(nats_ReleaseThreadMemory) F(natsStatus_GetText) F(natsOptions_Create) F(natsOptions_Destroy) \
    F(natsOptions_SetURL) F(natsOptions_SetUserInfo) F(natsOptions_SetToken) F(natsOptions_SetName) F(natsOptions_SetTimeout) \
    F(natsOptions_SetAllowReconnect) F(natsOptions_SetPingInterval) F(natsOptions_SetSendAsap) F(natsOptions_SetEventLoop) \
    F(natsOptions_SetIgnoreDiscoveredServers) F(natsOptions_SetErrorHandler) F(natsConnection_Connect) F(natsConnection_Close) \
    F(natsConnection_Destroy) F(natsConnection_IsClosed) F(natsConnection_ProcessReadEvent) F(natsConnection_ProcessWriteEvent) \
    F(natsConnection_Buffered) F(natsConnection_GetMaxPayload) F(natsConnection_GetLastError) F(natsConnection_Subscribe) \
    F(natsConnection_PublishMsg) F(natsSubscription_Unsubscribe) F(natsSubscription_Destroy) F(natsSubscription_SetPendingLimits) \
    F(natsMsg_Create) F(natsMsg_Destroy) F(natsMsg_GetSubject) F(natsMsg_GetReply) F(natsMsg_GetData) F(natsMsg_GetDataLength) \
    F(natsMsgHeader_Set) F(natsMsgHeader_Get) F(natsMsgHeader_Keys)

struct cnats_library {
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
};

const cnats_library *cnats_open(const char *const *names, char *reason, size_t reason_size) {
    const char *missing = NULL;
    void *handle = NULL;
    for (const char *const *name = names; !handle && *name; name++) handle = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
    cnats_library *library = handle ? calloc(1, sizeof *library) : NULL;
    if (!library) {
        const char *why = dlerror();
        snprintf(reason, reason_size, "%s", why ? why : "out of memory");
        return NULL;
    }
#define LOAD(symbol) if (!missing && !(library->symbol = (__typeof__(symbol) *)dlsym(handle, #symbol))) missing = #symbol;
    FUNCTIONS(LOAD)
    natsStatus status = NATS_OK;
    if (!missing) {
        // libnats ignores SIGPIPE for the whole process, though it never sends without MSG_NOSIGNAL. That is the program's to decide.
        struct sigaction pipe_action;
        sigaction(SIGPIPE, NULL, &pipe_action);
        // The threads it starts inherit the mask: signals are for the program's own threads.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before);
        status = library->nats_Open(-1);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        sigaction(SIGPIPE, &pipe_action, NULL);
    }
    if (missing || status != NATS_OK) {
        snprintf(reason, reason_size, missing ? "libnats lacks %s" : "libnats does not start%s", missing ? missing : "");
        free(library);
        return NULL;
    }
    return library;
}

// Without a handler of its own libnats prints to standard error. What it would say is read with cnats_connection_error.
static void be_silent(natsConnection *connection, natsSubscription *subscription, natsStatus status, void *context) {
    (void)connection; (void)subscription; (void)status; (void)context;
}

natsStatus cnats_connect(
    const cnats_library *l, natsConnection **connection, const char *url, const char *user, const char *password, const char *token,
    const char *name, int64_t timeout_milliseconds, void *context, natsEvLoop_Attach attach, natsEvLoop_ReadAddRemove read,
    natsEvLoop_WriteAddRemove write, natsEvLoop_Detach detach
) {
    natsOptions *options = NULL;
    natsStatus s = l->natsOptions_Create(&options);
    if (s == NATS_OK) s = l->natsOptions_SetURL(options, url);
    if (s == NATS_OK && user) s = l->natsOptions_SetUserInfo(options, user, password ? password : "");
    if (s == NATS_OK && token) s = l->natsOptions_SetToken(options, token);
    if (s == NATS_OK && name) s = l->natsOptions_SetName(options, name);
    if (s == NATS_OK) s = l->natsOptions_SetTimeout(options, timeout_milliseconds);
    if (s == NATS_OK) s = l->natsOptions_SetAllowReconnect(options, false);
    if (s == NATS_OK) s = l->natsOptions_SetIgnoreDiscoveredServers(options, true);
    // Its timer would close the socket from another thread while the loop uses it.
    if (s == NATS_OK) s = l->natsOptions_SetPingInterval(options, 0);
    // Otherwise a thread waits up to a millisecond before each write; the loop gathers by itself.
    if (s == NATS_OK) s = l->natsOptions_SetSendAsap(options, true);
    if (s == NATS_OK) s = l->natsOptions_SetErrorHandler(options, be_silent, NULL);
    if (s == NATS_OK) s = l->natsOptions_SetEventLoop(options, context, attach, read, write, detach);
    if (s == NATS_OK) s = l->natsConnection_Connect(connection, options);
    if (options) l->natsOptions_Destroy(options);
    return s;
}
void cnats_close(const cnats_library *l, natsConnection *connection) {
    l->natsConnection_Close(connection);
    l->natsConnection_Destroy(connection);
}
bool cnats_is_closed(const cnats_library *l, natsConnection *connection) { return l->natsConnection_IsClosed(connection); }
void cnats_can_read(const cnats_library *l, natsConnection *connection) { l->natsConnection_ProcessReadEvent(connection); }
void cnats_can_write(const cnats_library *l, natsConnection *connection) { l->natsConnection_ProcessWriteEvent(connection); }
int cnats_waiting_bytes(const cnats_library *l, natsConnection *connection) { return l->natsConnection_Buffered(connection); }
int64_t cnats_largest_message(const cnats_library *l, natsConnection *connection) { return l->natsConnection_GetMaxPayload(connection); }

natsStatus cnats_connection_error(const cnats_library *l, natsConnection *connection, char *text, size_t text_size) {
    const char *words = NULL;
    natsStatus status = l->natsConnection_GetLastError(connection, &words);
    snprintf(text, text_size, "%s", status != NATS_OK && words ? words : "");
    return status;
}
const char *cnats_thread_error(const cnats_library *l) { return l->nats_GetLastError(NULL); }
const char *cnats_message(const cnats_library *l, natsStatus status) { return l->natsStatus_GetText(status); }
void cnats_leave_thread(const cnats_library *l) { l->nats_ReleaseThreadMemory(); }

natsStatus cnats_subscribe(
    const cnats_library *l, natsSubscription **subscription, natsConnection *connection, const char *subject, natsMsgHandler handler,
    void *context
) {
    natsStatus s = l->natsConnection_Subscribe(subscription, connection, subject, handler, context);
    if (s == NATS_OK) s = l->natsSubscription_SetPendingLimits(*subscription, -1, 64 << 20);
    return s;
}
void cnats_unsubscribe(const cnats_library *l, natsSubscription *subscription) {
    l->natsSubscription_Unsubscribe(subscription);
    l->natsSubscription_Destroy(subscription);
}

natsStatus cnats_publish(
    const cnats_library *l, natsConnection *connection, const char *subject, const char *reply, const char *header, const char *value,
    const void *bytes, size_t count
) {
    if (count > INT32_MAX) return NATS_MAX_PAYLOAD;
    natsMsg *message = NULL;
    natsStatus s = l->natsMsg_Create(&message, subject, reply, bytes, (int)count);
    if (s == NATS_OK && header) s = l->natsMsgHeader_Set(message, header, value);
    if (s == NATS_OK) s = l->natsConnection_PublishMsg(connection, message);
    if (message) l->natsMsg_Destroy(message);
    return s;
}
void cnats_message_free(const cnats_library *l, natsMsg *message) { l->natsMsg_Destroy(message); }
const char *cnats_message_subject(const cnats_library *l, natsMsg *message) { return l->natsMsg_GetSubject(message); }
const char *cnats_message_reply(const cnats_library *l, natsMsg *message) { return l->natsMsg_GetReply(message); }
const char *cnats_message_bytes(const cnats_library *l, natsMsg *message, size_t *count) {
    int length = l->natsMsg_GetDataLength(message);
    *count = length > 0 ? (size_t)length : 0;
    return l->natsMsg_GetData(message);
}
int cnats_message_headers(const cnats_library *l, natsMsg *message, const char ***names) {
    int count = 0;
    return l->natsMsgHeader_Keys(message, names, &count) == NATS_OK ? count : 0;
}
void cnats_names_free(const char **names) { free((void *)names); }
const char *cnats_message_header(const cnats_library *l, natsMsg *message, const char *name) {
    const char *value = NULL;
    return l->natsMsgHeader_Get(message, name, &value) == NATS_OK ? value : NULL;
}

int cnats_event_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
void cnats_event_raise(int event) {
    uint64_t one = 1;
    // Full means readable already.
    ssize_t ignored = write(event, &one, sizeof one);
    (void)ignored;
}
void cnats_event_lower(int event) {
    uint64_t count;
    ssize_t ignored = read(event, &count, sizeof count);
    (void)ignored;
}
void cnats_block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
}
void cnats_close_on_exec(int descriptor) {
    int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0) fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
}
