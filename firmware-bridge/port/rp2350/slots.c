/* Settings in the last two sectors of flash, and before them the sectors for frames that wait. reserve.ld keeps the
   image out of all of them. */
#include <string.h>

#include "board.h"
#include "hardware/flash.h"
#include "hardware/sync.h"
#include "hardware/watchdog.h"

static uint32_t offset_of(uint8_t slot) { return PICO_FLASH_SIZE_BYTES - (2u - slot) * FLASH_SECTOR_SIZE; }

static const uint8_t *block_of(uint8_t slot) { return (const uint8_t *)(XIP_BASE + offset_of(slot)); }

void slots_load(uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  memcpy(block, block_of(slot), BRIDGE_SETTINGS_BYTES);
}

bool slots_store(uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  uint8_t page[FLASH_PAGE_SIZE];
  memset(page, 0xff, sizeof page);
  memcpy(page, block, BRIDGE_SETTINGS_BYTES);
  watchdog_update();
  uint32_t interrupts = save_and_disable_interrupts();
  flash_range_erase(offset_of(slot), FLASH_SECTOR_SIZE);
  flash_range_program(offset_of(slot), page, sizeof page);
  restore_interrupts(interrupts);
  return memcmp(block_of(slot), block, BRIDGE_SETTINGS_BYTES) == 0;
}

static uint32_t ring_offset(uint32_t at) {
  return PICO_FLASH_SIZE_BYTES - (2u + BRIDGE_RING_SECTORS) * FLASH_SECTOR_SIZE + at;
}

static void read_ring(void *context, uint32_t at, uint8_t *buf, uint32_t buf_size) {
  (void)context;
  memcpy(buf, (const uint8_t *)(XIP_BASE + ring_offset(at)), buf_size);
}

/* Code is read from the same flash, so nothing may run meanwhile but the boot ROM and what is in RAM: interrupts wait,
   and the other core was never started. */
static void program_ring(void *context, uint32_t at, const uint8_t page[BRIDGE_FLASH_PAGE_BYTES]) {
  (void)context;
  uint32_t interrupts = save_and_disable_interrupts();
  flash_range_program(ring_offset(at), page, BRIDGE_FLASH_PAGE_BYTES);
  restore_interrupts(interrupts);
}

static void erase_ring(void *context, uint32_t sector) {
  (void)context;
  watchdog_update();
  uint32_t interrupts = save_and_disable_interrupts();
  flash_range_erase(ring_offset(sector * FLASH_SECTOR_SIZE), FLASH_SECTOR_SIZE);
  restore_interrupts(interrupts);
  watchdog_update();
}

const bridge_flash slots_ring = {NULL, BRIDGE_RING_SECTORS, read_ring, program_ring, erase_ring};
_Static_assert(FLASH_SECTOR_SIZE == BRIDGE_FLASH_SECTOR_BYTES && FLASH_PAGE_SIZE == BRIDGE_FLASH_PAGE_BYTES,
               "the chip's flash is as bridge_flash has it");
