/* Looks at an image as the chip's boot ROM does: image_test rp2040|rp2350 IMAGE.bin IMAGE.uf2. RP2350 datasheet,
   sections 5.1 (boot) and 5.9 (blocks); RP2040 datasheet, section 2.8. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum {
  IMAGE_BYTES_MAX = 1 << 19,
  UF2_BLOCK_BYTES = 512,
  UF2_PAYLOAD_BYTES = 256,
  BOOT2_BYTES = 256,
  LOOK_BYTES = 4096
};
enum { ITEM_IMAGE_TYPE = 0x42, ITEM_LAST = 0xff, EXECUTABLE_ARM_SECURE_RP2350 = 0x1021 };
static const uint32_t FLASH_START = 0x10000000u;
static const uint32_t RAM_START = 0x20000000u;
static const uint32_t BLOCK_START = 0xffffded3u;
static const uint32_t BLOCK_END = 0xab123579u;

static uint8_t image[IMAGE_BYTES_MAX];
static uint32_t image_size;

#define CHECK(condition) ((condition) ? (void)0 : fail(__LINE__, #condition))

static void fail(int line, const char *what) {
  printf("image_test.c:%d: %s\n", line, what);
  exit(EXIT_FAILURE);
}

static uint32_t read_file(const char *path, uint8_t *out, uint32_t out_size) {
  FILE *file = fopen(path, "rb");
  CHECK(file != NULL);
  uint32_t size = (uint32_t)fread(out, 1, out_size, file);
  CHECK(size < out_size && fclose(file) == 0);
  return size;
}

static uint32_t word(uint32_t at) {
  CHECK(at + 4 <= image_size);
  return read_u32(image + at);
}

static void the_vectors_lead_into_flash(uint32_t table, uint32_t ram_bytes) {
  CHECK(word(table) > RAM_START && word(table) <= RAM_START + ram_bytes && word(table) % 8 == 0);
  for (uint32_t vector = 1; vector < 16; vector++) {
    uint32_t handler = word(table + 4 * vector);
    bool reserved = handler == 0 && vector != 1 && vector != 3;
    CHECK(reserved || ((handler & 1u) == 1 && handler > FLASH_START && handler < FLASH_START + image_size));
  }
}

/* The second stage of the boot loader has its own checksum: CRC-32, not reflected, no final inversion. */
static void the_second_stage_has_its_checksum(void) {
  uint32_t crc = 0xffffffffu;
  for (uint32_t i = 0; i < BOOT2_BYTES - 4; i++) {
    crc ^= (uint32_t)image[i] << 24;
    for (int bit = 0; bit < 8; bit++) {
      crc = crc << 1 ^ ((crc >> 31) != 0 ? 0x04c11db7u : 0u);
    }
  }
  CHECK(crc == word(BOOT2_BYTES - 4));
}

/* A block: its start, items of which each says its size in words, the last item with the size of all, the way to the
   next block, its end. One says what the image is, and the blocks are a loop. */
static void the_blocks_say_what_the_image_is(void) {
  uint32_t first = 0;
  while (first < LOOK_BYTES && word(first) != BLOCK_START) {
    first += 4;
  }
  CHECK(first < LOOK_BYTES);
  bool found = false;
  uint32_t block = first;
  do {
    uint32_t at = block + 4;
    CHECK(word(block) == BLOCK_START);
    while ((word(at) & 0xffu) != ITEM_LAST) {
      if ((word(at) & 0xffu) == ITEM_IMAGE_TYPE) {
        CHECK(word(at) >> 16 == EXECUTABLE_ARM_SECURE_RP2350);
        found = true;
      }
      uint32_t words = word(at) >> 8 & ((word(at) & 0x80u) != 0 ? 0xffffu : 0xffu);
      CHECK(words > 0);
      at += 4 * words;
    }
    CHECK((word(at) >> 8 & 0xffffu) == (at - block - 4) / 4 && word(at + 8) == BLOCK_END);
    block += word(at + 4);
  } while (block != first);
  CHECK(found);
}

static void the_file_is_the_image_in_blocks(const char *path, uint32_t family) {
  static uint8_t file[2 * IMAGE_BYTES_MAX];
  uint32_t size = read_file(path, file, sizeof file);
  uint32_t blocks = (image_size + UF2_PAYLOAD_BYTES - 1) / UF2_PAYLOAD_BYTES;
  CHECK(size == blocks * UF2_BLOCK_BYTES);
  for (uint32_t i = 0; i < blocks; i++) {
    const uint8_t *at = file + i * UF2_BLOCK_BYTES;
    CHECK(read_u32(at) == 0x0a324655u && read_u32(at + 4) == 0x9e5d5157u && read_u32(at + 508) == 0x0ab16f30u);
    CHECK(read_u32(at + 8) == 0x2000 && read_u32(at + 12) == FLASH_START + i * UF2_PAYLOAD_BYTES);
    CHECK(read_u32(at + 16) == UF2_PAYLOAD_BYTES && read_u32(at + 20) == i && read_u32(at + 24) == blocks);
    CHECK(read_u32(at + 28) == family);
    uint32_t left = image_size - i * UF2_PAYLOAD_BYTES;
    CHECK(memcmp(at + 32, image + i * UF2_PAYLOAD_BYTES, left < UF2_PAYLOAD_BYTES ? left : UF2_PAYLOAD_BYTES) == 0);
  }
}

int main(int argc, char **argv) {
  CHECK(argc == 4);
  image_size = read_file(argv[2], image, sizeof image);
  if (strcmp(argv[1], "rp2040") == 0) {
    the_second_stage_has_its_checksum();
    the_vectors_lead_into_flash(BOOT2_BYTES, 264 * 1024);
    the_file_is_the_image_in_blocks(argv[3], 0xe48bff56u);
  } else {
    the_vectors_lead_into_flash(0, 520 * 1024);
    the_blocks_say_what_the_image_is();
    the_file_is_the_image_in_blocks(argv[3], 0xe48bff59u);
  }
  printf("%s: 0 failures\n", argv[3]);
  return EXIT_SUCCESS;
}
