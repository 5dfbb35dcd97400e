/* Settings in the last two sectors of flash. */
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
