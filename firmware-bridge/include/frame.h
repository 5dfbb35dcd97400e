/* One frame of the serial line before stuffing; docs/links.md, link-9 to link-16.

   A frame_view points into bytes that stay the caller's and must outlive it. Nothing here keeps state; callable from
   anywhere. */
#ifndef BRIDGE_FRAME_H
#define BRIDGE_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#define FRAME_VERSION 1u
#define FRAME_HEADER_BYTES 6u
#define FRAME_ACKED_BYTES 3u
#define FRAME_CHECKSUM_BYTES 4u
#define FRAME_PAYLOAD_BYTES_MAX 1024u
#define FRAME_PAYLOAD_BYTES_MIN 96u
#define FRAME_WINDOW_FRAMES 128u
#define FRAME_SYNC_BYTES 11u
#define FRAME_BITMAP_BYTES_MAX 16u
#define FRAME_BYTES_MAX 1037u
#define FRAME_LINE_BYTES_MAX 1043u /* stuffed, delimiter included */
#define FRAME_PORT_MAX 15u
#define FRAME_PORT_AT 1u         /* the byte of port and flags */
#define FRAME_SYNC_WINDOW_AT 16u /* the byte of a SYNC's window */

typedef enum frame_type { FRAME_SYNC = 1, FRAME_DATA = 2, FRAME_ACK = 3, FRAME_PING = 4, FRAME_BYE = 5 } frame_type;

enum { FRAME_FLAG_ACKED = 1, FRAME_FLAG_ANSWER = 2 };

typedef struct frame_view {
  frame_type type;
  uint8_t port;
  uint8_t flags;
  uint16_t tag;
  uint16_t seq;
  uint16_t ack;   /* 0 without FRAME_FLAG_ACKED */
  uint8_t credit; /* 0 without FRAME_FLAG_ACKED */
  const uint8_t *payload;
  uint16_t payload_size;
} frame_view;

/* Checks buf[0..buf_size) and points view into it. Returns the payload's size or the rule it breaks. */
int32_t frame_read(const uint8_t *buf, uint32_t buf_size, frame_view *view);

/* Writes the frame that view describes, checksum included, to out, which does not overlap the payload. Does not check
   the rules of the type. Returns the bytes written, or BRIDGE_NO_ROOM. */
int32_t frame_write(const frame_view *view, uint8_t *out, uint32_t out_size);

/* Changes one byte of a frame before its checksum, and the checksum by what that makes of it: damage stays visible. */
void frame_change(uint8_t *frame, uint32_t frame_size, uint32_t at, uint8_t value);

#endif
