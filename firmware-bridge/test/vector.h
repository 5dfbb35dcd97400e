/* Reads one file of docs/vectors: lines of "field: value". A missing field or file ends the test. */
#ifndef BRIDGE_VECTOR_H
#define BRIDGE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The text of a file, good until the next call. */
const char *vector_text(const char *path);

bool vector_has(const char *text, const char *name);
void vector_field(const char *text, const char *name, char *out, size_t out_size);
uint32_t vector_number(const char *text, const char *name);

/* The bytes that a field spells in hexadecimal. */
uint32_t vector_bytes(const char *text, const char *name, uint8_t *out, uint32_t out_size);

#endif
