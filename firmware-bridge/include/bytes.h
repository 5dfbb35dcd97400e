/* Little-endian numbers in bytes that need not be aligned. No state; callable from anywhere. */
#ifndef BRIDGE_BYTES_H
#define BRIDGE_BYTES_H

#include <stdint.h>

static inline uint16_t read_u16(const uint8_t at[2]) { return (uint16_t)(at[0] | at[1] << 8); }

static inline uint32_t read_u32(const uint8_t at[4]) {
  return (uint32_t)read_u16(at) | (uint32_t)read_u16(at + 2) << 16;
}

static inline void write_u16(uint8_t at[2], uint16_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

static inline void write_u32(uint8_t at[4], uint32_t value) {
  write_u16(at, (uint16_t)value);
  write_u16(at + 2, (uint16_t)(value >> 16));
}

#endif
