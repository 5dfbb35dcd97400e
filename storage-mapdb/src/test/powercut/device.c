/*
 * A disk with a volatile cache, for scripts/power-cut: loaded into user-mode Linux ahead of libc, it
 * stands between the guest's block device and the image file.
 *
 * A write goes to memory alone; a flush carries everything to the file. In between, now and then,
 * some sectors go there on their own, in any order. SIGKILL to the guest is therefore a power cut:
 * what was flushed stays, of the rest an arbitrary set of 512-byte sectors. The host's own cache
 * survives, so the file needs no sync.
 *
 * POWER_CUT_IMAGE names the file. One thread of user-mode Linux serves the device, so no locks.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SECTOR_BYTES = 512, EVICTED_MAX = 64 };

static struct stat image;
static unsigned char *contents; /* a private mapping: the file with our writes on top */
static uint32_t *dirty;         /* sectors that the file lacks, in no order */
static uint32_t *place;         /* of each sector in `dirty`, plus one; 0 if clean */
static uint32_t dirty_count;
static uint64_t random_state;

static uint32_t random_below(uint32_t bound) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)((random_state >> 16) % bound);
}

static void *memory(size_t bytes) {
  void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at == MAP_FAILED ? NULL : at;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("POWER_CUT_IMAGE");
  int fd = path == NULL ? -1 : open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &image) != 0) {
    _exit(97);
  }
  size_t sectors = (size_t)image.st_size / SECTOR_BYTES;
  contents = mmap(NULL, (size_t)image.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  dirty = memory(sectors * sizeof *dirty);
  place = memory(sectors * sizeof *place);
  if (contents == MAP_FAILED || dirty == NULL || place == NULL) {
    _exit(98);
  }
  close(fd);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  random_state = (uint64_t)now.tv_nsec * 2654435761u + (uint64_t)getpid() + 1;
}

static int is_image(int fd) {
  struct stat file;
  return fstat(fd, &file) == 0 && file.st_ino == image.st_ino && file.st_dev == image.st_dev;
}

/* Carries the sector at `index` of the dirty ones to the file. */
static int clean(int fd, uint32_t index) {
  uint32_t sector = dirty[index];
  off_t at = (off_t)sector * SECTOR_BYTES;
  if (syscall(SYS_pwrite64, fd, contents + at, SECTOR_BYTES, at) != SECTOR_BYTES) {
    return -1;
  }
  uint32_t last = dirty[--dirty_count];
  dirty[index] = last;
  place[last] = index + 1;
  place[sector] = 0;
  return 0;
}

static ssize_t cached_write(int fd, const void *source, size_t bytes, off_t at) {
  if (at < 0 || at + (off_t)bytes > image.st_size) {
    errno = EIO;
    return -1;
  }
  for (size_t i = 0; i < bytes; i++) {
    contents[(size_t)at + i] = ((const unsigned char *)source)[i];
  }
  uint32_t end = (uint32_t)(((size_t)at + bytes + SECTOR_BYTES - 1) / SECTOR_BYTES);
  for (uint32_t sector = (uint32_t)(at / SECTOR_BYTES); sector < end; sector++) {
    if (place[sector] == 0) {
      dirty[dirty_count++] = sector;
      place[sector] = dirty_count;
    }
  }
  if (random_below(4) == 0) {
    for (uint32_t n = random_below(EVICTED_MAX); n > 0 && dirty_count > 0; n--) {
      if (clean(fd, random_below(dirty_count)) != 0) {
        return -1;
      }
    }
  }
  return (ssize_t)bytes;
}

static int flush(int fd) {
  while (dirty_count > 0) {
    if (clean(fd, random_below(dirty_count)) != 0) {
      return -1;
    }
  }
  return 0;
}

ssize_t pwrite64(int fd, const void *source, size_t bytes, off64_t at) {
  return is_image(fd) ? cached_write(fd, source, bytes, at)
                      : syscall(SYS_pwrite64, fd, source, bytes, at);
}

ssize_t pread64(int fd, void *out, size_t bytes, off64_t at) {
  if (!is_image(fd)) {
    return syscall(SYS_pread64, fd, out, bytes, at);
  }
  size_t rest = at >= image.st_size ? 0 : (size_t)(image.st_size - at);
  size_t length = bytes < rest ? bytes : rest;
  for (size_t i = 0; i < length; i++) {
    ((unsigned char *)out)[i] = contents[(size_t)at + i];
  }
  return (ssize_t)length;
}

int fdatasync(int fd) { return is_image(fd) ? flush(fd) : (int)syscall(SYS_fdatasync, fd); }

int fsync(int fd) { return is_image(fd) ? flush(fd) : (int)syscall(SYS_fsync, fd); }

/* Without it the guest writes zeros itself, through the cache. */
int fallocate64(int fd, int mode, off64_t at, off64_t bytes) {
  if (is_image(fd)) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return (int)syscall(SYS_fallocate, fd, mode, at, bytes);
}
