/* Stands in for the RP2040's mask ROM, which the emulator does not bring: the table and the functions that the SDK's
   start-up code calls. Flash cannot be written; RP2040 datasheet, section 2.8. */
#include <stdint.h>

void *rom_set(uint8_t *to, int value, uint32_t size);
void *rom_copy(uint8_t *to, const uint8_t *from, uint32_t size);
uint32_t rom_ones(uint32_t x);
uint32_t rom_leading_zeros(uint32_t x);
uint32_t rom_trailing_zeros(uint32_t x);
uint32_t rom_reverse(uint32_t x);
void rom_nothing(void);
uint32_t rom_find(const uint16_t *table, uint32_t code);
void rom_reset(void);

__attribute__((used)) void *rom_set(uint8_t *to, int value, uint32_t size) {
  for (uint8_t *at = to; size > 0; size--) {
    *at++ = (uint8_t)value;
  }
  return to;
}

__attribute__((used)) void *rom_copy(uint8_t *to, const uint8_t *from, uint32_t size) {
  for (uint8_t *at = to; size > 0; size--) {
    *at++ = *from++;
  }
  return to;
}

__attribute__((used)) uint32_t rom_ones(uint32_t x) {
  uint32_t ones = 0;
  for (; x != 0; x &= x - 1u) {
    ones++;
  }
  return ones;
}

__attribute__((used)) uint32_t rom_leading_zeros(uint32_t x) {
  uint32_t zeros = 0;
  for (uint32_t bit = 0x80000000u; bit != 0 && (x & bit) == 0; bit >>= 1) {
    zeros++;
  }
  return zeros;
}

__attribute__((used)) uint32_t rom_trailing_zeros(uint32_t x) {
  uint32_t zeros = 0;
  for (uint32_t bit = 1; bit != 0 && (x & bit) == 0; bit <<= 1) {
    zeros++;
  }
  return zeros;
}

__attribute__((used)) uint32_t rom_reverse(uint32_t x) {
  uint32_t out = 0;
  for (int i = 0; i < 32; i++, x >>= 1) {
    out = out << 1 | (x & 1u);
  }
  return out;
}

__attribute__((used)) void rom_nothing(void) {}

/* The function that a table gives for two letters, or 0. */
__attribute__((used)) uint32_t rom_find(const uint16_t *table, uint32_t code) {
  for (; table[0] != 0; table += 2) {
    if (table[0] == code) {
      return table[1];
    }
  }
  return 0;
}

__attribute__((naked, used)) void rom_reset(void) { __asm volatile("b ."); }

/* Initial stack, three vectors, "Mu" and version, where the tables and the search are, the table of functions, that of
 * data. */
__asm(
    ".section .rom,\"ax\"\n"
    ".word 0x20041f00, rom_reset, rom_reset, rom_reset\n"
    ".byte 'M', 'u', 1, 2\n"
    ".hword functions, data, rom_find, 0\n"
    ".align 2\n"
    "functions:\n"
    ".ascii \"MS\"\n.hword rom_set\n.ascii \"S4\"\n.hword rom_set\n"
    ".ascii \"MC\"\n.hword rom_copy\n.ascii \"C4\"\n.hword rom_copy\n"
    ".ascii \"P3\"\n.hword rom_ones\n.ascii \"L3\"\n.hword rom_leading_zeros\n"
    ".ascii \"T3\"\n.hword rom_trailing_zeros\n.ascii \"R3\"\n.hword rom_reverse\n"
    ".ascii \"IF\"\n.hword rom_nothing\n.ascii \"EX\"\n.hword rom_nothing\n"
    ".ascii \"RE\"\n.hword rom_nothing\n.ascii \"RP\"\n.hword rom_nothing\n"
    ".ascii \"FC\"\n.hword rom_nothing\n.ascii \"CX\"\n.hword rom_nothing\n"
    ".hword 0, 0\n"
    "data:\n.hword 0, 0\n"
    ".text\n");
