/* An end of a line for tests: sends numbered frames with a window, repeats what is not acknowledged, and keeps what
   comes in order. As little of the serial link as it takes to lose nothing. */
#ifndef BRIDGE_END_H
#define BRIDGE_END_H

#include <stdbool.h>
#include <stdint.h>

#include "line_reader.h"

enum { END_FRAME_BYTES = 512 };

struct end {
  uint8_t port_field;
  uint16_t total;    /* frames to send */
  uint16_t window;   /* frames under way, at most BRIDGE_WINDOW_FRAMES */
  uint64_t wait_us;  /* for an acknowledgement */
  uint16_t sent;     /* next to be sent */
  uint16_t acked;    /* all below are there */
  uint16_t received; /* all below have come */
  uint64_t last_us;  /* when the last frame came in order */
  uint64_t repeat_us;
  bool ack_due;
  line_reader reader;
  uint8_t out[2 * FRAME_LINE_BYTES_MAX]; /* bytes for the line; the test takes them */
  uint32_t out_size;
};

void end_init(struct end *end, uint8_t port_field, uint16_t total, uint16_t window, uint64_t wait_us);

/* Takes bytes off the line, and puts a frame into out when that is empty and there is one to send. */
void end_step(struct end *end, uint64_t now_us, const uint8_t *buf, uint32_t buf_size);

/* Moves at most buf_size bytes of out to buf. */
uint32_t end_take(struct end *end, uint8_t *buf, uint32_t buf_size);

#endif
