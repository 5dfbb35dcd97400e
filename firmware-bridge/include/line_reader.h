/* Finds the frames in the bytes that come off a line; docs/links.md, link-7 to link-16. Bytes in as they come, one
   frame at a time out. Not callable from an interrupt. */
#ifndef BRIDGE_LINE_READER_H
#define BRIDGE_LINE_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

typedef struct line_reader {
  uint8_t bytes[FRAME_LINE_BYTES_MAX]; /* what came since the last delimiter */
  uint32_t size;
  bool too_long; /* more came than fits: nothing is kept until the next delimiter */
} line_reader;

void line_reader_init(line_reader *reader);

/* Takes bytes of buf[0..buf_size) up to and with the first delimiter and returns how many. *result is then 0 when no
   frame has ended, the bytes of a frame before stuffing, which lie in reader->bytes until the next call and which view
   shows, or below 0 the rule that what ended breaks. */
uint32_t line_reader_take(line_reader *reader, const uint8_t *buf, uint32_t buf_size, int32_t *result,
                          frame_view *view);

#endif
