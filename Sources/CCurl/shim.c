#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

// The macros of curl.h that count arguments would stand in the way of members with the functions' names.
#undef curl_easy_setopt
#undef curl_easy_getinfo

// name, as declared in curl.h: its type is taken from there.
#define FUNCTIONS(F) \
    F(curl_global_init) F(curl_easy_init) F(curl_easy_cleanup) F(curl_easy_strerror) F(curl_easy_setopt) F(curl_easy_getinfo) \
    F(curl_slist_append) F(curl_slist_free_all) F(curl_multi_init) F(curl_multi_cleanup) F(curl_multi_add_handle) \
    F(curl_multi_remove_handle) F(curl_multi_perform) F(curl_multi_poll) F(curl_multi_info_read)

struct ccurl_library {
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
};

const ccurl_library *ccurl_open(const char *name, char *reason, size_t reason_size) {
    const char *missing = NULL;
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    ccurl_library *library = handle ? calloc(1, sizeof *library) : NULL;
    if (!library) {
        const char *why = dlerror();
        snprintf(reason, reason_size, "%s", why ? why : "out of memory");
        return NULL;
    }
#define LOAD(symbol) if (!missing && !(library->symbol = (__typeof__(symbol) *)dlsym(handle, #symbol))) missing = #symbol;
    FUNCTIONS(LOAD)
    if (missing || library->curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        snprintf(reason, reason_size, missing ? "%s lacks %s" : "%s cannot be set up%s", name, missing ? missing : "");
        free(library);
        return NULL;
    }
    return library;
}

CURL *ccurl_easy_new(const ccurl_library *l) { return l->curl_easy_init(); }
void ccurl_easy_free(const ccurl_library *l, CURL *easy) { l->curl_easy_cleanup(easy); }
const char *ccurl_message(const ccurl_library *l, CURLcode code) { return l->curl_easy_strerror(code); }

CURLcode ccurl_set_long(const ccurl_library *l, CURL *easy, CURLoption option, long value) {
    return l->curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_text(const ccurl_library *l, CURL *easy, CURLoption option, const char *value) {
    return l->curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_list(const ccurl_library *l, CURL *easy, CURLoption option, struct curl_slist *value) {
    return l->curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_sink(const ccurl_library *l, CURL *easy, CURLoption function, CURLoption data, ccurl_sink sink, void *context) {
    CURLcode code = l->curl_easy_setopt(easy, function, sink);
    return code != CURLE_OK ? code : l->curl_easy_setopt(easy, data, context);
}
CURLcode ccurl_allow_only_http(const ccurl_library *l, CURL *easy) {
    CURLcode code = l->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    // Before 7.85 there was only a number of bits: option 181.
    return code == CURLE_OK ? code : l->curl_easy_setopt(easy, (CURLoption)181, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
}
CURLcode ccurl_allow_only_mail(const ccurl_library *l, CURL *easy) {
    CURLcode code = l->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    return code == CURLE_OK ? code : l->curl_easy_setopt(easy, (CURLoption)181, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
}
CURLcode ccurl_set_body(const ccurl_library *l, CURL *easy, const void *bytes, size_t count) {
    CURLcode code = l->curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : l->curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes ? bytes : "");
}

long ccurl_get_long(const ccurl_library *l, CURL *easy, CURLINFO info) {
    long value = 0;
    return l->curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}
curl_off_t ccurl_get_size(const ccurl_library *l, CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return l->curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}
const char *ccurl_get_text(const ccurl_library *l, CURL *easy, CURLINFO info) {
    const char *value = NULL;
    return l->curl_easy_getinfo(easy, info, &value) == CURLE_OK && value ? value : "";
}

struct curl_slist *ccurl_list_append(const ccurl_library *l, struct curl_slist *list, const char *text) {
    return l->curl_slist_append(list, text);
}
void ccurl_list_free(const ccurl_library *l, struct curl_slist *list) { l->curl_slist_free_all(list); }

CURLM *ccurl_multi_new(const ccurl_library *l) { return l->curl_multi_init(); }
void ccurl_multi_free(const ccurl_library *l, CURLM *multi) { l->curl_multi_cleanup(multi); }
CURLMcode ccurl_multi_add(const ccurl_library *l, CURLM *multi, CURL *easy) { return l->curl_multi_add_handle(multi, easy); }
void ccurl_multi_remove(const ccurl_library *l, CURLM *multi, CURL *easy) { l->curl_multi_remove_handle(multi, easy); }
CURLMcode ccurl_multi_perform(const ccurl_library *l, CURLM *multi) {
    int running = 0;
    return l->curl_multi_perform(multi, &running);
}
CURLMcode ccurl_multi_poll(const ccurl_library *l, CURLM *multi, int extra, int milliseconds) {
    struct curl_waitfd descriptor = {.fd = extra, .events = CURL_WAIT_POLLIN, .revents = 0};
    return l->curl_multi_poll(multi, &descriptor, 1, milliseconds, NULL);
}
CURL *ccurl_multi_finished(const ccurl_library *l, CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message = NULL;
    while ((message = l->curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
