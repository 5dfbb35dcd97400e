#define _XOPEN_SOURCE 700
#include "flash.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int file;

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static void read_at(void *context, uint32_t at, uint8_t *buf, uint32_t buf_size) {
  (void)context;
  if (pread(file, buf, buf_size, (off_t)at) != (ssize_t)buf_size) {
    fail("reading flash");
  }
}

static void write_at(uint32_t at, const uint8_t *buf, uint32_t buf_size) {
  if (pwrite(file, buf, buf_size, (off_t)at) != (ssize_t)buf_size) {
    fail("writing flash");
  }
}

static void program(void *context, uint32_t at, const uint8_t page[BRIDGE_FLASH_PAGE_BYTES]) {
  uint8_t now[BRIDGE_FLASH_PAGE_BYTES];
  read_at(context, at, now, sizeof now);
  for (uint32_t i = 0; i < sizeof now; i++) {
    now[i] &= page[i];
  }
  write_at(at, now, sizeof now);
}

static void erase(void *context, uint32_t sector) {
  uint8_t erased[BRIDGE_FLASH_SECTOR_BYTES];
  (void)context;
  memset(erased, 0xff, sizeof erased);
  write_at(sector * BRIDGE_FLASH_SECTOR_BYTES, erased, sizeof erased);
}

const bridge_flash *host_flash_open(const char *path) {
  static const bridge_flash FLASH = {NULL, BRIDGE_RING_SECTORS, read_at, program, erase};
  struct stat found;
  file = open(path, O_RDWR | O_CREAT, 0644);
  if (file < 0 || fstat(file, &found) != 0) {
    fail(path);
  }
  for (uint32_t sector = (uint32_t)(found.st_size / BRIDGE_FLASH_SECTOR_BYTES); sector < BRIDGE_RING_SECTORS;
       sector++) {
    erase(NULL, sector);
  }
  return &FLASH;
}
