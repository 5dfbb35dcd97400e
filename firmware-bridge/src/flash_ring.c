#include "flash_ring.h"

#include <string.h>

#include "bridge_assert.h"
#include "bytes.h"
#include "crc32c.h"

enum { CAME_AT = 4, SIZE_AT = 8, PORT_AT = 10, DELIVERED_AT = 11, NOT_YET = 0xff, CHECKSUM_BYTES = 4 };

_Static_assert(FLASH_RECORD_PAGES_MAX *BRIDGE_FLASH_PAGE_BYTES >=
                   FLASH_RECORD_HEAD_BYTES + FLASH_FRAME_BYTES_MAX + CHECKSUM_BYTES,
               "the longest frame fits a record");

struct head {
  uint32_t number;
  uint32_t came_ms;
  uint32_t size;
  uint8_t port;
  bool delivered;
};

static uint32_t bytes_of(const struct flash_ring *ring) { return ring->flash->sectors * BRIDGE_FLASH_SECTOR_BYTES; }

static uint32_t sector_of(uint32_t at) { return at / BRIDGE_FLASH_SECTOR_BYTES; }

static uint32_t sector_after(const struct flash_ring *ring, uint32_t at) {
  return (sector_of(at) + 1) % ring->flash->sectors;
}

/* Bytes of flash that a record of a frame takes. */
static uint32_t space_of(uint32_t frame_size) {
  uint32_t bytes = FLASH_RECORD_HEAD_BYTES + frame_size + CHECKSUM_BYTES;
  return (bytes + BRIDGE_FLASH_PAGE_BYTES - 1) / BRIDGE_FLASH_PAGE_BYTES * BRIDGE_FLASH_PAGE_BYTES;
}

static uint32_t room_after(uint32_t at) { return BRIDGE_FLASH_SECTOR_BYTES - at % BRIDGE_FLASH_SECTOR_BYTES; }

/* Reads what stands at a page before a frame; false when that is no head of a record. */
static bool read_head(const struct flash_ring *ring, uint32_t at, struct head *head) {
  uint8_t bytes[FLASH_RECORD_HEAD_BYTES];
  ring->flash->read(ring->flash->context, at, bytes, sizeof bytes);
  *head = (struct head){read_u32(bytes), read_u32(bytes + CAME_AT), read_u16(bytes + SIZE_AT), bytes[PORT_AT],
                        bytes[DELIVERED_AT] != NOT_YET};
  return head->size > 0 && head->size <= FLASH_FRAME_BYTES_MAX && head->port < BRIDGE_PORTS_MAX &&
         space_of(head->size) <= room_after(at);
}

/* Reads the whole record at a page into ring->record; false when it is none. */
static bool read_record(struct flash_ring *ring, uint32_t at, struct head *head) {
  if (!read_head(ring, at, head)) {
    return false;
  }
  uint32_t end = FLASH_RECORD_HEAD_BYTES + head->size;
  ring->flash->read(ring->flash->context, at, ring->record, end + CHECKSUM_BYTES);
  ring->record[DELIVERED_AT] = NOT_YET;
  return crc32c(ring->record, end) == read_u32(ring->record + end);
}

/* Goes through the whole records of a sector. For each: counts it when it was not delivered, remembers the newest. */
static void look_through(struct flash_ring *ring, uint32_t sector, bool *any) {
  uint32_t at = sector * BRIDGE_FLASH_SECTOR_BYTES;
  uint32_t end = at + BRIDGE_FLASH_SECTOR_BYTES;
  struct head head;
  while (at < end && read_record(ring, at, &head)) {
    if (!*any || (int32_t)(head.number - ring->next_number) >= 0) {
      ring->next_number = head.number + 1u;
      ring->write_at = at;
      *any = true;
    }
    if (!head.delivered) {
      ring->frames++;
      ring->port_frames[head.port]++;
      ring->port_bytes[head.port] += head.size;
    }
    at += space_of(head.size);
  }
}

/* Moves read_at on, from where it is, to a record that was not delivered. There is one. */
static void find_oldest(struct flash_ring *ring) {
  struct head head;
  uint32_t looked = 0;
  bool whole;
  while (!(whole = read_record(ring, ring->read_at, &head)) || head.delivered) {
    uint32_t step = whole ? space_of(head.size) : room_after(ring->read_at);
    ring->read_at = (ring->read_at + step) % bytes_of(ring);
    looked += step;
    BRIDGE_ASSERT(looked <= bytes_of(ring));
  }
}

void flash_ring_init(struct flash_ring *ring, const bridge_flash *flash) {
  memset(ring, 0, sizeof *ring);
  ring->flash = flash;
  if (flash == NULL) {
    return;
  }
  BRIDGE_ASSERT(flash->sectors >= FLASH_RING_SECTORS_MIN);
  bool any = false;
  for (uint32_t sector = 0; sector < flash->sectors; sector++) {
    look_through(ring, sector, &any);
  }
  ring->write_at = any ? ring->write_at : (flash->sectors - 1) * BRIDGE_FLASH_SECTOR_BYTES;
  ring->first_number = ring->next_number;
  /* The rest of the newest sector may have been written to when power failed, and the next one half erased. */
  ring->closed = ring->erase_due = true;
  ring->read_at = sector_after(ring, ring->write_at) * BRIDGE_FLASH_SECTOR_BYTES;
  if (ring->frames > 0) {
    find_oldest(ring);
  }
}

