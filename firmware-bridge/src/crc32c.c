#include "crc32c.h"

/* The polynomial 1edc6f41, bits reversed. */
static const uint32_t POLYNOMIAL = 0x82f63b78u;

uint32_t crc32c(const uint8_t *buf, uint32_t buf_size) {
  uint32_t crc = 0xffffffffu;
  for (uint32_t i = 0; i < buf_size; i++) {
    crc ^= buf[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? POLYNOMIAL : 0u);
    }
  }
  return ~crc;
}
