/* A line of a bridge on this machine: a pseudo-terminal that a name leads to, or a socket that somebody may connect to.
 */
#ifndef BRIDGE_HOST_LINES_H
#define BRIDGE_HOST_LINES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct host_line {
  const char *path;
  bool is_terminal;
  int listener; /* a socket's; -1 for a terminal */
  int device;   /* -1 while nobody is connected */
  bool hung_up; /* nobody has the terminal open */
} host_line;

/* Opens "pty:PATH" or "unix:PATH"; ends the program when it cannot. */
void host_line_open(host_line *line, const char *place);

/* Removes the name. */
void host_line_close(host_line *line);

/* Whether somebody is at the far end. Accepts a caller. */
bool host_line_present(host_line *line);

/* Looks for callers too, so it is called for each line in turn. */
uint32_t host_line_read(host_line *line, uint8_t *buf, uint32_t buf_size);
uint32_t host_line_write(host_line *line, const uint8_t *buf, uint32_t buf_size);

/* What to wait for input on, or -1. */
int host_line_waits_on(const host_line *line);

#endif