static bool fits_here(const struct flash_ring *ring, uint32_t frame_size) {
  return !ring->closed && space_of(frame_size) <= room_after(ring->write_at);
}

bool flash_ring_has_room(const struct flash_ring *ring, uint32_t frame_size) {
  return fits_here(ring, frame_size) || !ring->erase_due;
}

static void forget(struct flash_ring *ring, const struct head *head) {
  ring->frames--;
  ring->port_frames[head->port]--;
  ring->port_bytes[head->port] -= head->size;
}

void flash_ring_erase(struct flash_ring *ring, uint32_t pushed_out[BRIDGE_PORTS_MAX]) {
  uint32_t sector = sector_after(ring, ring->write_at);
  struct head head;
  while (ring->frames > 0 && sector_of(ring->read_at) == sector) {
    (void)read_head(ring, ring->read_at, &head);
    pushed_out[head.port]++;
    forget(ring, &head);
    ring->read_at = (ring->read_at + space_of(head.size)) % bytes_of(ring);
    if (ring->frames > 0) {
      find_oldest(ring);
    }
  }
  ring->flash->erase(ring->flash->context, sector);
  ring->erase_due = false;
}

/* Copies the oldest frame of a lane; returns its size. */
static uint32_t copy_front(const struct lane *lane, uint8_t out[FLASH_FRAME_BYTES_MAX]) {
  uint32_t size = lane_front_bytes(lane);
  BRIDGE_ASSERT(size > 0 && size <= FLASH_FRAME_BYTES_MAX);
  for (uint32_t at = 0; at < size;) {
    const uint8_t *part;
    uint32_t bytes = lane_front_part(lane, at, &part);
    memcpy(out + at, part, bytes);
    at += bytes;
  }
  return size;
}

uint32_t flash_ring_put(struct flash_ring *ring, uint8_t port, const struct lane *lane) {
  uint8_t *record = ring->record;
  memset(record, 0xff, sizeof ring->record);
  uint32_t size = copy_front(lane, record + FLASH_RECORD_HEAD_BYTES);
  if (!fits_here(ring, size)) {
    BRIDGE_ASSERT(!ring->erase_due);
    ring->write_at = sector_after(ring, ring->write_at) * BRIDGE_FLASH_SECTOR_BYTES;
    ring->closed = false;
    ring->erase_due = true;
  }
  write_u32(record, ring->next_number);
  write_u32(record + CAME_AT, lane_front_ms(lane));
  write_u16(record + SIZE_AT, (uint16_t)size);
  record[PORT_AT] = port;
  uint32_t end = FLASH_RECORD_HEAD_BYTES + size;
  write_u32(record + end, crc32c(record, end));
  uint32_t space = space_of(size);
  for (uint32_t at = 0; at < space; at += BRIDGE_FLASH_PAGE_BYTES) {
    ring->flash->program(ring->flash->context, ring->write_at + at, record + at);
  }
  if (ring->frames == 0) {
    ring->read_at = ring->write_at;
  }
  ring->next_number++;
  ring->frames++;
  ring->port_frames[port]++;
  ring->port_bytes[port] += size;
  ring->write_at += space;
  if (ring->write_at % BRIDGE_FLASH_SECTOR_BYTES == 0) {
    ring->write_at -= BRIDGE_FLASH_PAGE_BYTES; /* the sector is full, and still the one that was written to */
    ring->closed = true;
  }
  return crc32c(record + FLASH_RECORD_HEAD_BYTES, size);
}

uint32_t flash_ring_load(struct flash_ring *ring, const uint8_t **frame) {
  struct head head;
  if (ring->frames == 0) {
    return 0;
  }
  bool whole = read_record(ring, ring->read_at, &head);
  BRIDGE_ASSERT(whole && !head.delivered);
  ring->loaded_size = head.size;
  *frame = ring->record + FLASH_RECORD_HEAD_BYTES;
  return head.size;
}

void flash_ring_pop(struct flash_ring *ring) {
  struct head head;
  BRIDGE_ASSERT(ring->frames > 0);
  (void)read_head(ring, ring->read_at, &head);
  memset(ring->record, 0xff, BRIDGE_FLASH_PAGE_BYTES);
  ring->record[DELIVERED_AT] = 0;
  ring->flash->program(ring->flash->context, ring->read_at, ring->record);
  forget(ring, &head);
  ring->read_at = (ring->read_at + space_of(head.size)) % bytes_of(ring);
  if (ring->frames > 0) {
    find_oldest(ring);
  }
}

uint32_t flash_ring_age_ms(const struct flash_ring *ring, uint8_t port, uint32_t now_ms) {
  uint32_t at = ring->read_at;
  for (uint32_t looked = 0; looked < bytes_of(ring);) {
    struct head head;
    bool is_head = read_head(ring, at, &head);
    if (is_head && head.port == port && !head.delivered) {
      return (int32_t)(head.number - ring->first_number) >= 0 ? now_ms - head.came_ms : now_ms;
    }
    uint32_t step = is_head ? space_of(head.size) : room_after(at);
    at = (at + step) % bytes_of(ring);
    looked += step;
  }
  return 0;
}
