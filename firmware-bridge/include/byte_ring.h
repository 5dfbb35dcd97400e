/* A ring of bytes between one writer and one reader, of whom either may be an interrupt.

   The memory is the caller's and its size a power of two. Each side changes only its own index, so nothing is locked.
   The indices run on and wrap at 2^32. */
#ifndef BRIDGE_BYTE_RING_H
#define BRIDGE_BYTE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct byte_ring {
  uint8_t *memory;
  uint32_t mask;
  _Atomic uint32_t in;  /* bytes ever put; the writer's */
  _Atomic uint32_t out; /* bytes ever taken; the reader's */
} byte_ring;

#define BYTE_RING_SIZE_OK(size) ((size) > 1u && ((size) & ((size)-1u)) == 0u)

void byte_ring_init(byte_ring *ring, uint8_t *memory, uint32_t memory_size);

/* Writer's side: false when the ring is full and the byte was not put. */
bool byte_ring_put(byte_ring *ring, uint8_t byte);

/* Writer's side: puts what fits of buf[0..buf_size) and returns how much. */
uint32_t byte_ring_put_all(byte_ring *ring, const uint8_t *buf, uint32_t buf_size);

/* Reader's side: moves at most buf_size bytes to buf and returns how many. */
uint32_t byte_ring_take(byte_ring *ring, uint8_t *buf, uint32_t buf_size);

/* Bytes in the ring; from either side it is at least this (reader) or at most this (writer). */
uint32_t byte_ring_size(const byte_ring *ring);

#endif
