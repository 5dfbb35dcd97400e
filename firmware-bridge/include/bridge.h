/* A bridge: moves line frames between the node's line and the others; docs/bridge.md.

   Whoever owns one gives it memory for its lanes, a board and a world, and calls bridge_step again and again. Nothing
   is allocated. One step looks at no more than BRIDGE_STEP_BYTES of each port each way. Nothing here is callable from
   an interrupt. */
#ifndef BRIDGE_H
#define BRIDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"
#include "flash_ring.h"
#include "frame.h"
#include "lane.h"
#include "line_reader.h"
#include "settings.h"

#define BRIDGE_STEP_BYTES 256u
#define BRIDGE_WINDOW_FRAMES 14u
#define BRIDGE_CONTROL_PORT 15u
#define BRIDGE_SILENCE_MS 20000u
#define BRIDGE_RESTART_MS 50u
#define BRIDGE_WATCHDOG_MS 500u
#define BRIDGE_KEEP_MS 1000u

/* One 0 goes before a SYNC. */
#define BRIDGE_OUT_BYTES_MAX (FRAME_LINE_BYTES_MAX + 1u)

/* Memory that a bridge of so many ports needs for its lanes. */
#define BRIDGE_LANES_BYTES(ports) (((ports)-1u) * 2u * LANE_BYTES)

/* What is counted at a port; docs/protocol.md, section 17, in this order. */
typedef enum bridge_count {
  COUNT_FRAMES_IN,
  COUNT_BYTES_IN,
  COUNT_FRAMES_OUT,
  COUNT_BYTES_OUT,
  COUNT_BAD_STUFFING,
  COUNT_TOO_SHORT,
  COUNT_TOO_LONG,
  COUNT_BAD_CHECKSUM,
  COUNT_UNKNOWN_VERSION,
  COUNT_UNKNOWN_TYPE,
  COUNT_UNKNOWN_FLAG,
  COUNT_BAD_PAYLOAD,
  COUNT_STRAYS,
  COUNT_NO_ROOM,
  COUNT_PUSHED_OUT,
  COUNT_REPEATED,
  COUNT_PAUSED,
  COUNT_BUSY,
  COUNT_LOST_BYTES,
  COUNT_LINE_ERRORS,
  COUNTS
} bridge_count;

/* What a line is sending. */
typedef enum bridge_sending { SENDING_NOTHING, SENDING_ANSWER, SENDING_LANE, SENDING_KEPT } bridge_sending;

typedef struct bridge_port {
  line_reader reader;
  struct lane to_node;   /* not used by the node's own port */
  struct lane from_node; /* the same */
  bridge_line line;
  uint32_t counts[COUNTS];
  bool paused;
  bool zero_due; /* the line begins again: a 0 goes first */
  bridge_sending sending;
  uint8_t sending_port; /* SENDING_LANE to the node: whose lane */
  uint32_t sent;        /* bytes of what is being sent that are out */
  uint32_t kept_check;  /* of the newest frame that went to flash */
  uint32_t kept_size;
} bridge_port;

struct bridge {
  const bridge_board *board;
  const bridge_hal *hal;
  struct settings settings;
  uint8_t node_port;
  bool node_present;
  bool node_heard; /* a valid frame came from there since the start */
  uint32_t node_heard_ms;
  bool notice_due;
  uint8_t turn; /* the port whose lane to the node went last */
  struct flash_ring ring;
  bridge_port ports[BRIDGE_PORTS_MAX];
  uint8_t answer[BRIDGE_OUT_BYTES_MAX]; /* as it goes on the line */
  uint32_t answer_size;                 /* 0: none waits */
  uint8_t answer_port;
  bool restart_due;
  bool restart_to_boot_drive;
  uint32_t restart_ms;
  uint32_t blink_until_ms;
  bool blinking;
};

/* Makes a bridge of memory[0..memory_size), which is at least BRIDGE_LANES_BYTES of the board's ports. board, hal and
   memory stay the caller's and outlive it. */
void bridge_init(struct bridge *bridge, const bridge_board *board, const bridge_hal *hal, uint8_t *memory,
                 uint32_t memory_size);

/* Does what there is to do, at most so much; true when a byte moved, so that a board may sleep after false. */
bool bridge_step(struct bridge *bridge);

/* Restarts in BRIDGE_RESTART_MS, into the chip's boot drive or the firmware; what waits is sent until then. */
void bridge_restart(struct bridge *bridge, bool to_boot_drive);

#endif
