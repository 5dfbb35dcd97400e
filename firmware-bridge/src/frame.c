#include "frame.h"

#include <string.h>

#include "bridge_assert.h"
#include "bridge_error.h"
#include "bytes.h"
#include "cobs.h"
#include "crc32c.h"

_Static_assert(FRAME_BYTES_MAX ==
                   FRAME_HEADER_BYTES + FRAME_ACKED_BYTES + FRAME_PAYLOAD_BYTES_MAX + FRAME_CHECKSUM_BYTES,
               "the longest frame is the sum of its parts");
_Static_assert(FRAME_LINE_BYTES_MAX == COBS_ENCODED_MAX(FRAME_BYTES_MAX) + 1u,
               "the longest line frame is the longest frame, stuffed, and its delimiter");

static uint8_t flags_allowed(frame_type type) { return type == FRAME_SYNC ? FRAME_FLAG_ANSWER : FRAME_FLAG_ACKED; }

static bool sync_fits(const frame_view *view) {
  return view->payload_size == FRAME_SYNC_BYTES && read_u32(view->payload) != 0 &&
         read_u16(view->payload + 8) >= FRAME_PAYLOAD_BYTES_MIN && view->payload[10] >= 1 &&
         view->payload[10] <= FRAME_WINDOW_FRAMES;
}

static bool payload_fits(const frame_view *view) {
  switch (view->type) {
    case FRAME_SYNC:
      return sync_fits(view);
    case FRAME_DATA:
      return view->payload_size >= 1 && view->payload_size <= FRAME_PAYLOAD_BYTES_MAX;
    case FRAME_ACK:
      return view->payload_size <= FRAME_BITMAP_BYTES_MAX;
    case FRAME_PING:
    case FRAME_BYE:
      return view->payload_size == 0;
  }
  return false;
}

int32_t frame_read(const uint8_t *buf, uint32_t buf_size, frame_view *view) {
  if (buf_size < FRAME_HEADER_BYTES + FRAME_CHECKSUM_BYTES) {
    return BRIDGE_TOO_SHORT;
  }
  if (buf_size > FRAME_BYTES_MAX) {
    return BRIDGE_TOO_LONG;
  }
  uint32_t end = buf_size - FRAME_CHECKSUM_BYTES;
  if (crc32c(buf, end) != read_u32(buf + end)) {
    return BRIDGE_BAD_CHECKSUM;
  }
  if (buf[0] >> 4 != FRAME_VERSION) {
    return BRIDGE_UNKNOWN_VERSION;
  }
  uint8_t type = buf[0] & 0x0f;
  if (type < FRAME_SYNC || type > FRAME_BYE) {
    return BRIDGE_UNKNOWN_TYPE;
  }
  view->type = (frame_type)type;
  view->port = buf[1] >> 4;
  view->flags = buf[1] & 0x0f;
  bool acked = (view->flags & FRAME_FLAG_ACKED) != 0;
  if ((view->flags & ~flags_allowed(view->type)) != 0 || (type == FRAME_ACK && !acked)) {
    return BRIDGE_UNKNOWN_FLAG;
  }
  uint32_t start = FRAME_HEADER_BYTES + (acked ? FRAME_ACKED_BYTES : 0u);
  if (end < start) {
    return BRIDGE_TOO_SHORT;
  }
  view->tag = read_u16(buf + 2);
  view->seq = read_u16(buf + 4);
  view->ack = acked ? read_u16(buf + FRAME_HEADER_BYTES) : 0;
  view->credit = acked ? buf[FRAME_HEADER_BYTES + 2] : 0;
  view->payload = buf + start;
  view->payload_size = (uint16_t)(end - start);
  return payload_fits(view) ? view->payload_size : (int32_t)BRIDGE_BAD_PAYLOAD;
}

int32_t frame_write(const frame_view *view, uint8_t *out, uint32_t out_size) {
  bool acked = (view->flags & FRAME_FLAG_ACKED) != 0;
  uint32_t start = FRAME_HEADER_BYTES + (acked ? FRAME_ACKED_BYTES : 0u);
  uint32_t end = start + view->payload_size;
  if (out_size < end + FRAME_CHECKSUM_BYTES) {
    return BRIDGE_NO_ROOM;
  }
  out[0] = (uint8_t)(FRAME_VERSION << 4 | (uint32_t)view->type);
  out[1] = (uint8_t)(view->port << 4 | view->flags);
  write_u16(out + 2, view->tag);
  write_u16(out + 4, view->seq);
  if (acked) {
    write_u16(out + FRAME_HEADER_BYTES, view->ack);
    out[FRAME_HEADER_BYTES + 2] = view->credit;
  }
  memcpy(out + start, view->payload, view->payload_size);
  write_u32(out + end, crc32c(out, end));
  return (int32_t)(end + FRAME_CHECKSUM_BYTES);
}

void frame_change(uint8_t *frame, uint32_t frame_size, uint32_t at, uint8_t value) {
  BRIDGE_ASSERT(frame_size >= FRAME_HEADER_BYTES + FRAME_CHECKSUM_BYTES && at < frame_size - FRAME_CHECKSUM_BYTES);
  uint32_t end = frame_size - FRAME_CHECKSUM_BYTES;
  uint8_t change = (uint8_t)(frame[at] ^ value);
  frame[at] = value;
  write_u32(frame + end, crc32c_changed(read_u32(frame + end), change, end - at - 1u));
}
