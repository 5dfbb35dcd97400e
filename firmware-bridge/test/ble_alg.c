/* Preloaded into btvirt where the kernel has no AF_ALG sockets: it wants two for ciphers that this test never uses, for
   nothing is paired. They are sockets of another kind here. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <sys/socket.h>

typedef int socket_function(int, int, int);
typedef int bind_function(int, const struct sockaddr *, socklen_t);

int socket(int domain, int type, int protocol) {
  socket_function *next;
  *(void **)&next = dlsym(RTLD_NEXT, "socket");
  return next(domain == AF_ALG ? AF_UNIX : domain, type, protocol);
}

int bind(int fd, const struct sockaddr *address, socklen_t address_size) {
  bind_function *next;
  *(void **)&next = dlsym(RTLD_NEXT, "bind");
  return address->sa_family == AF_ALG ? 0 : next(fd, address, address_size);
}
