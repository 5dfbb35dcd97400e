/* CRC-32C (Castagnoli); docs/links.md, link-12. No state; callable from anywhere. */
#ifndef BRIDGE_CRC32C_H
#define BRIDGE_CRC32C_H

#include <stdint.h>

/* The checksum of buf[0..buf_size). */
uint32_t crc32c(const uint8_t *buf, uint32_t buf_size);

#endif
