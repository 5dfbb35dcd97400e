#include "byte_ring.h"

void byte_ring_init(byte_ring *ring, uint8_t *memory, uint32_t memory_size) {
  ring->memory = memory;
  ring->mask = memory_size - 1u;
  atomic_store(&ring->in, 0u);
  atomic_store(&ring->out, 0u);
}

uint32_t byte_ring_size(const byte_ring *ring) {
  uint32_t out = atomic_load_explicit(&ring->out, memory_order_acquire);
  return atomic_load_explicit(&ring->in, memory_order_acquire) - out;
}

bool byte_ring_put(byte_ring *ring, uint8_t byte) {
  uint32_t in = atomic_load_explicit(&ring->in, memory_order_relaxed);
  if (in - atomic_load_explicit(&ring->out, memory_order_acquire) > ring->mask) {
    return false;
  }
  ring->memory[in & ring->mask] = byte;
  atomic_store_explicit(&ring->in, in + 1u, memory_order_release);
  return true;
}

uint32_t byte_ring_put_all(byte_ring *ring, const uint8_t *buf, uint32_t buf_size) {
  uint32_t size = 0;
  while (size < buf_size && byte_ring_put(ring, buf[size])) {
    size++;
  }
  return size;
}

uint32_t byte_ring_take(byte_ring *ring, uint8_t *buf, uint32_t buf_size) {
  uint32_t out = atomic_load_explicit(&ring->out, memory_order_relaxed);
  uint32_t size = atomic_load_explicit(&ring->in, memory_order_acquire) - out;
  if (size > buf_size) {
    size = buf_size;
  }
  for (uint32_t i = 0; i < size; i++) {
    buf[i] = ring->memory[(out + i) & ring->mask];
  }
  atomic_store_explicit(&ring->out, out + size, memory_order_release);
  return size;
}
