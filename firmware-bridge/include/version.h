/* The firmware's version; its build number comes from the build. */
#ifndef BRIDGE_VERSION_H
#define BRIDGE_VERSION_H

#define BRIDGE_VERSION \
  { 0, 1, 0 }

#ifndef BRIDGE_BUILD
#define BRIDGE_BUILD 0u
#endif

#endif
