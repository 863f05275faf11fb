#include "ByteSearch.h"

#include <string.h>

static inline int is_special(uint8_t byte) { return byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\'; }

// Writes the places of the set bits, at most 64. Eight are written at once, the last of them perhaps for nothing: how many there are
// is hard to foresee, and a wrong guess costs more than a few writes too many. Room: before a block of 64 bytes no more places are
// taken than bytes were seen, so that 64 are left.
static inline size_t write_places(uint32_t *places, uint32_t at, uint64_t bits) {
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t done = 0; done < count; done += 8) {
        for (size_t i = 0; i < 8; i++) {
            // The bit above all others keeps ctz defined once nothing is left; such places are overwritten by the next call.
            places[done + i] = at + (uint32_t)__builtin_ctzll(bits | 1ull << 63);
            bits &= bits - 1;
        }
    }
    return count;
}

#if defined(__x86_64__)
#include <immintrin.h>

static inline uint64_t special_bits(const uint8_t *bytes) {
    uint64_t bits = 0;
    for (int part = 0; part < 4; part++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        // Compared as signed numbers, bytes from 0x80 on are below the space as well.
        __m128i special = _mm_or_si128(
            _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)),
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))));
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(special) << (16 * part);
    }
    return bits;
}

static size_t index_blocks(const uint8_t *bytes, size_t blocks, uint32_t *places) {
    size_t found = 0;
    for (size_t block = 0; block < blocks; block++)
        found += write_places(places + found, (uint32_t)(block * 64), special_bits(bytes + block * 64));
    return found;
}

__attribute__((target("avx2,bmi,popcnt")))
static size_t index_blocks_avx2(const uint8_t *bytes, size_t blocks, uint32_t *places) {
    const __m256i space = _mm256_set1_epi8(0x20), quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
    size_t found = 0;
    for (size_t block = 0; block < blocks; block++) {
        uint64_t bits = 0;
        for (int part = 0; part < 2; part++) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(bytes + block * 64 + 32 * part));
            __m256i special = _mm256_or_si256(
                _mm256_cmpgt_epi8(space, v), _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, backslash)));
            bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(special) << (32 * part);
        }
        found += write_places(places + found, (uint32_t)(block * 64), bits);
    }
    return found;
}
#else
static size_t index_blocks(const uint8_t *bytes, size_t blocks, uint32_t *places) {
    size_t found = 0;
    for (size_t block = 0; block < blocks; block++) {
        uint64_t bits = 0;
        for (size_t i = 0; i < 64; i++) bits |= (uint64_t)is_special(bytes[block * 64 + i]) << i;
        found += write_places(places + found, (uint32_t)(block * 64), bits);
    }
    return found;
}
#endif

size_t csystem_index_special(const uint8_t *bytes, size_t count, uint32_t *places) {
    size_t blocks = count / 64;
    size_t found;
#if defined(__x86_64__)
    found = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? index_blocks_avx2(bytes, blocks, places)
                                                                             : index_blocks(bytes, blocks, places);
#else
    found = index_blocks(bytes, blocks, places);
#endif
    for (size_t at = blocks * 64; at < count; at++)
        if (is_special(bytes[at])) places[found++] = (uint32_t)at;
    return found;
}

static inline uint64_t folded(uint64_t a, uint64_t b) {
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t csystem_hash(const uint8_t *bytes, size_t count, uint64_t seed) {
    // Odd constants without structure: the fractional parts of square roots (FIPS 180-4, 5.3.5).
    const uint64_t first = 0xbb67ae8584caa73bull, second = 0x3c6ef372fe94f82bull;
    uint64_t hash = seed ^ folded(first, (uint64_t)count ^ second);
    size_t at = 0;
    for (; at + 8 <= count; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        hash = folded(hash ^ first, word ^ second);
    }
    uint64_t rest = 0;
    if (at < count) memcpy(&rest, bytes + at, count - at);
    return folded(hash ^ first, rest ^ second ^ seed);
}

uint64_t csystem_checksum(const uint8_t *bytes, size_t count) {
    // Four lanes, so that no multiplication waits for the one before.
    uint64_t lanes[4] = {1, 2, 3, 4};
    size_t at = 0;
    for (; at + 32 <= count; at += 32) {
        for (size_t lane = 0; lane < 4; lane++) {
            uint64_t word;
            memcpy(&word, bytes + at + 8 * lane, 8);
            lanes[lane] = folded(lanes[lane] ^ 0xbb67ae8584caa73bull, word ^ 0x3c6ef372fe94f82bull);
        }
    }
    return csystem_hash((const uint8_t *)lanes, sizeof lanes, csystem_hash(bytes + at, count - at, count));
}
