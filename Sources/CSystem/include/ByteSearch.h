#pragma once
#include <stddef.h>
#include <stdint.h>
/// Writes the places of all bytes that cannot stand for themselves inside a JSON string of ASCII: the quote, the backslash, controls
/// (line ends among them) and everything from 0x80 on, in order.
/// `places` has room for `count` entries; `count` is at most UINT32_MAX. Returns how many were written.
size_t csystem_index_special(const uint8_t *bytes, size_t count, uint32_t *places);
/// A hash of the bytes for tables in memory; another seed gives another hash.
uint64_t csystem_hash(const uint8_t *bytes, size_t count, uint64_t seed);
/// A checksum against accidents, many bytes at a time.
uint64_t csystem_checksum(const uint8_t *bytes, size_t count);
