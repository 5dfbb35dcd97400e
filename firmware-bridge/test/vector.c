#include "vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1 << 20 };

static _Noreturn void fail(const char *what, const char *name) {
  printf("%s %s\n", what, name);
  exit(EXIT_FAILURE);
}

const char *vector_text(const char *path) {
  static char text[TEXT_MAX];
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    fail("cannot open", path);
  }
  size_t size = fread(text, 1, sizeof text, file);
  (void)fclose(file);
  if (size == sizeof text) {
    fail("too long:", path);
  }
  text[size] = '\0';
  return text;
}

/* Where a field's value begins, or NULL. */
static const char *find(const char *text, const char *name) {
  size_t name_size = strlen(name);
  for (const char *line = text; line != NULL && *line != '\0';) {
    if (strncmp(line, name, name_size) == 0 && strncmp(line + name_size, ": ", 2) == 0) {
      return line + name_size + 2;
    }
    const char *end = strchr(line, '\n');
    line = end == NULL ? NULL : end + 1;
  }
  return NULL;
}

bool vector_has(const char *text, const char *name) { return find(text, name) != NULL; }

void vector_field(const char *text, const char *name, char *out, size_t out_size) {
  const char *value = find(text, name);
  size_t size = value == NULL ? out_size : strcspn(value, "\n");
  if (size >= out_size) {
    fail("missing or too long:", name);
  }
  memcpy(out, value, size);
  out[size] = '\0';
}

uint32_t vector_number(const char *text, const char *name) {
  char value[16];
  vector_field(text, name, value, sizeof value);
  return (uint32_t)strtoul(value, NULL, 10);
}

uint32_t vector_bytes(const char *text, const char *name, uint8_t *out, uint32_t out_size) {
  static char value[16384];
  vector_field(text, name, value, sizeof value);
  uint32_t size = (uint32_t)strlen(value) / 2;
  if (size > out_size) {
    fail("too many bytes:", name);
  }
  for (uint32_t i = 0; i < size; i++) {
    char pair[3] = {value[2 * i], value[2 * i + 1], '\0'};
    out[i] = (uint8_t)strtoul(pair, NULL, 16);
  }
  return size;
}
