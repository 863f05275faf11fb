#pragma once
#include <hiredis/hiredis.h>
/// A reader that refuses arrays of more than a million elements before it makes room for them, or NULL without memory.
/// hiredis 0.14 believes any number a server names.
redisReader *chiredis_reader_new(void);
/// The element of an array reply, or NULL.
redisReply *chiredis_element(const redisReply *reply, size_t index);
