/* Consistent overhead byte stuffing; docs/links.md, link-8. No state; callable from anywhere. */
#ifndef BRIDGE_COBS_H
#define BRIDGE_COBS_H

#include <stdint.h>

/* Bytes that raw_size bytes need at most, without the delimiter. */
#define COBS_ENCODED_MAX(raw_size) ((raw_size) + 1u + (raw_size) / 254u)

/* Writes raw[0..raw_size) without zeros to out, which is not raw, and without the delimiter. Returns the bytes written
   or BRIDGE_NO_ROOM when out_size is below COBS_ENCODED_MAX(raw_size). */
int32_t cobs_encode(const uint8_t *raw, uint32_t raw_size, uint8_t *out, uint32_t out_size);

/* Turns buf[0..buf_size), which has no delimiter, back in place. Returns the bytes left or BRIDGE_BAD_STUFFING. */
int32_t cobs_decode(uint8_t *buf, uint32_t buf_size);

#endif
