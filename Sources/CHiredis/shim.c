#include "CHiredis.h"

#include <pthread.h>

static redisReplyObjectFunctions bounded;
static void *(*make_array)(const redisReadTask *, int);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *bounded_array(const redisReadTask *task, int elements) {
    return elements > 1000000 ? NULL : make_array(task, elements);
}

// hiredis keeps its functions to itself; a reader of its own making shows them.
static void copy_functions(void) {
    redisReader *reader = redisReaderCreate();
    if (!reader) return;
    bounded = *reader->fn;
    make_array = bounded.createArray;
    bounded.createArray = bounded_array;
    redisReaderFree(reader);
}

redisReader *chiredis_reader_new(void) {
    pthread_once(&once, copy_functions);
    return make_array ? redisReaderCreateWithFunctions(&bounded) : NULL;
}

redisReply *chiredis_element(const redisReply *reply, size_t index) {
    return index < reply->elements ? reply->element[index] : NULL;
}
