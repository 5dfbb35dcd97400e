/* Makes a UF2 file, what a chip's boot drive takes, of an image: uf2 rp2040|rp2350 IMAGE.bin OUT.uf2. The image begins
   at the start of flash. Blocks of 512 bytes, of which 256 are the image's; https://github.com/microsoft/uf2. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum { BLOCK_BYTES = 512, PAYLOAD_BYTES = 256, PAYLOAD_AT = 32, END_AT = 508, FAMILY_FLAG = 0x2000 };
static const uint32_t MAGIC_1 = 0x0a324655u;
static const uint32_t MAGIC_2 = 0x9e5d5157u;
static const uint32_t MAGIC_END = 0x0ab16f30u;
static const uint32_t FLASH_START = 0x10000000u;

static const struct {
  const char *name;
  uint32_t family;
} FAMILIES[] = {{"rp2040", 0xe48bff56u}, {"rp2350", 0xe48bff59u}};

static _Noreturn void fail(const char *what) {
  fprintf(stderr, "uf2: %s\n", what);
  exit(EXIT_FAILURE);
}

static uint32_t family_of(const char *name) {
  for (size_t i = 0; i < sizeof FAMILIES / sizeof FAMILIES[0]; i++) {
    if (strcmp(name, FAMILIES[i].name) == 0) {
      return FAMILIES[i].family;
    }
  }
  fail("knows rp2040 and rp2350");
}

static void write_block(FILE *out, const uint8_t payload[PAYLOAD_BYTES], uint32_t number, uint32_t blocks,
                        uint32_t family) {
  uint8_t block[BLOCK_BYTES] = {0};
  const uint32_t head[] = {MAGIC_1,       MAGIC_2, FAMILY_FLAG, FLASH_START + number * PAYLOAD_BYTES,
                           PAYLOAD_BYTES, number,  blocks,      family};
  for (uint32_t i = 0; i < sizeof head / sizeof head[0]; i++) {
    write_u32(block + 4 * i, head[i]);
  }
  memcpy(block + PAYLOAD_AT, payload, PAYLOAD_BYTES);
  write_u32(block + END_AT, MAGIC_END);
  if (fwrite(block, 1, sizeof block, out) != sizeof block) {
    fail("cannot write");
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fail("uf2 rp2040|rp2350 IMAGE.bin OUT.uf2");
  }
  uint32_t family = family_of(argv[1]);
  FILE *in = fopen(argv[2], "rb");
  FILE *out = fopen(argv[3], "wb");
  if (in == NULL || out == NULL || fseek(in, 0, SEEK_END) != 0) {
    fail("cannot open");
  }
  uint32_t size = (uint32_t)ftell(in);
  rewind(in);
  uint32_t blocks = (size + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES;
  for (uint32_t number = 0; number < blocks; number++) {
    uint8_t payload[PAYLOAD_BYTES] = {0};
    if (fread(payload, 1, sizeof payload, in) == 0) {
      fail("cannot read");
    }
    write_block(out, payload, number, blocks, family);
  }
  return fclose(out) == 0 && fclose(in) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
