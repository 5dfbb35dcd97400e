#include "cobs.h"

#include "bridge_error.h"

enum { CODE_MAX = 0xff };

int32_t cobs_encode(const uint8_t *raw, uint32_t raw_size, uint8_t *out, uint32_t out_size) {
  if (out_size < COBS_ENCODED_MAX(raw_size)) {
    return BRIDGE_NO_ROOM;
  }
  uint32_t code_at = 0;
  uint32_t at = 1;
  uint8_t code = 1;
  for (uint32_t i = 0; i < raw_size; i++) {
    if (code == CODE_MAX) {
      out[code_at] = code;
      code_at = at++;
      code = 1;
    }
    if (raw[i] == 0) {
      out[code_at] = code;
      code_at = at++;
      code = 1;
    } else {
      out[at++] = raw[i];
      code++;
    }
  }
  out[code_at] = code;
  return (int32_t)at;
}

int32_t cobs_decode(uint8_t *buf, uint32_t buf_size) {
  uint32_t at = 0;
  uint32_t to = 0;
  while (at < buf_size) {
    uint32_t code = buf[at++];
    if (code == 0 || code - 1 > buf_size - at) {
      return BRIDGE_BAD_STUFFING;
    }
    for (uint32_t next = at + code - 1; at < next; at++) {
      if (buf[at] == 0) {
        return BRIDGE_BAD_STUFFING;
      }
      buf[to++] = buf[at];
    }
    if (code < CODE_MAX && at < buf_size) {
      buf[to++] = 0;
    }
  }
  return (int32_t)to;
}
