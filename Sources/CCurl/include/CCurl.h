#pragma once
#include <curl/curl.h>
#include <stddef.h>

/// libcurl, loaded while the program runs: a table of its functions. Linking it would pull in 37 shared libraries at every start.
typedef struct ccurl_library ccurl_library;

/// Receives `size * count` bytes; returns how many it took. Fewer ends the transfer.
typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);

/// Loads the library and sets it up, once for the process; it is never unloaded.
/// Returns NULL when it cannot be had, with the loader's words in `reason`.
const ccurl_library *ccurl_open(const char *name, char *reason, size_t reason_size);

CURL *ccurl_easy_new(const ccurl_library *library);
void ccurl_easy_free(const ccurl_library *library, CURL *easy);
const char *ccurl_message(const ccurl_library *library, CURLcode code);

/// curl_easy_setopt and curl_easy_getinfo are variadic: one function for each type they take.
CURLcode ccurl_set_long(const ccurl_library *library, CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_text(const ccurl_library *library, CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_list(const ccurl_library *library, CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_sink(const ccurl_library *library, CURL *easy, CURLoption function, CURLoption data, ccurl_sink sink, void *context);
/// Only http and https, whichever way this libcurl wants to be told.
CURLcode ccurl_allow_only_http(const ccurl_library *library, CURL *easy);
/// Only smtp and smtps.
CURLcode ccurl_allow_only_mail(const ccurl_library *library, CURL *easy);
/// Copies the bytes.
CURLcode ccurl_set_body(const ccurl_library *library, CURL *easy, const void *bytes, size_t count);
/// 0 and "" when the fact is not known.
long ccurl_get_long(const ccurl_library *library, CURL *easy, CURLINFO info);
curl_off_t ccurl_get_size(const ccurl_library *library, CURL *easy, CURLINFO info);
const char *ccurl_get_text(const ccurl_library *library, CURL *easy, CURLINFO info);

/// NULL without memory, and then the old list is still there.
struct curl_slist *ccurl_list_append(const ccurl_library *library, struct curl_slist *list, const char *text);
void ccurl_list_free(const ccurl_library *library, struct curl_slist *list);

CURLM *ccurl_multi_new(const ccurl_library *library);
void ccurl_multi_free(const ccurl_library *library, CURLM *multi);
CURLMcode ccurl_multi_add(const ccurl_library *library, CURLM *multi, CURL *easy);
void ccurl_multi_remove(const ccurl_library *library, CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(const ccurl_library *library, CURLM *multi);
/// Waits for the transfers or for `extra` to be readable.
CURLMcode ccurl_multi_poll(const ccurl_library *library, CURLM *multi, int extra, int milliseconds);
/// The next transfer that has ended and how, or NULL.
CURL *ccurl_multi_finished(const ccurl_library *library, CURLM *multi, CURLcode *result);
