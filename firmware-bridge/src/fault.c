#include "fault.h"

#include <string.h>

#include "bytes.h"
#include "crc32c.h"

enum { CHECKSUM_AT = 28 };
_Static_assert(CHECKSUM_AT + 4 == BRIDGE_FAULT_BYTES, "the checksum ends the record");

uint32_t fault_file_hash(const char *path) {
  const char *slash = strrchr(path, '/');
  uint32_t hash = 0x811c9dc5u;
  for (const char *at = slash == NULL ? path : slash + 1; *at != '\0'; at++) {
    hash = (hash ^ (uint8_t)*at) * 0x01000193u;
  }
  return hash;
}

void fault_write(const struct fault *fault, uint8_t record[BRIDGE_FAULT_BYTES]) {
  memset(record, 0, BRIDGE_FAULT_BYTES);
  record[0] = fault->kind;
  write_u32(record + 4, fault->file);
  write_u32(record + 8, fault->line);
  write_u32(record + 12, fault->program_counter);
  write_u32(record + 16, fault->link_register);
  write_u32(record + 20, fault->uptime_ms);
  write_u32(record + 24, fault->status);
  write_u32(record + CHECKSUM_AT, crc32c(record, CHECKSUM_AT));
}

bool fault_is_recorded(const uint8_t record[BRIDGE_FAULT_BYTES]) {
  return record[0] != 0 && crc32c(record, CHECKSUM_AT) == read_u32(record + CHECKSUM_AT);
}

void fault_forget(uint8_t record[BRIDGE_FAULT_BYTES]) { memset(record, 0, BRIDGE_FAULT_BYTES); }
