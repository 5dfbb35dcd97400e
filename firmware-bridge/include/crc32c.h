/* CRC-32C (Castagnoli); docs/links.md, link-12. No state; callable from anywhere. */
#ifndef BRIDGE_CRC32C_H
#define BRIDGE_CRC32C_H

#include <stdint.h>

/* The checksum of buf[0..buf_size). */
uint32_t crc32c(const uint8_t *buf, uint32_t buf_size);

/* What the checksum of bytes becomes when one of them, which bytes_after others follow, is changed by exclusive-or with
   change. Looks at no byte, so a checksum that was wrong stays wrong; docs/bridge.md, bridge-5. */
uint32_t crc32c_changed(uint32_t checksum, uint8_t change, uint32_t bytes_after);

#endif
