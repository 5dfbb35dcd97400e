/* Frames for a node that is away, in sectors of flash used in a ring; docs/bridge.md, section 7. Power may fail in the
   middle of anything that is done to the flash: what was kept before is there afterwards, or has been delivered.
   Nothing is allocated. Not callable from an interrupt.

   A record begins at a page and does not leave its sector:

     number 4 | came 4, ms | size 2 | port 1 | ff, or 0 once delivered 1 | size bytes, as they go on the line | CRC-32C
   4

   The checksum is of everything before it, the byte of delivery taken as ff. */
#ifndef BRIDGE_FLASH_RING_H
#define BRIDGE_FLASH_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"
#include "frame.h"
#include "lane.h"

#define FLASH_RING_SECTORS_MIN 3u
#define FLASH_RECORD_HEAD_BYTES 12u
#define FLASH_FRAME_BYTES_MAX (FRAME_LINE_BYTES_MAX + 1u)
#define FLASH_RECORD_PAGES_MAX 5u

struct flash_ring {
  const bridge_flash *flash; /* NULL: nothing is kept */
  uint32_t next_number;
  uint32_t first_number; /* of this start: those before are older than it */
  uint32_t write_at;     /* where the next record goes, if its sector has room for it */
  bool erase_due;        /* the sector after the one that is written to; otherwise it is erased */
  bool closed;           /* nothing more goes into the sector of write_at */
  uint32_t read_at;      /* the oldest record that was not delivered; means nothing without any */
  uint32_t frames;       /* not delivered */
  uint32_t port_frames[BRIDGE_PORTS_MAX];
  uint32_t port_bytes[BRIDGE_PORTS_MAX];
  uint32_t loaded_size; /* of the frame that flash_ring_load found */
  uint8_t record[FLASH_RECORD_PAGES_MAX * BRIDGE_FLASH_PAGE_BYTES];
};

/* Looks through the whole flash for what was kept; flash may be NULL and stays the caller's. Reads only. */
void flash_ring_init(struct flash_ring *ring, const bridge_flash *flash);

/* Whether a frame may be put now: otherwise a sector has to be erased first. */
bool flash_ring_has_room(const struct flash_ring *ring, uint32_t frame_size);

/* Erases the next sector, which may take 400 ms, and forgets what it holds, counted by port in pushed_out. */
void flash_ring_erase(struct flash_ring *ring, uint32_t pushed_out[BRIDGE_PORTS_MAX]);

/* Puts the oldest frame of a lane of a port, for which there is room; takes 5 pages of programming at most. Returns the
   frame's checksum. */
uint32_t flash_ring_put(struct flash_ring *ring, uint8_t port, const struct lane *lane);

/* Points frame at the oldest frame and returns its size; 0 when there is none. Good until the next call of anything. */
uint32_t flash_ring_load(struct flash_ring *ring, const uint8_t **frame);

/* Marks the oldest frame, of which there is one, as delivered. */
void flash_ring_pop(struct flash_ring *ring);

/* Age of a port's oldest frame, of which there is one; at least so much when it came before this start. */
uint32_t flash_ring_age_ms(const struct flash_ring *ring, uint8_t port, uint32_t now_ms);

#endif
