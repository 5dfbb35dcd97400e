/* The control channel: what a bridge is asked and answers; docs/bridge.md, section 4, and docs/protocol.md, section 17.
   Not callable from an interrupt. */
#ifndef BRIDGE_CONTROL_H
#define BRIDGE_CONTROL_H

#include <stdint.h>

#include "bridge.h"

#define CONTROL_VERSION 1u
#define CONTROL_ECHO_BYTES_MAX 1000u
#define CONTROL_KEPT_BYTES 16u

typedef enum control_kind {
  CONTROL_IDENTIFY = 1,
  CONTROL_PORT = 2,
  CONTROL_LINE = 3,
  CONTROL_COUNTERS = 4,
  CONTROL_KEPT = 5,
  CONTROL_BLINK = 6,
  CONTROL_ECHO = 7,
  CONTROL_PAUSE = 8,
  CONTROL_SETTINGS = 9,
  CONTROL_SET = 10,
  CONTROL_RESTART = 11,
  CONTROL_BOOT_DRIVE = 12,
  CONTROL_FAULT = 13,
  CONTROL_FORGET_FAULT = 14,
  CONTROL_NOTICE = 64
} control_kind;

typedef enum control_verdict {
  CONTROL_DONE = 0,
  CONTROL_UNKNOWN_REQUEST = 1,
  CONTROL_MALFORMED = 2,
  CONTROL_NO_SUCH_PORT = 3,
  CONTROL_NOT_HERE = 4,
  CONTROL_OUT_OF_RANGE = 5,
  CONTROL_BAD_SETTINGS = 6,
  CONTROL_NOT_STORED = 7
} control_verdict;

/* Answers request[0..request_size), at least 1 byte, and does what it asks. Writes the answer, at most
   FRAME_PAYLOAD_BYTES_MAX, to answer and returns its size. */
uint32_t control_answer(struct bridge *bridge, const uint8_t *request, uint32_t request_size,
                        uint8_t answer[FRAME_PAYLOAD_BYTES_MAX]);

/* Writes the notice that the node is back and returns its size. */
uint32_t control_notice(const struct bridge *bridge, uint8_t notice[FRAME_PAYLOAD_BYTES_MAX]);

#endif
